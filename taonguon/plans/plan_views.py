"""The pages of the year's plan."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from taonguon.accounts.enums import MAY_SHARE
from taonguon.orgs.access import organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.asking import unit_or_home
from taonguon.orgs.queries import part_of
from taonguon.plans.allocation import Outcome
from taonguon.plans.behind import asked_year, links_of
from taonguon.plans.forgotten import USUAL_YEARS, forgotten_in
from taonguon.plans.grid import FILLS, Wish, draft_lines, filled, kept_reasons, plan_of, read_wish
from taonguon.plans.plan_enums import Measure
from taonguon.plans.plan_models import Decision, YearPlan
from taonguon.plans.targets import Grid, draft_of, targets_of, years_of
from taonguon.plans.year import draft, drop_draft, issue, open_plan
from taonguon.rules.refusal import RefusedError
from taonguon.web.fields import DayField


@require_safe
def year_plan(request: HttpRequest) -> HttpResponse:
    """Show the plan of a unit and year as of the day asked: targets, what is done, from which decision."""
    who = asked(request)
    pk = unit_or_home(request.GET.get("don-vi", ""), who.scope)
    node = who.map.organisations.get(pk)
    year = asked_year(request, who)
    context = {"asked": who, "here": "plan", "node": node, "year": f"{year}"}
    if pk is not None and node is not None:
        years = {who.on.year, year, *years_of([n.pk for n in (node, *node.children)])}
        context |= {
            "plan": plan_of(pk, year, who.on, who.map, links_of(who, year)),
            "years": [f"{one}" for one in sorted(years, reverse=True)],
            "above": node.parent if node.parent is not None and node.parent.pk in who.scope.organisation_ids else None,
            "may_draft": bool(node.children) and who.scope.may(MAY_SHARE, pk),
            "has_draft": Decision.objects.filter(plan__unit=pk, plan__year=year, signed_on__isnull=True).exists(),
            "forgotten": forgotten_in(part_of(pk, who.on), USUAL_YEARS, who.today),
        }  # fmt: skip
    return render(request, "plans/year.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the targets of a unit's year, fill them in one of the ways, issue them as a decision."""
    who = asked(request)
    unit = organisation_for(who.scope.holding(MAY_SHARE), pk)
    node = who.scope.map.organisations.get(pk)
    year = asked_year(request, who)
    if node is None or not node.children:
        raise Http404
    problem, wish = "", Wish({}, {}, 30)
    if request.method == "POST":
        try:
            wish = read_wish(request.POST.dict(), pk, who.scope.map)
            _known_deed(request)
            return _do(request, who, open_plan(unit, year, actor=who.user, today=who.today), wish)
        except RefusedError as refused:
            problem = refused.sentence
        except ValidationError as wrong:
            problem = wrong.messages[0]
    plan = YearPlan.objects.filter(unit=unit, year=year).first()
    grid = wish.grid if problem and wish.grid else _standing(plan, who, pk, year)
    reasons = kept_reasons(plan, grid) if plan else {}
    lines, left = draft_lines(pk, grid, reasons, who.scope.map, links_of(who, year))
    context = {
        "asked": who, "here": "plan", "node": node, "year": f"{year}", "lines": lines, "left": left, "problem": problem,
        "fairness": wish.fairness, "is_draft": plan is not None and draft_of(plan) is not None,
        "number": request.POST.get("number", ""), "signed_on": request.POST.get("signed_on", ""),
    }  # fmt: skip
    return render(request, "plans/draft.html", context, status=422 if problem else 200)


def _standing(plan: YearPlan | None, who: Asked, pk: int, year: int) -> Grid:
    """Give the draft; where there is none, what counts today."""
    found = draft_of(plan) if plan else None
    if found is not None:
        return found
    node = who.scope.map.organisations.by_pk[pk]
    return targets_of([pk, *(child.pk for child in node.children)], year, who.today)


def _known_deed(request: HttpRequest) -> None:
    if request.POST.get("do") not in {*FILLS, "save", "drop", "issue"}:
        raise RefusedError("", _("Hãy chọn một việc: lưu, điền hoặc ban hành."))


def _do(request: HttpRequest, who: Asked, plan: YearPlan, wish: Wish) -> HttpResponse:
    """Do what the pressed button says; back to the draft, or to the plan once it is issued."""
    what = request.POST.get("do", "")
    here = f"{reverse('plan-draft', args=[plan.unit_id])}?nam={plan.year}"
    if what in FILLS:
        grid, reasons, out = filled(what, plan, wish, who.scope.map, who.today)
        draft(plan, grid, who.scope.map, actor=who.user, reasons=reasons)
        for sentence in _left_over(out, who):
            messages.warning(request, sentence)
        messages.success(request, _("Đã điền dự thảo; hãy xem lại từng số."))
        return redirect(here)
    if what == "drop":
        drop_draft(plan, actor=who.user)
        return redirect(f"{reverse('year-plan')}?don-vi={plan.unit_id}&nam={plan.year}")
    draft(plan, wish.grid, who.scope.map, actor=who.user, reasons=kept_reasons(plan, wish.grid))
    if what == "save":
        messages.success(request, _("Đã lưu dự thảo."))
        return redirect(here)
    field = DayField()
    signed_on = field.clean(request.POST.get("signed_on", "")) if request.POST.get("signed_on") else who.today
    issue(plan, request.POST.get("number", "")[:40], signed_on, actor=who.user, today=who.today)
    messages.success(request, _("Đã ban hành chỉ tiêu."))
    return redirect(f"{reverse('year-plan')}?don-vi={plan.unit_id}&nam={plan.year}")


def _left_over(out: Outcome | None, who: Asked) -> list[str]:
    """Say what a proposal could not give, and by how many."""
    if out is None:
        return []
    said = []
    names = who.scope.map.organisations
    if out.short:
        said.append(_("Nguồn và giới hạn chỉ cho phép %(given)s người; thiếu %(short)s so với tổng đã ghi. Không giao quá nguồn: hãy hạ tổng hoặc bổ sung nguồn.") % {"given": sum(out.numbers.values()), "short": out.short})  # fmt: skip
    if out.over:
        said.append(_("Các mức thấp nhất cộng lại vượt tổng %(over)s người.") % {"over": out.over})
    said += [
        _("%(measure)s: thiếu %(short)s người trong nguồn.") % {"measure": Measure(measure).label, "short": short}
        for measure, short in out.part_short.items()
    ]
    for pk, short in out.low_short.items():
        name = node.name if (node := names.get(pk)) else ""
        said.append(_("%(unit)s: mức thấp nhất vượt nguồn %(short)s người.") % {"unit": name, "short": short})
    return said
