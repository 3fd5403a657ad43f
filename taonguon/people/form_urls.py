"""Addresses of the forms about people and posts."""

from django.urls import path

from taonguon.people import form_views as views

urlpatterns = [
    path("giu-chuc/<int:pk>/thoi/", views.tenure_end, name="tenure-end"),
    path("giu-chuc/<int:pk>/sua-ngay/", views.tenure_correct, name="tenure-correct"),
    path("chuc-danh/<int:pk>/bat-dau/", views.tenure_begin, name="tenure-begin"),
    path("nguoi/<int:pk>/sua/", views.person_correct, name="person-correct"),
    path("thon/<int:pk>/chuc-danh/", views.village_posts, name="village-posts"),
    path("don-vi/<int:pk>/bi-thu/", views.secretary_post, name="secretary-post"),
]
