"""Addresses of the overview and of the people behind its numbers."""

from django.urls import path

from taonguon.reports import views

urlpatterns = [
    path("", views.home, name="home"),
    path("so-lieu/<str:name>/", views.behind, name="behind"),
]
