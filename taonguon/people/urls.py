"""Addresses of units, villages and people."""

from django.urls import path

from taonguon.people.views import listing, persons, places, tree

urlpatterns = [
    path("cay/", tree.tree, name="tree"),
    path("cay/<int:pk>/", tree.branch, name="branch"),
    path("don-vi/<int:pk>/", places.unit, name="unit"),
    path("thon/<int:pk>/", places.village, name="village"),
    path("nguoi/", listing.people, name="people"),
    path("nguoi/xuat/", listing.export, name="people-export"),
    path("nguoi/<int:pk>/", persons.person, name="person"),
]
