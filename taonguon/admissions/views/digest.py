"""The page where a log-in asks for the digest of its work by mail, or no longer."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taonguon.accounts.actions import choose_digest, end_digest
from taonguon.accounts.enums import Every
from taonguon.accounts.forms import DigestForm
from taonguon.accounts.queries import digest_of
from taonguon.admissions.naming import language
from taonguon.orgs.asked import asked
from taonguon.web.returning import done, opened_from, sent


@require_http_methods(["GET", "HEAD", "POST"])
def digest(request: HttpRequest) -> HttpResponse:
    """Show and change one's own choice; nobody sees or changes another's."""
    page = asked(request)
    chosen = digest_of(page.user)
    initial = {"every": chosen.every, "address": chosen.address} if chosen else {"every": ""}
    form = DigestForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["every"]:
            every = Every(given["every"])
            choose_digest(page.user, every, given["address"], language(), actor=page.user, today=page.today)
            return done(request, _("Đã đặt thư nhắc việc."), reverse("work"))
        end_digest(page.user, actor=page.user)
        return done(request, _("Bạn không nhận thư nhắc việc."), reverse("work"))
    context = {
        "asked": page,
        "here": "work",
        "form": form,
        "chosen": chosen,
        "mail_ready": settings.MAIL is not None,
        "back": opened_from(request, reverse("work")),
    }
    return render(request, "admissions/digest.html", context, status=422 if form.errors else 200)
