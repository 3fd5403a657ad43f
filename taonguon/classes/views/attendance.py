"""Attendance on a phone or tablet. What is entered without a network waits on the device and is sent when it returns."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from taonguon.accounts.enums import MAY_TEACH
from taonguon.classes import queries
from taonguon.classes.access import course_held, session_held
from taonguon.classes.attendance import Entry, Receipt, mark, settle_dispute
from taonguon.classes.enums import Presence, Seat
from taonguon.classes.models import Mark, Session
from taonguon.orgs.asked import Asked, asked
from taonguon.rules.refusal import RefusedError
from taonguon.web.returning import done

ENTRIES_MAX = 2000
"""Entries one request may bring: a class of several hundred, changed a few times each."""


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the learners of a session with what is known; a browser without scripts sends the whole form."""
    who = asked(request)
    session = session_held(who.scope.holding(MAY_TEACH), pk)
    if request.method == "POST":
        return _whole_form(request, who, session)
    return render(request, "classes/attendance.html", _context(who, session))


def _context(who: Asked, session: Session, problem: str = "") -> dict[str, Any]:
    standing = dict(session.marks.filter(standing=True).values_list("enrolment_id", "presence"))
    rows = list(
        session.course.enrolments.filter(seat=Seat.ENROLLED)
        .select_related("person").order_by("person__sort_key", "pk")
    )  # fmt: skip
    units = who.scope.map.organisations
    learners = [
        {
            "pk": row.pk,
            "name": row.person.name,
            "born": row.person.born,
            "sender": node.name if (node := units.get(row.sender_id)) else "",
            "presence": standing.get(row.pk, ""),
        }
        for row in rows
    ]
    disputes = list(
        Mark.objects.filter(session=session, disputed=True).select_related("enrolment__person", "recorded_by")
    )
    return {
        "asked": who,
        "here": "courses",
        "session": session,
        "course": session.course,
        "sessions": queries.sessions_of(session.course),
        "learners": learners,
        "disputes": [
            {
                "mark": one,
                "other": Presence(standing[one.enrolment_id]).label if one.enrolment_id in standing else "",
                "said": Presence(one.presence).label,
            }
            for one in disputes
        ],
        "presences": [(p.value, p.label) for p in Presence],
        "form_id": uuid4(),
        "ahead": session.on > who.today,
        "problem": problem,
    }


def _whole_form(request: HttpRequest, who: Asked, session: Session) -> HttpResponse:
    """Take every learner's mark from the form; the form's own id makes sending it twice harmless."""
    try:
        form_id = UUID(request.POST.get("form", ""))
    except ValueError:
        problem = _("Trang đã cũ; hãy xem lại và gửi lần nữa.")
        return render(request, "classes/attendance.html", _context(who, session, problem), status=422)
    entries = []
    for pk in session.course.enrolments.filter(seat=Seat.ENROLLED).values_list("pk", flat=True):
        said, seen = request.POST.get(f"p{pk}", ""), request.POST.get(f"s{pk}", "")
        if said in Presence.values and said != seen:
            entries.append(Entry(uuid5(form_id, f"{pk}{said}"), pk, Presence(said), seen, timezone.now()))
    try:
        receipts = _take(session, entries, who)
    except RefusedError as refused:
        return render(request, "classes/attendance.html", _context(who, session, refused.sentence), status=422)
    kept = sum(r in {Receipt.KEPT, Receipt.DISPUTED} for r in receipts.values())
    return done(request, _("Đã ghi %(count)s người.") % {"count": kept}, reverse("attendance", args=[session.pk]))


def _take(session: Session, entries: list[Entry], who: Asked) -> dict[UUID, Receipt]:
    if session.on > who.today:
        raise RefusedError(
            "", _("Buổi học ngày %(day)s chưa đến; chưa điểm danh được.") % {"day": f"{session.on:%d/%m/%Y}"}
        )
    return mark(session, entries, actor=who.user)


@require_POST
def attendance_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Take entries from a device as JSON; give a receipt for each, and what now stands."""
    who = asked(request)
    session = session_held(who.scope.holding(MAY_TEACH), pk)
    try:
        receipts = _take(session, _entries(request.body), who)
    except RefusedError as refused:
        return JsonResponse({"problem": refused.sentence}, status=422)
    standing = dict(session.marks.filter(standing=True).values_list("enrolment_id", "presence"))
    return JsonResponse({"receipts": {str(op): str(r) for op, r in receipts.items()}, "standing": standing})


def _entries(body: bytes) -> list[Entry]:
    """Read entries, or say which one cannot be read."""
    try:
        given = json.loads(body)["entries"]
    except (ValueError, TypeError, KeyError):
        raise RefusedError("", _("Không đọc được dữ liệu điểm danh gửi lên.")) from None
    if not isinstance(given, list) or len(given) > ENTRIES_MAX:
        raise RefusedError("", _("Mỗi lần gửi tối đa %(most)s mục điểm danh.") % {"most": ENTRIES_MAX})
    out = []
    for number, one in enumerate(given, 1):
        try:
            out.append(_entry(one))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            raise RefusedError("", _("Mục điểm danh thứ %(number)s không đọc được.") % {"number": number}) from None
    return out


def _entry(told: dict[str, Any]) -> Entry:
    at = datetime.fromisoformat(told["at"])
    if at.tzinfo is None:
        at = at.astimezone()
    seen = str(Presence(told["seen"])) if told["seen"] else ""
    return Entry(UUID(told["operation"]), int(told["enrolment"]), Presence(told["presence"]), seen, at)


@require_POST
def attendance_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide between two entries that say otherwise."""
    who = asked(request)
    found = Mark.objects.select_related("session").filter(pk=pk).first()
    if found is None:
        raise Http404
    course_held(who.scope.holding(MAY_TEACH), found.session.course_id)
    try:
        settle_dispute(found, take=request.POST.get("take") == "yes", actor=who.user)
    except RefusedError as refused:
        context = _context(who, found.session, refused.sentence)
        return render(request, "classes/attendance.html", context, status=422)
    return redirect("attendance", found.session_id)
