"""Addresses of the Scheme's goals."""

from django.urls import path

from taonguon.plans import views

urlpatterns = [
    path("muc-tieu/", views.goals, name="goals"),
    path("muc-tieu/them/", views.goal_add, name="goal-add"),
    path("muc-tieu/<int:pk>/ket-thuc/", views.goal_end, name="goal-end"),
]
