"""The page on which the targets of a unit's year are drafted and issued."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taonguon.accounts.enums import MAY_SEE_CASES, MAY_SHARE
from taonguon.orgs.access import organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.plans.allocation import Outcome
from taonguon.plans.behind import WHOLE, asked_year, links_of
from taonguon.plans.done import done_in, under_of
from taonguon.plans.drafting import Beside, Wish, below_done, columns_of, draft_lines, kept_reasons, read_wish, wish_of
from taonguon.plans.filling import FILLS, filled
from taonguon.plans.plan_enums import Measure
from taonguon.plans.plan_models import YearPlan
from taonguon.plans.targets import Grid, draft_of, last_of, targets_of, version_of
from taonguon.plans.year import DraftMovedError, draft, drop_draft, issue, open_plan
from taonguon.rules.refusal import RefusedError
from taonguon.rules.tree import Node
from taonguon.web.fields import DayField


@require_http_methods(["GET", "HEAD", "POST"])
def plan_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the targets of a unit's year, fill them in one of the ways, issue them as a decision."""
    who = asked(request)
    unit = organisation_for(who.scope.holding(MAY_SHARE), pk)
    node = who.scope.map.organisations.get(pk)
    year = asked_year(request, who)
    if node is None or not node.children:
        raise Http404
    problems: list[str] = []
    moved, wish, seen = False, None, None
    if request.method == "POST":
        wish, seen = read_wish(request.POST, pk, who.scope.map), request.POST.get("version", "")
        problems = list(wish.wrong.values())
        try:
            _known_deed(request)
            if not problems or request.POST["do"] == "drop":
                return _do(request, who, open_plan(unit, year, actor=who.user, today=who.today), wish)
        except DraftMovedError as refused:
            moved, problems = True, [refused.sentence]
        except RefusedError as refused:
            problems = [refused.sentence]
        except ValidationError as wrong:
            problems = wrong.messages
    plan = YearPlan.objects.filter(unit=unit, year=year).first()
    now = targets_of([pk, *(child.pk for child in node.children)], year, who.today)
    found = draft_of(plan) if plan else None
    standing = now if found is None else found
    wish = wish or wish_of(plan, standing)
    done = done_in(under_of(pk, who.scope.map), pk, year, who.today, who.scope.map)
    reasons = kept_reasons(plan, wish.grid) if plan else {}
    lines, left = draft_lines(node, wish, Beside(now, done, reasons, standing if moved else None), links_of(who, year))
    context = {
        "asked": who, "here": "plan", "node": node, "year": f"{year}", "lines": lines, "left": left, "problems": problems,
        "fairness": wish.texts.get("fairness", f"{wish.fairness}"), "is_draft": found is not None, "unsaved": bool(problems),
        "columns": columns_of([one.measure for one in left]),
        "revises": bool(plan and plan.decisions.filter(signed_on__isnull=False).exists()),
        # A form opened on another state than the present one stays so until the reader has seen the difference.
        "version": version_of(plan) if moved or seen is None else seen,
    } | {name: wish.texts.get(name, "") for name in ("number", "about", "signed_on")}  # fmt: skip
    return render(request, "plans/draft.html", context, status=409 if moved else 422 if problems else 200)


def _known_deed(request: HttpRequest) -> None:
    if request.POST.get("do") not in {*FILLS, "save", "drop", "issue"}:
        raise RefusedError("", _("Hãy chọn một việc: lưu, điền hoặc ban hành."))


def _do(request: HttpRequest, who: Asked, plan: YearPlan, wish: Wish) -> HttpResponse:
    """Do what the pressed button says; back to the draft, or to the plan once it is issued."""
    what, seen = request.POST.get("do", ""), request.POST.get("version", "")
    here = f"{reverse('plan-draft', args=[plan.unit_id])}?nam={plan.year}"
    there = f"{reverse('year-plan')}?don-vi={plan.unit_id}&nam={plan.year}"
    units = who.scope.map
    node = units.organisations.by_pk[plan.unit_id]
    if what == "drop":
        drop_draft(plan, actor=who.user, seen=seen)
        return redirect(there)
    if what == "issue":
        _issue(request, who, plan, wish, seen)
        _warn_below_done(request, who, plan, wish.grid, node)
        messages.success(request, _("Đã ban hành chỉ tiêu."))
        return redirect(there)
    grid, reasons, said = wish.grid, kept_reasons(plan, wish.grid), _("Đã lưu dự thảo.")
    if what in FILLS:
        grid, reasons, out = filled(what, plan, wish, units, who.today)
        said = _("Đã điền dự thảo; hãy xem lại từng số.")
        for sentence in _left_over(out, who, plan, node):
            messages.warning(request, sentence)
    draft(plan, grid, units, actor=who.user, reasons=reasons, seen=seen, kept=wish.kept())
    _warn_below_done(request, who, plan, grid, node)
    messages.success(request, said)
    return redirect(here)


