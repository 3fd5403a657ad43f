"""Kinds of class and grades, set by those who run classes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from taonguon.classes import queries
from taonguon.classes.courses import set_grade, set_kind
from taonguon.classes.forms import GradeForm, KindForm, of_grade, of_kind
from taonguon.classes.numbers import is_pattern, written
from taonguon.classes.views.asking import held_or_404
from taonguon.orgs.asked import Asked
from taonguon.rules.refusal import RefusedError
from taonguon.web.fields import refuse
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])
EXAMPLES = (1, 27, 105)


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """List the kinds of class, each with a number as it would be written, and the grades."""
    who, _held = held_or_404(request)
    lines = [(kind, _examples(kind.pattern, who.today.year)) for kind in queries.kinds()]
    context = {"asked": who, "here": "courses", "tab": "kinds", "lines": lines, "grades": queries.grades()}
    return render(request, "classes/kinds.html", context)


@require_safe
def kind_example(request: HttpRequest) -> HttpResponse:
    """Say how numbers would be written by a pattern while it is typed."""
    who, _held = held_or_404(request)
    text = _examples(request.GET.get("pattern", "")[:40], who.today.year)
    return render(request, "classes/_example.html", {"example": text})


@form_page
def kind_set(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a kind of class, or change one."""
    who, _held = held_or_404(request)
    kind = queries.kind_or_404(pk) if pk is not None else None
    form = KindForm(sent(request), initial=of_kind(kind) if kind else None)
    if request.method == "POST" and form.is_valid():
        try:
            set_kind(kind, form.cleaned_data, actor=who.user)
            return done(request, _("Đã ghi loại lớp."), reverse("course-kinds"))
        except RefusedError as refused:
            refuse(form, refused)
    pattern = str(form["pattern"].value() or "")
    heading = kind.name if kind else _("Thêm loại lớp")
    return _page(request, who, form, heading, example=_examples(pattern, who.today.year))


@form_page
def grade_set(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a grade, or change one."""
    who, _held = held_or_404(request)
    grade = queries.grade_or_404(pk) if pk is not None else None
    form = GradeForm(sent(request), initial=of_grade(grade) if grade else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            set_grade(grade, given["name"], passes=given["passes"], retired=given["retired"], actor=who.user)
            return done(request, _("Đã ghi mức xếp loại."), reverse("course-kinds"))
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, form, grade.name if grade else _("Thêm mức xếp loại"))


def _page(
    request: HttpRequest, who: Asked, form: KindForm | GradeForm, heading: str, example: str | None = None
) -> HttpResponse:
    context = {
        "asked": who,
        "here": "courses",
        "form": form,
        "heading": heading,
        "example": example,
        "submit": _("Ghi lại"),
        "back": opened_from(request, reverse("course-kinds")),
    }
    return render(request, "classes/kind_form.html", context, status=422 if form.errors else 200)


def _examples(pattern: str, year: int) -> str:
    """Give numbers as a pattern writes them; "" where it is none."""
    return ", ".join(written(pattern, number, year) for number in EXAMPLES) if is_pattern(pattern) else ""
