"""Addresses of the political centre: classes, who comes to them, what they end with."""

from django.urls import path

from taonguon.classes.views import courses

urlpatterns = [
    path("lop/", courses.courses, name="courses"),
]
