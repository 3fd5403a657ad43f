"""What the centre sees of demand, how far communes lie apart, and classes proposed from both."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taonguon.classes import arranging, demand, distances, queries
from taonguon.classes.access import proposals_in
from taonguon.classes.courses import CoursePlan
from taonguon.classes.forms import ArrangeForm, DistancesForm, StartForm
from taonguon.classes.grouping import Limits
from taonguon.classes.models import CourseKind
from taonguon.classes.views.asking import a_number, held_or_404
from taonguon.orgs.access import locality_for, organisation_for
from taonguon.rules.refusal import RefusedError
from taonguon.web.asking import as_number, numbers
from taonguon.web.paging import asked_page
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def demand_board(request: HttpRequest) -> HttpResponse:
    """Show who needs a class, by commune and by the day it is needed."""
    who, held = held_or_404(request)
    kinds = queries.kinds(retired=False)
    kind = _kind_of(request, kinds)
    needs = demand.needs_of(held, kind, kinds, who.today)
    context = {
        "asked": who,
        "here": "courses",
        "tab": "demand",
        "kind": kind,
        "kinds": kinds,
        "whole": demand.whole(needs),
        "communes": demand.by_commune(needs, held.map),
        "terms": demand.by_term(needs, who.today),
        "sorts": [(sort.value, label) for sort, label in demand.SORT_LABELS.items()],
    }
    return render(request, "classes/demand.html", context)


@require_safe
def demand_people(request: HttpRequest) -> HttpResponse:
    """Show the people behind a number of the board."""
    who, held = held_or_404(request)
    kinds = queries.kinds(retired=False)
    kind = _kind_of(request, kinds)
    sort, term = request.GET.get("nhom", ""), request.GET.get("han", "")
    filters = demand.Filters(
        commune=a_number(request, "xa"),
        sort=sort if sort in set(demand.Sort) else "",
        term=term if term in set(demand.Term) else "",
        enlistees=request.GET.get("nhap-ngu") == "1",
    )
    found = demand.narrowed(demand.needs_of(held, kind, kinds, who.today), filters, who.today)
    page = demand.page_of(found, asked_page(request))
    units = held.map.organisations
    lines = [(n, c.name if (c := units.get(n.cell)) else "", demand.SORT_LABELS[n.sort]) for n in page.rows]
    about = [
        arranging.place_of(filters.commune, held.map) if filters.commune is not None else "",
        demand.SORT_LABELS[demand.Sort(filters.sort)] if filters.sort else "",
        demand.TERM_LABELS[demand.Term(filters.term)] if filters.term else "",
        _("Công dân chuẩn bị nhập ngũ") if filters.enlistees else "",
        kind.name if kind else "",
    ]
    context = {
        "asked": who, "here": "courses", "tab": "demand", "page": page, "lines": lines, "about": list(filter(None, about)),
    }  # fmt: skip
    return render(request, "classes/demand_people.html", context)


@form_page
def distances_set(request: HttpRequest) -> HttpResponse:
    """Enter the kilometres from one commune to the others."""
    who, held = held_or_404(request)
    communes = queries.communes(held)
    asked_for = as_number(request.POST.get("xa") or request.GET.get("xa") or "")
    chosen = next((node for node in communes if node.pk == asked_for), communes[0] if communes else None)
    if asked_for is not None and (chosen is None or chosen.pk != asked_for):
        raise Http404
    others = [node for node in communes if chosen is None or node.pk != chosen.pk]
    form = DistancesForm(sent(request), others=others, known=distances.from_one(chosen.pk) if chosen else {})
    if request.method == "POST" and form.is_valid():
        if chosen is not None:
            distances.set_distances(locality_for(held, chosen.pk), form.kilometres(), actor=who.user)
        return done(request, _("Đã ghi khoảng cách."), reverse("distances"))
    context = {
        "asked": who, "here": "courses", "form": form, "communes": communes, "chosen": chosen,
        "back": opened_from(request, reverse("demand")),
    }  # fmt: skip
    return render(request, "classes/distances.html", context, status=422 if form.errors else 200)


@require_safe
def arrange(request: HttpRequest) -> HttpResponse:
    """Propose classes with the fewest long journeys, and say what they are compared to."""
    who, held = held_or_404(request)
    kinds = queries.kinds(retired=False)
    communes = queries.communes(held)
    form = ArrangeForm(
        request.GET if "capacity" in request.GET else None, kinds=[(k.pk, k.name) for k in kinds], communes=communes
    )
    result, kind = None, None
    others: list[tuple[demand.Sort, int]] = []
    if form.is_valid():
        given = form.cleaned_data
        kind = next(k for k in kinds if k.pk == given["kind"])
        needs = demand.needs_of(held, kind, kinds, who.today)
        waiting = arranging.queue(needs, agreed_only=given["agreed_only"])
        others = arranging.not_queued(needs, waiting)
        at_home = sorted({need.commune for need in waiting} - {demand.NO_COMMUNE})
        limits = Limits(given["capacity"], given["smallest"], given["classes"])
        result = arranging.propose_groups(waiting, given["places"] or at_home, limits, held.map)
    since, until = arranging.first_days(who.today)
    context = {
        "asked": who, "here": "courses", "form": form, "result": result, "kind": kind,
        "others": [(sort.value, demand.SORT_LABELS[sort], count) for sort, count in others],
        "start": StartForm(initial={"since": since, "until": until}),
    }  # fmt: skip
    return render(request, "classes/arrange.html", context, status=422 if form.errors else 200)


@require_POST
def arrange_plan(request: HttpRequest) -> HttpResponse:
    """Plan a class of one of the proposed groups and put its people on the list."""
    who, held = held_or_404(request)
    back = opened_from(request, reverse("arrange"))
    ids = list(dict.fromkeys(numbers(request.POST.getlist("proposal"))))
    rows = list(proposals_in(held).filter(pk__in=ids).select_related("kind"))
    start = StartForm(request.POST)
    if len(rows) != len(ids):
        raise Http404
    if not rows or not start.is_valid():
        sentences = [str(error) for errors in start.errors.values() for error in errors] if rows else []
        messages.warning(request, " ".join(sentences) or _("Chưa chọn ai."))
        return redirect(back)
    commune = locality_for(held, as_number(request.POST.get("place", "")) or 0)
    name = arranging.place_of(commune.pk, held.map)
    plan = CoursePlan(
        kind=rows[0].kind, name=_class_name(rows[0].kind, name), since=start.cleaned_data["since"],
        until=start.cleaned_data["until"], place=name, commune=commune,
        organiser=queries.last_organiser(held.home),
        capacity=max(len(ids), as_number(request.POST.get("capacity", ""), 4) or 0),
    )  # fmt: skip
    try:
        unit = organisation_for(held, held.home or 0)
        made = arranging.plan_group(unit, plan, ids, group="", actor=who.user, today=who.today)
    except RefusedError as refused:
        messages.warning(request, refused.sentence)
        return redirect(back)
    messages.success(request, _("Đã mở lớp và ghi danh %(count)s người. Hãy lập lịch học.") % {"count": len(ids)})
    return redirect("course", made.pk)


def _class_name(kind: CourseKind, place: str) -> str:
    return _("%(kind)s tại %(place)s") % {"kind": kind.name, "place": place}


def _kind_of(request: HttpRequest, kinds: list[CourseKind]) -> CourseKind | None:
    asked_for = a_number(request, "loai")
    return next((kind for kind in kinds if kind.pk == asked_for), None)
