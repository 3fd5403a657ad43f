"""The address of the trail."""

from django.urls import path

from taonguon.reports import trail_views as views

urlpatterns = [path("nhat-ky/", views.trail, name="trail")]
