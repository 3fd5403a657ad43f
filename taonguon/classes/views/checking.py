"""Checking a certificate: by its code or number, and the file that does it without a network."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from taonguon.admissions.naming import language
from taonguon.classes.certificate_forms import CheckForm
from taonguon.classes.keys import public_keys, withdrawn_keys
from taonguon.classes.offline import checking_page
from taonguon.classes.register import known_as, numbered
from taonguon.classes.tokens import TokenError, looks_like_one, read
from taonguon.orgs.asked import Asked, asked
from taonguon.web.returning import sent
from taonguon.wording.tokens import refusal, words


@require_http_methods(["GET", "HEAD", "POST"])
def certificate_check(request: HttpRequest) -> HttpResponse:
    """Say whether a code is sound and what it says; of the register only what the log-in may see."""
    who = asked(request)
    form = CheckForm(sent(request))
    context: dict[str, Any] = {"asked": who, "here": "courses", "form": form, "said": _labels()}
    if request.method == "POST" and form.is_valid():
        context |= _answer(who, form.cleaned_data["ma"])
    return render(request, "classes/check.html", context, status=422 if form.errors else 200)


def _labels() -> dict[str, str]:
    """Give the labels under names a page can write."""
    return {name.replace("-", "_"): text for name, text in words("labels", language()).items()}


def _answer(who: Asked, text: str) -> dict[str, Any]:
    if not looks_like_one(text):
        return {"number": text[:40], "rows": numbered(who.scope, text, who.today)}
    try:
        claim = read(text, public_keys(), withdrawn_keys())
    except TokenError as error:
        return {"refusal": refusal(error.refusal, error.detail, language())}
    lapsed = claim.until is not None and claim.until < who.today
    return {"claim": claim, "lapsed": lapsed, "rows": known_as(who.scope, claim, who.today)}


@require_safe
def certificate_check_file(request: HttpRequest) -> HttpResponse:
    """Give the file for checking offline, with today's public keys. Served as a download: our pages run no inline script."""
    who = asked(request)
    page = checking_page(public_keys(), withdrawn_keys(), who.today, language())
    name = f"kiem-tra-giay-chung-nhan-{who.today:%Y-%m-%d}.html"
    return HttpResponse(
        page, content_type="text/html; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
