"""All addresses: each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("taonguon.web.urls")),
    path("", include("taonguon.accounts.urls")),
    path("", include("taonguon.orgs.account_urls")),
    path("", include("taonguon.orgs.form_urls")),
    path("", include("taonguon.procedures.urls")),
    path("", include("taonguon.people.form_urls")),
    path("", include("taonguon.people.urls")),
    path("", include("taonguon.admissions.urls")),
    path("", include("taonguon.classes.urls")),
    path("", include("taonguon.outreach.urls")),
    path("", include("taonguon.plans.urls")),
    path("", include("taonguon.plans.progress_urls")),
    path("", include("taonguon.plans.scheme_urls")),
    path("", include("taonguon.reminders.urls")),
    path("", include("taonguon.intake.urls")),
    path("", include("taonguon.reports.trail_urls")),
    path("", include("taonguon.reports.urls")),
]
handler403 = "taonguon.web.views.forbidden"
