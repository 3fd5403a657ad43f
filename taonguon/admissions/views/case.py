"""The page of one case, and its case file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from taonguon.accounts.enums import MAY_APPRAISE, MAY_CHANGE
from taonguon.admissions.access import candidacies_in, candidacy_for
from taonguon.admissions.actions import ACT_KEYS, bundle_of, look_at
from taonguon.admissions.changes import changes_of_case
from taonguon.admissions.desk_shown import desk_card, hand_overs_of, notices_of
from taonguon.admissions.enums import Closed, Stage
from taonguon.admissions.facts import case_of, standing_assignment
from taonguon.admissions.journey import home_of, journey_of
from taonguon.admissions.papers import guide_on, ledger_of
from taonguon.admissions.queries import left_out, main_next
from taonguon.admissions.readmission import way_back
from taonguon.admissions.reopening import may_reopen
from taonguon.admissions.rights import may_record
from taonguon.admissions.shown import clocks_of, coming_of, introducers_of, line_of, open_keys
from taonguon.orgs.asked import asked
from taonguon.people.access import people_in, person_for
from taonguon.rules.casefile import write


@require_safe
def candidacy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one case: what comes next and what stands in its way, then everything that was done; leave a trace of the look."""
    page = asked(request)
    found = candidacy_for(page.scope, pk)
    bundle = bundle_of(found, page.on)
    main = "" if found.closed else main_next(case_of(bundle, "list", page.on), bundle)
    card_only = found.closed == Closed.RECOGNISED  # the card follows the recognition that closes the case
    coming = coming_of(bundle, page.on) if card_only or not found.closed else []
    coming = [c for c in coming if c.step == "card" or not card_only]
    may_change = candidacies_in(page.scope.holding(MAY_CHANGE)).filter(pk=pk).exists()
    recordable = {key for key in ACT_KEYS if may_record(page.scope, key, found.cell_id)}
    cells = page.map.organisations.by_pk
    acts = line_of(bundle)
    lines = hand_overs_of(found)
    context = {
        "asked": page,
        "here": "source",
        "candidacy": found,
        "stage": Stage(found.stage).label,
        "cell": cells.get(found.cell_id),
        "main": next((c for c in coming if c.step == main), None),
        "others": [c for c in coming if c.step != main and not left_out(c.step, bundle)],
        "left_out": [c for c in coming if c.step != main and left_out(c.step, bundle)],
        "notices": [] if found.closed else notices_of(bundle, lines, page.map, page.on),
        "desk": desk_card(bundle, lines, page.map),
        "may_appraise": not found.closed and candidacies_in(page.scope.holding(MAY_APPRAISE)).filter(pk=pk).exists(),
        "path": journey_of(bundle, acts, page.scope, page.map),
        "lives": home_of(found, page.scope, page.map),
        "clocks": clocks_of(bundle, page.on),
        "assignments": bundle.assignments,
        "helped": standing_assignment(bundle) is not None,
        "introducers": introducers_of(bundle),
        "handlings": [(h, cells.get(h.cell_id)) for h in bundle.handlings],
        "ledger": ledger_of(found.papers.all(), bundle.acts),
        "guide": guide_on(page.on),
        "open_keys": [(key, name) for key, name in open_keys(bundle) if key in recordable],
        "recordable": recordable,
        "may_undo": may_change and found.closed == Closed.STRUCK_OFF,
        "way_back": way_back(found, page.scope.holding(MAY_CHANGE)) if found.closed else "",
        "may_reopen": may_change and may_reopen(page.scope, found),
        "may_change": may_change and not found.closed,
        "may_record": may_change,
        "changes": changes_of_case(bundle, page.map),
    }
    look_at(found, actor=page.user)
    return render(request, "admissions/candidacy.html", context)


@require_safe
def person_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the case of a person: the open one, else the last; where there is none, to where one is opened."""
    page = asked(request)
    person = person_for(page.scope, pk)
    found = candidacies_in(page.scope).filter(person=person).order_by("closed", "-pk").first()
    if found is not None:
        return redirect("candidacy", found.pk)
    if people_in(page.scope.holding(MAY_CHANGE)).filter(pk=pk).exists():
        return redirect("candidacy-open", pk)
    messages.info(request, _("%(name)s chưa có hồ sơ trong sổ theo dõi.") % {"name": person.name})
    return redirect("person", pk)


@require_safe
def case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the case as a file for `taonguon check`, asking about its next step today. No name stands in it."""
    page = asked(request)
    found = candidacy_for(page.scope, pk)
    bundle = bundle_of(found, page.on)
    step = found.next_step or "list"
    answer = HttpResponse(write(case_of(bundle, step, page.on)), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="truong-hop-{found.pk}.toml"'
    look_at(found, actor=page.user)
    return answer
