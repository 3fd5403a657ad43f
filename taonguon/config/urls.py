"""All addresses: each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("taonguon.web.urls")),
    path("", include("taonguon.accounts.urls")),
    path("", include("taonguon.people.urls")),
    path("", include("taonguon.reports.urls")),
]
handler403 = "taonguon.web.views.forbidden"
