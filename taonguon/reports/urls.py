"""Addresses of the overview."""

from django.urls import path

from taonguon.reports import views

urlpatterns = [path("", views.home, name="home")]
