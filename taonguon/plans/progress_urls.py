"""Addresses of what becomes of the plans: consolidation and the year's pace."""

from django.urls import path

from taonguon.plans import consolidation_views, pace_views

urlpatterns = [
    path("ke-hoach/tien-do/", pace_views.pace, name="pace"),
    path("kien-toan/", consolidation_views.consolidation, name="consolidation"),
    path("kien-toan/<int:pk>/ke-hoach/", consolidation_views.consolidation_plan, name="consolidation-plan"),
    path("kien-toan/<int:pk>/bo-ke-hoach/", consolidation_views.consolidation_drop, name="consolidation-drop"),
]
