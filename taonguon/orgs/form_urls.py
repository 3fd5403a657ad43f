"""Addresses of the forms about units and villages."""

from django.urls import path

from taonguon.orgs import form_views as views

urlpatterns = [
    path("don-vi/goi-y/", views.unit_options, name="unit-options"),
    path("thon/goi-y/", views.village_options, name="village-options"),
    path("don-vi/<int:pk>/them/", views.unit_add, name="unit-add"),
    path("don-vi/<int:pk>/sua/", views.unit_change, name="unit-change"),
    path("xa/<int:pk>/them-thon/", views.village_add, name="village-add"),
    path("thon/<int:pk>/chi-bo/", views.service_set, name="village-cell"),
]