def _issue(request: HttpRequest, who: Asked, plan: YearPlan, wish: Wish, seen: str) -> None:
    """Issue what was sent, all or nothing; the same sent twice is issued once."""
    field = DayField()
    text = request.POST.get("signed_on", "")
    signed_on = field.clean(text) if text else who.today
    number, about = request.POST.get("number", "")[:40], request.POST.get("about", "")[:200]
    try:
        with transaction.atomic():
            draft(
                plan, wish.grid, who.scope.map, actor=who.user, reasons=kept_reasons(plan, wish.grid), seen=seen,
                kept=wish.kept(),
            )  # fmt: skip
            issue(plan, number, signed_on, actor=who.user, today=who.today, about=about)
    except DraftMovedError:
        last = last_of(plan)
        if last is None or last.signed_on is None or last.number != number.strip():
            raise
        if {(t.unit_id, t.measure): t.number for t in last.targets.all()} != wish.grid:
            raise


def _warn_below_done(request: HttpRequest, who: Asked, plan: YearPlan, grid: Grid, node: Node) -> None:
    done = done_in(under_of(plan.unit_id, who.scope.map), plan.unit_id, plan.year, who.today, who.scope.map)
    if below := below_done(grid, done, node):
        messages.warning(request, _("Chỉ tiêu thấp hơn số đã kết nạp: %(where)s.") % {"where": "; ".join(below)})


def _left_over(out: Outcome | None, who: Asked, plan: YearPlan, node: Node) -> list[str]:
    """Say what a proposal could not give, and by how many."""
    if out is None:
        return []
    said: list[str] = []
    names = {child.pk: child.name for child in node.children}
    if out.short:
        facts = [ground.facts for ground in out.grounds.values()]
        ready = sum(u.ready for u in facts)
        shown = f"{ready}"
        if ready and who.scope.may(MAY_SEE_CASES, plan.unit_id):
            address = f"{reverse('plan-behind', args=['ready'])}?don-vi={plan.unit_id}&nam={plan.year}&{WHOLE}=1"
            shown = format_html('<a href="{}">{}</a>', address, ready)
        said.append(mark_safe(_("Đã kết nạp %(done)s, nguồn còn %(ready)s người có thể kết nạp trong năm; theo các giới hạn chỉ giao được %(given)s, thiếu %(short)s so với tổng đã ghi. Không giao quá nguồn: hãy hạ tổng hoặc bổ sung nguồn.") % {  # noqa: S308 our own sentence with counts and one address of ours
            "done": sum(u.done for u in facts), "ready": shown, "given": sum(out.numbers.values()), "short": out.short}))  # fmt: skip
    if out.over:
        said.append(_("Số đã kết nạp và các mức thấp nhất cộng lại vượt tổng %(over)s người.") % {"over": out.over})
    for measure, short in out.part_short.items():
        said.append(
            _("%(measure)s: thiếu %(short)s người trong nguồn.") % {"measure": Measure(measure).label, "short": short}
        )
    for measure, over in out.part_over.items():
        said.append(
            _("%(measure)s: đã kết nạp nhiều hơn chỉ tiêu %(over)s người.")
            % {"measure": Measure(measure).label, "over": over}
        )
    for pk, short in out.low_short.items():
        said.append(
            _("%(unit)s: mức thấp nhất vượt nguồn %(short)s người.") % {"unit": names.get(pk, ""), "short": short}
        )
    for pk, over in out.high_over.items():
        said.append(
            _("%(unit)s: đã kết nạp nhiều hơn mức cao nhất %(over)s người.") % {"unit": names.get(pk, ""), "over": over}
        )
    return said
