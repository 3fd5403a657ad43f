"""The page of the year's pace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from taonguon.accounts.enums import MAY_SEE_CASES
from taonguon.admissions.boards import units_to_choose
from taonguon.admissions.worklist import steps_to_ceremony
from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_or_home
from taonguon.orgs.queries import part_of
from taonguon.plans.pace_shown import pace_of, picture_of
from taonguon.plans.small import LEAST_TOLD, too_few
from taonguon.wording.sentences import word

_STEPS_SHOWN = 8


@require_safe
def pace(request: HttpRequest) -> HttpResponse:
    """Show what is done of a unit's year, what is in hand and to be expected, and which steps most wait."""
    who = asked(request)
    unit = unit_or_home(request.GET.get("don-vi", ""), who.scope)
    context = {"asked": who, "here": "plan", "unit": unit, "units": units_to_choose(who.scope, unit)}
    if unit is not None and (place := part_of(unit, who.on)).unit is not None:
        found = pace_of(place, who.on)
        sees = who.scope.may(MAY_SEE_CASES, unit)
        language = get_language() or "vi"
        few = too_few(found.in_hand, sees_cases=sees)
        steps = steps_to_ceremony(who.scope, unit, who.today)[:_STEPS_SHOWN] if who.on_today and not few else []
        context |= {
            "node": place.unit,
            "pace": found,
            "may_list": who.on_today and sees,
            "few": few,
            "least": LEAST_TOLD,
            "picture": picture_of(found, who.on),
            "steps": [(line.step, word("step", line.step, language), line.count, line.days) for line in steps],
        }
    return render(request, "plans/pace.html", context)
