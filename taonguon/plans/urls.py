"""Addresses of the Scheme's goals."""

from django.urls import path

from taonguon.plans import behind_views, draft_views, plan_views, views

urlpatterns = [
    path("ke-hoach/", plan_views.year_plan, name="year-plan"),
    path("ke-hoach/<int:pk>/du-thao/", draft_views.plan_draft, name="plan-draft"),
    path("ke-hoach/so/<str:name>/", behind_views.plan_behind, name="plan-behind"),
    path("muc-tieu/", views.goals, name="goals"),
    path("muc-tieu/them/", views.goal_add, name="goal-add"),
    path("muc-tieu/<int:pk>/ket-thuc/", views.goal_end, name="goal-end"),
]
