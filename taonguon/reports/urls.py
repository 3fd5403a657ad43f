"""Addresses of the overview and of the people behind its numbers."""

from django.urls import path

from taonguon.reports import class_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("lop/so-lieu/", class_views.class_figures, name="class-figures"),
    path("so-lieu/<str:name>/", views.behind, name="behind"),
]
