"""Certificates on paper: printing many at once, and the centre's own template."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from taonguon.accounts.enums import MAY_TEACH
from taonguon.classes import printing
from taonguon.classes.access import course_held
from taonguon.classes.certificate_forms import PrintForm, TemplateForm
from taonguon.classes.paper import EXAMPLE
from taonguon.classes.paper_sentences import field_meanings
from taonguon.orgs.access import Scope, organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.people.models import Certificate
from taonguon.rules.refusal import RefusedError
from taonguon.web.asking import as_number, numbers
from taonguon.web.fields import refuse
from taonguon.web.returning import done, opened_from, sent

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def certificates_print(request: HttpRequest) -> HttpResponse:
    """Print the certificates of a class (`lop`), or chosen ones (`chon`), of one unit."""
    who, reach = _teacher(request)
    chosen = _chosen(request, reach)
    unit = chosen[0].unit if chosen else None
    start = printing.heading_of(unit, who.scope.map) if unit is not None else None
    initial = {"form": printing.Form.PDF_A5.value}
    if start is not None:
        initial |= {name: getattr(start, name) for name in ("upper", "issuer", "place", "post", "signer")}
    form = PrintForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _printed(who, chosen, form)
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who,
        "here": "courses",
        "form": form,
        "chosen": chosen,
        "most": printing.PRINT_MAX,
        "unit": unit,
        "template": printing.template_of(unit) if unit is not None else None,
        "back": opened_from(request, reverse("certificates")),
    }
    return render(request, "classes/print.html", context, status=422 if form.errors else 200)


def _printed(who: Asked, chosen: list[Certificate], form: PrintForm) -> HttpResponse:
    units = {one.unit_id for one in chosen}
    if len(units) > 1:
        raise RefusedError("", _("Các giấy đã chọn do nhiều nơi cấp; hãy in riêng từng nơi."))
    kind = printing.Form(form.cleaned_data["form"])
    unit = chosen[0].unit if chosen else None
    if unit is None:
        raise RefusedError("", _("Chưa chọn giấy nào để in."))
    made = printing.print_certificates(chosen, unit, form.heading(), kind, on=who.scope.map, actor=who.user)
    ending = "docx" if kind == printing.Form.DOCX else "pdf"
    name = f"giay-chung-nhan-{who.today:%Y-%m-%d}-{len(chosen)}.{ending}"
    return HttpResponse(
        made,
        content_type=DOCX if ending == "docx" else PDF,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _chosen(request: HttpRequest, reach: Scope) -> list[Certificate]:
    """Give what is to be printed, in the order of numbers; one more than may be, so that too many is seen."""
    rows = printing.printable(reach)
    course = as_number(request.GET.get("lop", ""))
    if course is not None:
        rows = rows.filter(enrolment__course=course_held(reach, course))
    else:
        rows = rows.filter(pk__in=numbers(request.GET.getlist("chon"))[: printing.PRINT_MAX + 1])
    return list(rows[: printing.PRINT_MAX + 1])


@form_page
def paper_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the centre's template and the fields it may use; take another, or go back to the one shipped."""
    who, reach = _teacher(request)
    unit = organisation_for(reach, pk)
    form = TemplateForm(sent(request), request.FILES or None)
    problem, here = "", reverse("paper-template", args=[pk])
    try:
        if request.method == "POST" and "drop" in request.POST:
            form = TemplateForm()
            printing.drop_template(unit, actor=who.user)
            return done(request, _("Đã trở về mẫu có sẵn."), here)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            printing.set_template(unit, file.name, file.read(), actor=who.user, today=who.today)
            return done(request, _("Đã nhận mẫu mới; từ nay giấy .docx in theo mẫu này."), here)
    except RefusedError as refused:
        problem = refused.sentence
    meanings = field_meanings()
    node = who.scope.map.organisations.get(pk)
    context = {
        "asked": who,
        "here": "courses",
        "unit": unit,
        "unit_name": node.name if node is not None else "",
        "form": form,
        "problem": problem,
        "template": printing.template_of(unit),
        "fields": [(f"{{{{ {name} }}}}", said, getattr(EXAMPLE, name, "")) for name, said in meanings.items()],
        "back": opened_from(request, reverse("certificates")),
    }
    return render(request, "classes/paper_template.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def paper_template_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the template in use; `mac-dinh` asks for the one shipped, to begin from."""
    _who, reach = _teacher(request)
    own = printing.template_of(organisation_for(reach, pk)) if "mac-dinh" not in request.GET else None
    content = bytes(own.content) if own is not None else printing.DEFAULT_TEMPLATE.read_bytes()
    name = "mau-giay-chung-nhan.docx" if own is None else "mau-rieng-giay-chung-nhan.docx"
    return HttpResponse(
        content, content_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )  # fmt: skip


def _teacher(request: HttpRequest) -> tuple[Asked, Scope]:
    """Let only those through who may teach somewhere; with it the part of their reach in which they may."""
    who = asked(request)
    if not who.scope.may(MAY_TEACH):
        raise Http404
    return who, who.scope.holding(MAY_TEACH)
