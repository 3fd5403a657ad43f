"""Addresses of the Scheme, of coming elections, and of the units a plan must not forget."""

from django.urls import path

from taonguon.plans import election_views, forgotten_views, scheme_views

urlpatterns = [
    path("de-an/", scheme_views.scheme, name="scheme"),
    path("de-an/them/", scheme_views.scheme_add, name="scheme-add"),
    path("de-an/<int:pk>/sua/", scheme_views.scheme_change, name="scheme-change"),
    path("de-an/<int:pk>/bo/", scheme_views.scheme_drop, name="scheme-drop"),
    path("de-an/chuc-danh/", scheme_views.posts, name="scheme-posts"),
    path("de-an/chuc-danh/thon/<int:pk>/", scheme_views.village_source, name="village-source"),
    path("de-an/bau-cu/", election_views.elections, name="elections"),
    path("de-an/bau-cu/them/", election_views.election_add, name="election-add"),
    path("de-an/bau-cu/<int:pk>/", election_views.election_change, name="election-change"),
    path("de-an/bau-cu/<int:pk>/bo/", election_views.election_drop, name="election-drop"),
    path("de-an/bau-cu/<int:pk>/<slug:name>/", election_views.election_behind, name="election-behind"),
    path("muc-tieu/<int:pk>/doi/", scheme_views.goal_change, name="goal-change"),
    path("ke-hoach/khong-quen/", forgotten_views.forgotten, name="forgotten"),
]
