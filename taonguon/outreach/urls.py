"""Addresses of the mass organisations' activities."""

from django.urls import path

from taonguon.outreach import views

urlpatterns = [
    path("doan-the/", views.gatherings, name="gatherings"),
    path("doan-the/them/", views.gathering_add, name="gathering-add"),
    path("doan-the/<int:pk>/", views.gathering, name="gathering"),
    path("doan-the/<int:pk>/bo/", views.gathering_withdraw, name="gathering-withdraw"),
    path("doan-the/<int:pk>/anh/", views.photo_add, name="photo-add"),
    path("doan-the/<int:pk>/gioi-thieu/", views.gathering_notice, name="gathering-notice"),
    path("doan-the/anh/<int:pk>.jpg", views.photo, name="photo"),
    path("doan-the/anh/<int:pk>/bo/", views.photo_remove, name="photo-remove"),
]
