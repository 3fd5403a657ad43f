"""The one log-in door. allauth's other pages (sign-up, reset, e-mail) do not exist here."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("dang-nhap/", views.login, name="account_login"),
    path("dang-nhap/da-khoa/", views.account_inactive, name="account_inactive"),
    path("dang-xuat/", views.logout, name="account_logout"),
    path("doi-mat-khau/", views.password_change, name="account_change_password"),
]
