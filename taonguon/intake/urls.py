"""Addresses of loading."""

from django.urls import path

from taonguon.intake import views

urlpatterns = [
    path("nap/", views.loads, name="loads"),
    path("nap/<int:pk>/", views.load, name="load"),
    path("nap/<int:pk>/dung/", views.cancel, name="load-cancel"),
    path("nap/<int:pk>/tra-lai/", views.feedback, name="load-feedback"),
    path("nghi-trung/", views.doubts, name="doubts"),
    path("nghi-trung/<int:pk>/", views.decide, name="doubt-decide"),
]
