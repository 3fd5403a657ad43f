"""Addresses of the rules and of a case tried on them."""

from django.urls import path

from taonguon.procedures.views import rules, trial

urlpatterns = [
    path("quy-dinh/", rules.rules, name="rules"),
    path("quy-dinh/thay-doi/", rules.changes, name="rule-changes"),
    path("quy-dinh/<str:name>/", rules.rule, name="rule"),
    path("thu-truong-hop/", trial.trial, name="trial"),
]
