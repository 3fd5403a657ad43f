"""How learners ended a class, and giving them their certificates."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from taonguon.accounts.enums import MAY_TEACH
from taonguon.classes.access import course_held, learner_for
from taonguon.classes.attendance import attended
from taonguon.classes.eligibility import members_among
from taonguon.classes.enums import Outcome, Seat
from taonguon.classes.models import Course, Enrolment, Grade
from taonguon.classes.result_forms import IssueForm, ReissueForm
from taonguon.classes.results import BEST_SCORE, Candidate, Result, candidates, issue, reissue, set_results
from taonguon.orgs.asked import Asked, asked
from taonguon.people.enums import CertificateKind, Reissued
from taonguon.rules.refusal import RefusedError
from taonguon.web.fields import refuse
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])
DROPPED = "dropped"


@form_page
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter grades and scores of all learners at once."""
    who = asked(request)
    course = course_held(who.scope.holding(MAY_TEACH), pk)
    rows = list(
        course.enrolments.filter(seat=Seat.ENROLLED).select_related("person", "certificate")
        .order_by("person__sort_key", "pk")
    )  # fmt: skip
    problems: dict[int, str] = {}
    problem = ""
    if request.method == "POST":
        given, problems = _given(request, rows)
        if not problems:
            try:
                changed = set_results(course, given, actor=who.user)
                said = ngettext("Đã ghi kết quả của %(n)s người.", "Đã ghi kết quả của %(n)s người.", changed)
                return done(request, said % {"n": changed}, reverse("results", args=[pk]))
            except RefusedError as refused:
                problem = refused.sentence
        else:
            problem = ngettext(
                "Có %(n)s dòng chưa đọc được; chưa ghi gì cả.", "Có %(n)s dòng chưa đọc được; chưa ghi gì cả.",
                len(problems),
            ) % {"n": len(problems)}  # fmt: skip
    context = _results_page(request, who, course, rows, problems) | {"problem": problem}
    return render(request, "classes/results.html", context, status=422 if problem else 200)


def _results_page(
    request: HttpRequest, who: Asked, course: Course, rows: list[Enrolment], problems: dict[int, str]
) -> dict[str, Any]:
    counts = attended(course.pk, [row.pk for row in rows])
    typed = request.POST if request.method == "POST" else None
    lines = []
    for row in rows:
        grade = DROPPED if row.outcome == Outcome.DROPPED else str(row.grade_id or "")
        score = "" if row.score is None else f"{row.score.normalize():f}".replace(".", ",")
        lines.append(
            {
                "row": row,
                "attended": counts[row.pk],
                "short": course.until <= who.today and not counts[row.pk].enough(course.kind.attended_percent),
                "grade": typed.get(f"g{row.pk}", grade) if typed is not None else grade,
                "score": typed.get(f"d{row.pk}", score)[:8] if typed is not None else score,
                "problem": problems.get(row.pk, ""),
            }
        )
    grades = [(str(g.pk), g.name) for g in Grade.objects.order_by("position", "pk") if not g.retired or _used(g, rows)]
    return {
        "asked": who,
        "here": "courses",
        "course": course,
        "lines": lines,
        "grades": [*grades, (DROPPED, Outcome.DROPPED.label)],
    }


def _used(grade: Grade, rows: list[Enrolment]) -> bool:
    return any(row.grade_id == grade.pk for row in rows)


def _given(request: HttpRequest, rows: list[Enrolment]) -> tuple[list[Result], dict[int, str]]:
    """Read the grid; give the results, and learner -> why a line cannot be read."""
    grades = {str(g.pk): g for g in Grade.objects.all()}
    out, problems = [], {}
    for row in rows:
        if row.certificate_id is not None:
            continue
        grade, text = request.POST.get(f"g{row.pk}", ""), request.POST.get(f"d{row.pk}", "").strip()[:8]
        if grade not in {"", DROPPED, *grades}:
            problems[row.pk] = _("Không có mức xếp loại này.")
            continue
        try:
            score = _score(text)
        except InvalidOperation:
            problems[row.pk] = _("Điểm “%(text)s” không phải một số từ 0 đến 10.") % {"text": text}
            continue
        out.append(Result(row.pk, grades.get(grade), score, dropped=grade == DROPPED))
    return out, problems


def _score(text: str) -> Decimal | None:
    """Read a score with comma or point; InvalidOperation for all that is no number from 0 to 10."""
    if not text:
        return None
    score = Decimal(text.replace(",", "."))
    if not score.is_finite() or not 0 <= score <= BEST_SCORE:
        raise InvalidOperation
    return score.quantize(Decimal("0.01"))


@form_page
def certificates_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Give certificates to those who attended and passed; show why the others cannot have one."""
    who = asked(request)
    course = course_held(who.scope.holding(MAY_TEACH), pk)
    lines = candidates(course)
    able = [c for c in lines if not c.why_not and c.enrolment.certificate_id is None]
    form = IssueForm(sent(request), initial={"on": max(course.until, who.today)}, able=able)
    if request.method == "POST" and form.is_valid():
        try:
            made = issue(course, form.cleaned_data["who"], form.cleaned_data["on"], actor=who.user, today=who.today)
            said = ngettext("Đã cấp %(n)s giấy chứng nhận.", "Đã cấp %(n)s giấy chứng nhận.", len(made))
            return done(request, said % {"n": len(made)}, reverse("course", args=[pk]))
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who,
        "here": "courses",
        "course": course,
        "form": form,
        "able": able,
        "not_yet": _not_yet(course, able, who.today),
        "certified": [c for c in lines if c.enrolment.certificate_id is not None],
        "unable": [c for c in lines if c.why_not and c.enrolment.certificate_id is None],
        "back": opened_from(request, reverse("course", args=[pk])),
    }
    return render(request, "classes/issue.html", context, status=422 if form.errors else 200)


def _not_yet(course: Course, able: list[Candidate], today: date) -> list[str]:
    """Name those who are no members, where a class is for new members."""
    if course.kind.certifies != CertificateKind.NEW_MEMBER:
        return []
    members = members_among([one.enrolment.person_id for one in able], today)
    return [one.enrolment.person.name for one in able if one.enrolment.person_id not in members]


@form_page
def certificate_reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the certificate of a learner again, with the cause."""
    who = asked(request)
    learner = learner_for(who.scope.holding(MAY_TEACH), pk)
    course = course_held(who.scope.holding(MAY_TEACH), learner.course_id)
    form = ReissueForm(sent(request), initial={"on": who.today, "replaces": learner.certificate_id})
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            made = reissue(
                learner, Reissued(given["cause"]), given["on"], actor=who.user, today=who.today,
                replaces=given["replaces"] or 0,
            )  # fmt: skip
            said = _("Đã cấp lại; số mới là %(number)s.") % {"number": made.number}
            return done(request, said, reverse("course", args=[course.pk]))
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who,
        "here": "courses",
        "course": course,
        "learner": learner,
        "form": form,
        "back": opened_from(request, reverse("course", args=[course.pk])),
    }
    return render(request, "classes/reissue.html", context, status=422 if form.errors else 200)
