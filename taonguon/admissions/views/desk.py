"""The board's desk: the register's lists and its sheet, and the forms that write its lines."""

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taonguon.accounts.enums import MAY_APPRAISE, MAY_SEE_REGISTER
from taonguon.admissions import handover, register
from taonguon.admissions.access import candidacy_for, hand_over_for
from taonguon.admissions.boards import units_to_choose
from taonguon.admissions.desk import Dossier, standing_dossier
from taonguon.admissions.desk_enums import Desk, HandOverKind
from taonguon.admissions.desk_forms import HandOverForm, LineCorrectionForm
from taonguon.admissions.desk_shown import hand_overs_of
from taonguon.admissions.exports import SHEET, register_sheet
from taonguon.admissions.models import Candidacy
from taonguon.admissions.papers import forms_of
from taonguon.orgs.access import Scope
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.asking import unit_of
from taonguon.people.actions import note_export
from taonguon.people.queries import listing
from taonguon.rules.refusal import RefusedError
from taonguon.rules.tree import Node
from taonguon.web.asking import one_of
from taonguon.web.fields import refuse
from taonguon.web.paging import asked_page
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _reader(request: HttpRequest) -> tuple[Asked, Scope]:
    """Give who asks and what of the register he reaches; else the same 404 as if there were none."""
    page = asked(request)
    scope = page.scope.holding(MAY_SEE_REGISTER)
    if not scope.grants:
        raise Http404
    return page, scope


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what is at the board, what waits for papers, and what is overdue."""
    page, scope = _reader(request)
    unit = unit_of(request.GET.get("don-vi", ""), scope)
    text = request.GET.get("tim", "").strip()[:80]
    choices = (register.HERE, *register.LISTED, register.OVERDUE)
    state = one_of(request.GET.get("trang-thai", ""), choices) or register.HERE
    found = register.register_board(scope, unit, text, state, asked_page(request), page.today)
    labels = {register.HERE: _("Đang ở ban"), register.OVERDUE: _("Quá hạn bổ sung")} | dict(Desk.choices)
    order = (register.HERE, Desk.ASKED, register.OVERDUE, Desk.IN, Desk.APPRAISED, Desk.SUBMITTED, Desk.RETURNED)
    columns = (Desk.ASKED, register.OVERDUE, Desk.IN, Desk.APPRAISED, Desk.SUBMITTED, Desk.RETURNED)
    context = {
        "asked": page,
        "here": "source",
        "tab": "desk",
        "tab_unit": request.GET.get("don-vi"),
        "unit": unit,
        "text": text,
        "state": state,
        "tiles": [(code, labels[code], found.states[code]) for code in order],
        "found": found,
        "page": found.page,
        "units": units_to_choose(scope, unit),
        "columns": [labels[code] for code in columns],
        "unit_rows": [(line, [line.counts[code] for code in columns]) for line in found.units],
    }
    return render(request, "admissions/desk.html", context)


def _year(request: HttpRequest, years: list[int], today: int) -> int:
    asked_year = one_of(request.GET.get("nam", ""), map(str, years))
    return int(asked_year) if asked_year else (years[0] if years else today)


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """Show the book of a year: a line a dossier, in the order in which they came."""
    page, scope = _reader(request)
    unit = unit_of(request.GET.get("don-vi", ""), scope)
    years = register.years_of(scope, unit)
    year = _year(request, years, page.today.year)
    context = {
        "asked": page,
        "here": "source",
        "tab": "desk",
        "tab_unit": request.GET.get("don-vi"),
        "unit": unit,
        "year": year,
        "years": years,
        "page": register.book_page(scope, unit, year, asked_page(request), page.today),
        "units": units_to_choose(scope, unit),
    }
    return render(request, "admissions/desk_book.html", context)


@require_POST
def book_export(request: HttpRequest) -> HttpResponseBase:
    """Give the book of a year as a sheet; refused where it is longer than one may carry away."""
    page, scope = _reader(request)
    unit = unit_of(request.GET.get("don-vi", ""), scope)
    year = _year(request, register.years_of(scope, unit), page.today.year)
    count = register.in_year(scope, unit, year).count()
    if count > listing.EXPORT_MAX:
        refusal = {"asked": page, "here": "source", "back": "desk-book", "count": count, "most": listing.EXPORT_MAX}
        return render(request, "people/too_many.html", refusal, status=422)
    narrowed = {"list": "hand-over", "year": year} | ({"unit": unit} if unit is not None else {})
    note_export(actor=page.user, filters=narrowed, on=page.today, count=count)
    node = scope.map.organisations.get(unit) if unit is not None else None
    about = [
        (_("Sổ giao nhận hồ sơ năm"), str(year)),
        (_("Đơn vị"), node.name if node else _("Tất cả")),
        (_("Tính đến ngày"), f"{page.today:%d/%m/%Y}"),
        (_("Xuất bởi tài khoản"), page.user.get_username()),
        (_("Số hồ sơ"), str(count)),
    ]
    file = register_sheet(register.book_rows(scope, unit, year, page.today), about)
    return FileResponse(file, as_attachment=True, filename=f"giao-nhan-{year}.xlsx", content_type=SHEET)


# Writing.


def _page(request: HttpRequest, who: Asked, found: Candidacy, form: forms.Form, heading: str) -> HttpResponse:
    context = {
        "asked": who,
        "here": "source",
        "candidacy": found,
        "form": form,
        "heading": heading,
        "back": opened_from(request, reverse("candidacy", args=[found.pk])),
    }
    return render(request, "admissions/desk_form.html", context, status=422 if form.errors else 200)


@form_page
def hand_over_record(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Write one line of the register."""
    who = asked(request)
    found = candidacy_for(who.scope.holding(MAY_APPRAISE), pk)
    if kind not in HandOverKind.values:
        raise Http404
    told, lines = HandOverKind(kind), hand_overs_of(found)
    dossier = standing_dossier([line for line in lines if line.standing], {})
    form = HandOverForm(
        sent(request),
        initial={
            "on": who.today,
            "papers": list(dossier.waiting) if dossier and told is HandOverKind.SUPPLEMENTED else [],
        },
        kind=told,
        units=_bringers(who, found),
        papers=_papers(told, dossier),
    )
    if request.method == "POST" and form.is_valid():
        try:
            handover.hand_over(found, told, form.cleaned_data["on"], form.line(), actor=who.user, today=who.today)
            return done(request, _("Đã ghi vào sổ giao nhận."), reverse("candidacy", args=[pk]))
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, found, form, str(told.label))


