"""Forms that record what was done in a case. The rules are asked first; what they say is shown beside the form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from taonguon.accounts.enums import MAY_CHANGE
from taonguon.admissions import actions, ledger
from taonguon.admissions.access import act_for, candidacies_in, candidacy_for
from taonguon.admissions.earlier import say_without, without
from taonguon.admissions.enums import Closed
from taonguon.admissions.exception_forms import StrikeOffForm
from taonguon.admissions.facts import case_of
from taonguon.admissions.following import STRIKE_OFF_KEYS
from taonguon.admissions.forms import (
    ActForm,
    AwayForm,
    CloseForm,
    CorrectionForm,
    FactsForm,
    HelperForm,
    IntroducersForm,
    MoveForm,
    OpenForm,
    PaperForm,
)
from taonguon.admissions.helping import loads_of
from taonguon.admissions.models import Candidacy
from taonguon.admissions.naming import act_name, language
from taonguon.admissions.papers import FORMS
from taonguon.admissions.readmission import former_of
from taonguon.admissions.rights import may_record, refuse_undoing
from taonguon.admissions.shown import members_of
from taonguon.admissions.suggestions import put_on_list
from taonguon.orgs.access import organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.forms import reached_units
from taonguon.people.access import person_for
from taonguon.people.memberships import is_member
from taonguon.people.models import Person
from taonguon.procedures.book import book
from taonguon.procedures.verdicts import judge
from taonguon.rules.refusal import RefusedError
from taonguon.web.fields import refuse
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _case(request: HttpRequest, pk: int) -> tuple[Asked, Candidacy]:
    """Give who asks and the case, for those who may change it; else the same 404 as if there were none."""
    who = asked(request)
    return who, candidacy_for(who.scope.holding(MAY_CHANGE), pk)


def _page(
    request: HttpRequest, who: Asked, found: Candidacy, form: forms.Form, heading: str, **more: Any
) -> HttpResponse:
    context = {
        "asked": who,
        "here": "source",
        "candidacy": found,
        "form": form,
        "heading": heading,
        "back": opened_from(request, reverse("candidacy", args=[found.pk])),
        **more,
    }
    return render(request, more.get("template", "admissions/form.html"), context, status=422 if form.errors else 200)


def _try(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do it; say why not beside the field it is about."""
    try:
        act()
    except RefusedError as refused:
        refuse(form, refused)
        return False
    return True


def _back(request: HttpRequest, found: Candidacy, sentence: str) -> HttpResponse:
    return done(request, sentence, reverse("candidacy", args=[found.pk]))


# Acts.


