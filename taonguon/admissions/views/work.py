"""The work list, and the calendar feed made of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taonguon.accounts.actions import end_feed_key, new_feed_key
from taonguon.accounts.queries import feed_made_on, user_of_feed
from taonguon.admissions import worklist
from taonguon.admissions.boards import units_to_choose
from taonguon.admissions.feed import calendar_text, events_of
from taonguon.admissions.homing import count_to_go_home
from taonguon.admissions.naming import language
from taonguon.admissions.rounds import waits_for
from taonguon.admissions.tasks import tasks_for
from taonguon.orgs.access import scope_of
from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_of
from taonguon.web.asking import one_of
from taonguon.web.clock import today as clock_today
from taonguon.web.paging import asked_page
from taonguon.web.returning import done
from taonguon.wording.sentences import word

KEY, SPOKEN = "khoa", "tieng"
"""The feed's parameters: its key, and the language it speaks."""


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Show what waits in the log-in's reach, the overdue first."""
    page = asked(request)
    given = request.GET
    filters = worklist.Filters(
        text=given.get("tim", "").strip()[:80],
        unit=unit_of(given.get("don-vi", ""), page.scope),
        actor=one_of(given.get("ai", ""), (worklist.MINE, *worklist.ACTORS)),
        due=one_of(given.get("han", ""), (*worklist.SECTIONS, *worklist.ALERTS)),
        step=one_of(given.get("buoc", ""), worklist.TASKS),
    )
    board = worklist.work_board(page.scope, filters, asked_page(request), page.today)
    context = {
        "asked": page,
        "here": "work",
        "filters": filters,
        "board": board,
        "review": waits_for(page.scope, page.today),
        "tasks": tasks_for(page.scope, page.today),
        "to_go_home": count_to_go_home(page.scope),
        "page": board.page,
        "tiles": [(code, worklist.LABELS[code], board.due[code]) for code in worklist.SECTIONS],
        "alerts": [(days, board.due[days]) for days in worklist.ALERTS],
        "actors": _actors(board, filters.actor),
        "steps": _steps(board, filters.step),
        "units": units_to_choose(page.scope, filters.unit),
        "columns": worklist.LABELS.items(),
        "unit_rows": [(line, [line.counts[code] for code in worklist.SECTIONS]) for line in board.units],
        "many_cells": len(page.scope.organisation_ids) > 1,
        "feed_made_on": feed_made_on(page.user),
    }
    return render(request, "admissions/work.html", context)


def _actors(board: worklist.Board, chosen: str) -> list[tuple[str, str, int]]:
    """Give (code, name, how many) of those who act in some case here, and of the one already chosen."""
    found = [(code, word("actor", code, language()), board.actors[code]) for code in worklist.ACTORS]
    mine = (worklist.MINE, _("Việc của tôi"), board.actors[worklist.MINE])
    return [one for one in [mine, *found] if one[2] or one[0] == chosen]


def _steps(board: worklist.Board, chosen: str) -> list[tuple[str, str, int]]:
    """Give (code, name, how many) of the steps and errands that wait here, and of the one already chosen."""
    found = [(code, worklist.task_words(code), board.steps[code]) for code in worklist.TASKS]
    return [one for one in found if one[2] or one[0] == chosen]


# The calendar feed.


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Give the calendar to whoever has the key: a calendar program cannot log in. A wrong key finds nothing."""
    user = user_of_feed(request.GET.get(KEY, "")[:200])
    if user is None:
        raise Http404
    today = clock_today()
    spoken = one_of(request.GET.get(SPOKEN, ""), ("en",)) or "vi"
    with translation.override(spoken):
        events = events_of(
            scope_of(user, today), today, lambda pk: request.build_absolute_uri(reverse("candidacy", args=[pk]))
        )
        text = calendar_text(events, today)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="viec.ics"'
    return answer


@require_POST
def feed_new(request: HttpRequest) -> HttpResponse:
    """Make a new address of the feed, shown this once; the one before leads nowhere from now on."""
    page = asked(request)
    key = new_feed_key(page.user, actor=page.user, today=page.today)
    spoken = f"&{SPOKEN}={language()}" if language() != "vi" else ""
    address = request.build_absolute_uri(f"{reverse('feed')}?{KEY}={key}{spoken}")
    return render(request, "admissions/feed.html", {"asked": page, "here": "work", "address": address})


@require_POST
def feed_end(request: HttpRequest) -> HttpResponse:
    """Take the feed's address back."""
    page = asked(request)
    end_feed_key(page.user, actor=page.user)
    return done(request, _("Đã thu hồi địa chỉ lịch."), reverse("work"))