def _bringers(who: Asked, found: Candidacy) -> list[Node]:
    """Give the units that may bring a dossier: those above the handling cell below the root, nearest first, then the cell."""
    cell = who.scope.map.organisations.get(found.cell_id)
    if cell is None:
        return []
    above = [node for node in reversed(cell.ancestors()) if node.parent is not None]
    return [*above, cell]


def _papers(kind: HandOverKind, dossier: Dossier | None) -> list[str]:
    if kind is HandOverKind.SUPPLEMENTED:
        return list(dossier.waiting) if dossier else []
    return forms_of(dossier.matter) if dossier else []


@form_page
def hand_over_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a line right: a new one replaces it, the old one stays to be seen."""
    who = asked(request)
    line = hand_over_for(who.scope.holding(MAY_APPRAISE), pk)
    form = LineCorrectionForm(
        sent(request), initial={"on": line.on, "until": line.until}, asks=line.kind == HandOverKind.ASKED
    )
    if request.method == "POST" and form.is_valid():
        try:
            handover.correct_hand_over(line, form.put(), actor=who.user, today=who.today)
            return done(request, _("Đã sửa; dòng cũ vẫn được giữ."), reverse("candidacy", args=[line.candidacy_id]))
        except RefusedError as refused:
            refuse(form, refused)
    heading = _("Sửa: %(act)s") % {"act": line.get_kind_display()}
    return _page(request, who, line.candidacy, form, heading)