@form_page
def act_record(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Record one act. What is blocked is not recorded as lawful; what asks for a reason waits for it."""
    who, found = _case(request, pk)
    if key not in actions.ACT_KEYS or not may_record(who.scope, key, found.cell_id):
        raise Http404
    bundle = actions.bundle_of(found, who.today)
    form = _form_of(key)(
        sent(request), initial={"on": who.today}, key=key, language=language(), members=bundle.official_members
    )
    if request.method == "POST" and form.is_valid():
        details = form.details()
        if _try(form, lambda: actions.record_act(
            found, key, form.cleaned_data["on"], details, actor=who.user, today=who.today
        )):  # fmt: skip
            return _back(request, found, _("Đã ghi: %(act)s.") % {"act": act_name(key)})
    judged = _judged(found, key, form, who)
    return _page(
        request, who, found, form, act_name(key), template="admissions/act.html", key=key, judged=judged,
        judges=key in actions.STEP_OF, missing=_missing(found, key, form, who),
    )  # fmt: skip


def _form_of(key: str) -> type[ActForm]:
    return StrikeOffForm if key in STRIKE_OFF_KEYS else ActForm


@require_POST
def act_judge(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Say what the rules say of an act as the form stands; nothing is written."""
    who, found = _case(request, pk)
    if key not in actions.ACT_KEYS or not may_record(who.scope, key, found.cell_id):
        raise Http404
    form = _form_of(key)(request.POST, key=key, language=language(), members=0)
    form.is_valid()
    context = {"judged": _judged(found, key, form, who), "missing": _missing(found, key, form, who), "asked": who}
    return render(request, "admissions/_judged.html", context | {"live": True})


def _missing(found: Candidacy, key: str, form: ActForm, who: Asked) -> list[str]:
    """Name the act that must come before and is not on record by the day of the form, or by today."""
    on = (form.cleaned_data.get("on") if form.is_bound else None) or who.today
    return [say_without(code) for code in without(actions.bundle_of(found, on), key, on, who.today)]


def _judged(found: Candidacy, key: str, form: ActForm, who: Asked) -> Any:
    """Give the engine's answer for the day and counts of the form, or for today where they cannot be read."""
    step = actions.STEP_OF.get(key)
    if step is None:
        return None
    vote, on = None, who.today
    if form.is_bound:
        on = form.cleaned_data.get("on") or who.today
        vote = form.vote()
    return judge(case_of(actions.bundle_of(found, on), step, on, vote), book(), language())


@form_page
def act_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an act right: a new row replaces it, the old one stays to be seen."""
    who = asked(request)
    act = act_for(who.scope.holding(MAY_CHANGE), pk)
    if not may_record(who.scope, act.key, act.candidacy.cell_id):
        raise Http404
    form = CorrectionForm(sent(request), initial={"on": act.on, "number": act.number})

    def put_right() -> None:
        given = form.cleaned_data
        if given["on"] is None:
            refuse_undoing(who.scope, act.key, act.candidacy.cell_id)
        actions.correct_act(act, given["on"], given["reason"], actor=who.user, today=who.today, number=given["number"])

    if request.method == "POST" and form.is_valid() and _try(form, put_right):
        return _back(request, act.candidacy, _("Đã sửa; dòng cũ vẫn được giữ."))
    heading = _("Sửa: %(act)s") % {"act": act_name(act.key)}
    return _page(request, who, act.candidacy, form, heading)


# People around the case.


@form_page
def helper_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign an official member of the handling cell; the one before is replaced."""
    who, found = _case(request, pk)
    form = HelperForm(
        sent(request), initial={"on": who.today}, members=_with_loads(members_of(found.cell_id, who.today))
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        helper = Person.objects.get(pk=given["helper"])
        if _try(form, lambda: actions.assign_helper(
            found, helper, given["on"], actor=who.user, today=who.today, number=given["number"], reason=given["reason"]
        )):  # fmt: skip
            return _back(request, found, _("Đã phân công %(name)s giúp đỡ.") % {"name": helper.name})
    return _page(request, who, found, form, _("Phân công đảng viên giúp đỡ"))


def _with_loads(members: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Say beside each member how many he helps already."""
    loads = loads_of(pk for pk, _name in members)
    return [
        (pk, _("%(name)s (đang giúp %(count)s)") % {"name": name, "count": loads[pk]} if pk in loads else name)
        for pk, name in members
    ]


@form_page
def introducers_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Set who introduces."""
    who, found = _case(request, pk)
    members = members_of(found.cell_id, who.today)
    form = IntroducersForm(sent(request), language=language(), members=members)
    if request.method == "POST" and form.is_valid():
        people = Person.objects.in_bulk([pk for pk, _name in members])
        if _try(form, lambda: actions.set_introducers(
            found, form.introducers(people), actor=who.user, today=who.today
        )):  # fmt: skip
            return _back(request, found, _("Đã ghi người giới thiệu."))
    heading = _("Người, tổ chức giới thiệu")
    return _page(request, who, found, form, heading, template="admissions/introducers.html")


# Facts and papers.


@form_page
def facts_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the yes/no facts that rules ask for."""
    who, found = _case(request, pk)
    moved = found.handlings.exclude(stage="").exists()
    form = FactsForm(sent(request), language=language(), told=found.facts, moved=moved)

    def keep() -> None:
        ledger.set_facts(found, form.tables(), actor=who.user, today=who.today)

    if request.method == "POST" and form.is_valid() and _try(form, keep):
        return _back(request, found, _("Đã ghi các điều kiện."))
    heading = _("Điều kiện mà quy định hỏi")
    groups = form.groups(found.next_step or "cell-vote")
    return _page(request, who, found, form, heading, template="admissions/facts.html", groups=groups)


@form_page
def paper_set(request: HttpRequest, pk: int, form_number: str) -> HttpResponse:
    """Set the ledger's line of one paper."""
    who, found = _case(request, pk)
    if form_number not in FORMS:
        raise Http404
    known = found.papers.filter(form=form_number).first()
    names = ("state", "made_on", "received_on", "kept_at", "checked_by", "checked_on")
    form = PaperForm(sent(request), initial={n: getattr(known, n) for n in names} if known else None)

    def keep() -> None:
        ledger.set_paper(found, form_number, form.line(), actor=who.user, today=who.today)

    if request.method == "POST" and form.is_valid() and _try(form, keep):
        return _back(request, found, _("Đã ghi tình trạng giấy tờ."))
    return _page(request, who, found, form, f"{form_number}: {FORMS[form_number]}")


@form_page
def away_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark where somebody works away, and until when."""
    who, found = _case(request, pk)
    form = AwayForm(sent(request), initial={"at": found.away_at, "until": found.away_until})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _try(form, lambda: ledger.set_away(found, given["at"], given["until"], actor=who.user, today=who.today)):
            return _back(request, found, _("Đã ghi nơi và thời gian đi làm ăn xa."))
    return _page(request, who, found, form, _("Đi làm ăn xa"))


# The case as a whole.


@form_page
def candidacy_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a person on a cell's list; where a case is open already, go to it."""
    who = asked(request)
    held = who.scope.holding(MAY_CHANGE)
    person = person_for(held, pk)
    standing = candidacies_in(held).filter(person=person, closed="").first()
    if standing is not None and request.method != "POST":
        return redirect("candidacy", standing.pk)
    if request.method != "POST" and former_of(person) is not None:
        return redirect("candidacy-readmit", pk)
    member = is_member(person)  # his way may be entered afterwards: it began on an earlier day
    form = OpenForm(sent(request), initial={} if member else {"on": who.today}, units=reached_units(held))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        cell = organisation_for(held, given["unit"].pk)
        try:
            made = put_on_list(person, cell, given["on"], actor=who.user, today=who.today, number=given["number"])
            return redirect("candidacy", made.pk)
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who,
        "here": "source",
        "person": person,
        "form": form,
        "heading": _("Ghi lại quá trình kết nạp") if member else _("Đưa vào danh sách nguồn"),
        "back": opened_from(request, reverse("person", args=[pk])),
    }
    return render(request, "admissions/form.html", context, status=422 if form.errors else 200)


@form_page
def candidacy_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person off the list."""
    who, found = _case(request, pk)
    form = CloseForm(sent(request), initial={"on": who.today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _try(form, lambda: actions.close_candidacy(
            found, Closed(given["because"]), given["on"], actor=who.user, today=who.today
        )):  # fmt: skip
            return _back(request, found, _("Đã đưa ra khỏi danh sách."))
    return _page(request, who, found, form, _("Đưa ra khỏi danh sách nguồn"))


@form_page
def candidacy_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a case over to another cell."""
    who, found = _case(request, pk)
    held = who.scope.holding(MAY_CHANGE)
    form = MoveForm(sent(request), initial={"on": who.today}, units=reached_units(held))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        cell = organisation_for(held, given["unit"].pk)
        if _try(form, lambda: actions.move_candidacy(
            found, cell, given["on"], same_deciding_committee=given["same"], actor=who.user, today=who.today
        )):  # fmt: skip
            after = candidacies_in(who.scope).filter(pk=found.pk).exists()
            return _back(request, found, _("Đã chuyển hồ sơ.")) if after else redirect("source")
    return _page(request, who, found, form, _("Chuyển hồ sơ sang chi bộ khác"))
