"""The register of certificates: the list, one certificate, the sheet."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taonguon.accounts.enums import MAY_TEACH
from taonguon.classes import register
from taonguon.classes.access import certificate_for, courses_in
from taonguon.classes.certificate_exports import register_sheet
from taonguon.classes.keys import signing_key
from taonguon.classes.printing import claim_of, note_looked_at, printable
from taonguon.classes.tokens import sign
from taonguon.orgs.access import Scope
from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_of
from taonguon.people.access import people_in
from taonguon.people.actions import note_export
from taonguon.people.queries.listing import units_to_choose
from taonguon.web.asking import as_number
from taonguon.web.paging import asked_page

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Show one page of the register."""
    who = asked(request)
    filters = filters_of(request, who.scope)
    page = register.register_page(who.scope, filters, asked_page(request), who.today)
    context = {
        "asked": who,
        "here": "courses",
        "tab": "certificates",
        "filters": filters,
        "page": page,
        "years": register.years_in(who.scope),
        "courses": register.courses_to_choose(who.scope),
        "units": units_to_choose(who.scope, who.scope.map, filters.unit),
    }
    return render(request, "classes/certificates.html", context)


@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one certificate, its history, and for those who may print it its code."""
    who = asked(request)
    found = certificate_for(who.scope, pk)
    place = register.enrolment_of(found)
    may_print = printable(who.scope.holding(MAY_TEACH)).filter(pk=pk).exists()
    claim = claim_of(found) if may_print else None
    note_looked_at(found, actor=who.user)
    history = register.history_of(found, who.scope, who.today)
    context = {
        "asked": who,
        "here": "courses",
        "certificate": found,
        "row": next(row for row in history if row.pk == pk),
        "history": history,
        "place": place,
        "course": place and courses_in(who.scope).filter(pk=place.course_id).first(),
        "person": people_in(who.scope).filter(pk=found.person_id).first(),
        "may_print": may_print,
        "token": sign(claim, signing_key()) if claim is not None else "",
    }
    return render(request, "classes/certificate.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Give the register as a sheet; refused where it is longer than one may carry away."""
    who = asked(request)
    filters = filters_of(request, who.scope)
    count = register.matching(who.scope, filters).count()
    if count > register.EXPORT_MAX:
        refusal = {
            "asked": who, "here": "courses", "back": "certificates", "count": count, "most": register.EXPORT_MAX
        }  # fmt: skip
        return render(request, "people/too_many.html", refusal, status=422)
    note_export(actor=who.user, filters={"list": "certificates"} | filters.as_plain(), on=who.today, count=count)
    about = [
        (_("Sổ giấy chứng nhận tính đến ngày"), f"{who.today:%d/%m/%Y}"),
        (_("Xuất bởi tài khoản"), who.user.get_username()),
        (_("Số giấy"), str(count)),
    ]
    file = register_sheet(register.register_rows(who.scope, filters, who.today), about)
    return FileResponse(file, as_attachment=True, filename=f"so-giay-{who.today:%Y-%m-%d}.xlsx", content_type=SHEET)


def filters_of(request: HttpRequest, scope: Scope) -> register.Filters:
    """Read the address; a unit out of reach is answered as if there were none, a class out of reach finds nothing."""
    given = request.GET
    return register.Filters(
        text=given.get("tim", "").replace("\x00", "").strip()[:80],
        year=as_number(given.get("nam", ""), 4),
        course=as_number(given.get("lop", "")),
        unit=unit_of(given.get("don-vi", ""), scope),
    )
