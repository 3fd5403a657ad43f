"""The calendar feed of a log-in (RFC 5545): each clock in its reach as a whole day, people by initials only.

A feed leaves the product for calendars of phones and offices, so it names nobody: to be a candidate already
says something of a person's views. The link in each event asks for a log-in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from taonguon.admissions.naming import language
from taonguon.admissions.worklist import clock_words, errands_in, step_words, waiting
from taonguon.orgs.access import Scope
from taonguon.wording.sentences import word

PAST_DAYS = 90
"""Clocks that ended earlier are on the work list, no longer in the calendar."""
EVENTS_MAX = 1000
"""The nearest ones: no calendar of a person is readable with more."""
_FOLD = 75
"""Octets a line may have, its break not counted."""


@dataclass(frozen=True)
class Event:
    """A whole day in the calendar."""

    uid: str
    on: date
    summary: str
    description: str
    url: str


def events_of(scope: Scope, today: date, address: Callable[[int], str]) -> list[Event]:
    """Give the last days of what waits in reach, the nearest first: one query for steps, one for errands."""
    since = today - timedelta(days=PAST_DAYS)
    steps = waiting(scope).filter(next_by__gte=since).annotate(case=F("pk"), name=F("person__name"))
    errands = errands_in(scope).filter(next_by__gte=since)
    errands = errands.annotate(case=F("candidacy_id"), name=F("candidacy__person__name"))
    found = [(row, False) for row in steps.order_by("next_by", "pk").values_list(*_COLUMNS)[:EVENTS_MAX]]
    found += [(row, True) for row in errands.order_by("next_by", "pk").values_list(*_COLUMNS)[:EVENTS_MAX]]
    found.sort(key=lambda one: one[0][:2])
    return [_event(row, address(row[1]), errand=errand) for row, errand in found[:EVENTS_MAX]]


_COLUMNS = ("next_by", "case", "name", "next_step", "next_actor", "next_clock")


def _event(row: tuple[Any, ...], url: str, *, errand: bool) -> Event:
    by, pk, name, step, actor, clock = row
    words = {"step": step_words(step, errand=errand), "actor": word("actor", actor, language())}
    sentence = _("Cần làm: %(step)s (%(actor)s)") if errand else _("Việc tiếp theo: %(step)s (%(actor)s)")
    return Event(
        uid=f"candidacy-{pk}-{clock}@taonguon",
        on=by,
        summary=f"{initials(name)}: {clock_words(clock, errand=errand)} {by:%d/%m/%Y}",
        description=sentence % words,
        url=url,
    )


def initials(name: str) -> str:
    """Give the first letters of a name: "Chìu Sám Thử" is "C.S.T."."""
    return "".join(f"{part[0].upper()}." for part in name.split())


def calendar_text(events: Iterable[Event], today: date) -> str:
    """Write the calendar: lines folded, text escaped, each line ended as the standard asks."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tao Nguon//Work list//VI", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(_('Tạo Nguồn: việc cần làm'))}", "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]  # fmt: skip
    for event in events:
        lines += [
            "BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}", f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(event.summary)}", f"DESCRIPTION:{_escaped(event.description)}", f"URL:{event.url}",
            "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line that is too long between letters, never inside one: the next begins with a blank."""
    out, room = "", _FOLD
    for letter in line:
        size = len(letter.encode())
        if size > room:
            out += "\r\n "
            room = _FOLD - 1
        out += letter
        room -= size
    return out
