"""Addresses of the administrator's pages about log-ins."""

from django.urls import path

from taonguon.orgs import account_views as views

urlpatterns = [
    path("tai-khoan/", views.accounts, name="accounts"),
    path("tai-khoan/them/", views.account_add, name="account-add"),
    path("tai-khoan/<int:pk>/", views.account, name="account"),
    path("tai-khoan/<int:pk>/giao-quyen/", views.grant_add, name="grant-add"),
    path("tai-khoan/<int:pk>/khoa/", views.account_close, name="account-close"),
    path("tai-khoan/<int:pk>/mo/", views.account_open, name="account-open"),
    path("tai-khoan/<int:pk>/mat-khau/", views.account_password, name="account-password"),
    path("quyen/<int:pk>/thu-hoi/", views.grant_end, name="grant-end"),
]
