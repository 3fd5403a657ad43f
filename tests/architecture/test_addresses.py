"""Role by address: each named address is claimed by a row here, and answers each log-in as the row says.

A log-in holds one role at the first commune ("in scope") or at the second ("out of scope"); the rows
of the world belong to the first. What a log-in may not see answers like what is not there.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

from taonguon.accounts.enums import (
    MAY_ANSWER,
    MAY_APPRAISE,
    MAY_CHANGE,
    MAY_LOAD,
    MAY_LOAD_CLASSES,
    MAY_MANAGE,
    MAY_PLAN,
    MAY_REACH_OUT,
    MAY_REMIND,
    MAY_SEE_CASES,
    MAY_SEE_REGISTER,
    MAY_SEE_REMINDERS,
    MAY_SHARE,
    MAY_SUGGEST,
    MAY_TEACH,
    Role,
)
from taonguon.accounts.models import Grant
from taonguon.admissions.actions import open_candidacy
from taonguon.admissions.desk_enums import HandOverKind
from taonguon.admissions.handover import Line, hand_over
from taonguon.admissions.review import Reviewed, record_round
from taonguon.admissions.review_enums import Origin
from taonguon.admissions.suggestions import Proposal, suggest
from taonguon.classes.learners import enrol, propose
from taonguon.classes.models import Mark
from taonguon.intake.models import Doubt, Load
from taonguon.outreach.access import MAY_TAKE_BACK
from taonguon.outreach.actions import Held, hold
from taonguon.outreach.models import Photo
from taonguon.people.models import Certificate, Tenure
from taonguon.plans.actions import GoalSpan, set_goal
from taonguon.plans.models import Election, GoalPosts, Scheme
from taonguon.rules.coverage import Goal
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user
from tests.classes.classbook import a_course, with_sessions
from tests.reminders.urging import a_dispatch

pytestmark = pytest.mark.django_db
ALL = frozenset(Role)
MISSING_PK = 987_654
OK, DONE, MISSING, NOT_SO, WRONG = 200, 302, 404, 405, 422


@dataclass(frozen=True)
class Row:
    """What an address answers those who may: to GET, and to an empty POST."""

    may: frozenset = ALL
    get: int = OK
    post: int = NOT_SO
    of: str = ""
    """The row of the world whose id stands in the address; '' where none does."""
    word: str = ""
    """The word that stands in the address."""


def page(of="", may=ALL, word=""):
    return Row(may, of=of, word=word)


def form(of="", may=ALL, post=WRONG, word=""):
    return Row(may, of=of, post=post, word=word)


def deed(of="", may=ALL, post=DONE, word=""):
    return Row(may, NOT_SO, post, of, word)


OPEN = {
    "account_login": (OK, OK),  # allauth answers a wrong form with 200
    "account_inactive": (OK, NOT_SO),
    "set_language": (DONE, DONE),
    "feed": (MISSING, NOT_SO),  # without the right key there is nothing
}
"""Addresses for strangers: what they answer to GET and to an empty POST."""
TABLE = {
    "account_logout": Row(get=OK, post=DONE),
    "account_change_password": form(post=OK),
    "accounts": page(may=MAY_MANAGE),
    "account-add": form(may=MAY_MANAGE),
    "account": page("user", MAY_MANAGE),
    "grant-add": deed("user", MAY_MANAGE, WRONG),
    "account-close": deed("user", MAY_MANAGE),
    "account-open": deed("user", MAY_MANAGE),
    "account-password": deed("user", MAY_MANAGE, OK),
    "grant-end": deed("grant", MAY_MANAGE),
    "unit-options": page(),
    "village-options": page(),
    "unit-add": form("committee", MAY_LOAD),
    "unit-change": form("cell", MAY_LOAD),
    "village-add": form("commune", MAY_LOAD),
    "village-cell": form("village", MAY_LOAD),
    "tenure-end": form("tenure", MAY_CHANGE),
    "tenure-correct": form("tenure", MAY_CHANGE, DONE),
    "tenure-begin": form("post", MAY_CHANGE),
    "person-correct": form("person", MAY_CHANGE),
    "village-posts": form("empty village", MAY_CHANGE, DONE),
    "secretary-post": form("cell", MAY_CHANGE, DONE),
    "tree": page(),
    "branch": page("committee"),
    "unit": page("cell"),
    "village": page("village"),
    "people": page(),
    "people-export": deed(post=OK),
    "person": page("person"),
    "work": page(),
    "feed-new": deed(post=OK),
    "feed-end": deed(),
    "digest": form(post=DONE),
    "source": page(),
    "source-missing": page(),
    "source-export": deed(post=OK),
    "probation": page(),
    "irregular": page(),
    "helpers": page(),
    "desk": page(may=MAY_SEE_REGISTER),
    "desk-book": page(may=MAY_SEE_REGISTER),
    "desk-export": deed(may=MAY_SEE_REGISTER, post=OK),
    "hand-over-record": form("candidacy", MAY_APPRAISE, word="asked"),
    "hand-over-correct": form("line", MAY_APPRAISE),
    "helper-end": form("candidacy", MAY_CHANGE),
    "rounds": page(),
    "review": page("cell"),
    "review-record": form("cell", MAY_CHANGE),
    "round": page("round", MAY_SEE_CASES),
    "round-answer": form("round", MAY_ANSWER),
    "suggestion-add": form("cell", MAY_SUGGEST),
    "suggestion-withdraw": deed("suggestion", MAY_SUGGEST),
    "away-set": form("candidacy", MAY_CHANGE, DONE),
    "homing": page(),
    "homing-village": form("village", MAY_CHANGE),
    "candidacy": page("candidacy", MAY_SEE_CASES),
    "candidacy-file": page("candidacy", MAY_SEE_CASES),
    "act-record": form("candidacy", MAY_CHANGE, word="application"),
    "act-judge": deed("candidacy", MAY_CHANGE, OK, word="application"),
    "act-correct": form("act", MAY_CHANGE),
    "act-answer": form("act", MAY_CHANGE),
    "helper-assign": form("candidacy", MAY_CHANGE),
    "introducers-set": form("candidacy", MAY_CHANGE, DONE),
    "facts-set": form("candidacy", MAY_CHANGE, DONE),
    "paper-set": form("candidacy", MAY_CHANGE, word="1-KNĐ"),
    "candidacy-close": form("candidacy", MAY_CHANGE),
    "candidacy-reopen": form("candidacy", MAY_CHANGE),
    "candidacy-move": form("candidacy", MAY_CHANGE),
    "person-case": Row(get=DONE, of="person"),
    "candidacy-open": form("person", MAY_CHANGE),
    "courses": page(),
    "course-add": form(may=MAY_TEACH),
    "course": page("course"),
    "course-change": form("course", MAY_TEACH),
    "course-cancel": form("course", MAY_TEACH),
    "course-sessions": form("course", MAY_TEACH),
    "course-kinds": page(may=MAY_TEACH),
    "course-kind-example": page(may=MAY_TEACH),
    "course-kind-add": form(may=MAY_TEACH),
    "course-kind-change": form(may=MAY_TEACH, word="1"),
    "proposals": page(),
    "propose": form(may=MAY_CHANGE),
    "proposals-decide": deed(may=MAY_CHANGE),
    "enrol": form("course", MAY_TEACH),
    "class-figures": page(),
    "class-list": page("course"),
    "class-list-export": deed("course", post=OK),
    "withdraw": form("learner", MAY_TEACH),
    "demand": page(may=MAY_TEACH),
    "demand-people": page(may=MAY_TEACH),
    "distances": form(may=MAY_TEACH, post=DONE),
    "arrange": page(may=MAY_TEACH),
    "arrange-plan": deed(may=MAY_TEACH),
    "grade-add": form(may=MAY_TEACH),
    "grade-change": form(may=MAY_TEACH, word="1"),
    "certificates": page(),
    "certificates-export": deed(post=OK),
    "certificates-print": form(may=MAY_TEACH),
    "certificate-check": form(),
    "certificate-check-file": page(),
    "certificate": page("certificate"),
    "paper-template": form("committee", MAY_TEACH),
    "paper-template-file": page("committee", MAY_TEACH),
    "candidacy-readmit": form("former", MAY_CHANGE),
    "attendance": Row(MAY_TEACH, OK, WRONG, "session"),
    "attendance-send": deed("session", MAY_TEACH, WRONG),
    "attendance-dispute": deed("mark", MAY_TEACH),
    "results": form("course", MAY_TEACH, DONE),
    "certificates-issue": form("course", MAY_TEACH),
    "certificate-reissue": form("learner", MAY_TEACH),
    "gatherings": page(),
    "gathering-add": form(may=MAY_REACH_OUT),
    "gathering": page("gathering"),
    "gathering-withdraw": deed("gathering", MAY_TAKE_BACK),
    "photo-add": form("gathering", MAY_REACH_OUT),
    "gathering-notice": form("gathering", MAY_REACH_OUT),
    "photo": page("photo"),
    "photo-remove": deed("photo", MAY_TAKE_BACK),
    "year-plan": page(),
    "plan-draft": form("committee", MAY_SHARE),
    "plan-behind": page(word="admitted"),
    "pace": page(),
    "consolidation": page(),
    "consolidation-plan": form("village", MAY_PLAN),
    "consolidation-drop": deed("village", MAY_PLAN),
    "reminders": page(may=MAY_SEE_REMINDERS),
    "reminder-proposals": form(may=MAY_REMIND),
    "reminders-send": deed(may=MAY_REMIND),
    "reminder-letterhead": form("committee", MAY_REMIND),
    "reminders-print": deed(may=MAY_SEE_REMINDERS),
    "reminder": page("reminder", MAY_SEE_REMINDERS),
    "reminder-pdf": page("reminder", MAY_SEE_REMINDERS),
    "reminder-docx": page("reminder", MAY_SEE_REMINDERS),
    "reminder-draft": form("reminder draft", MAY_REMIND),
    "reminder-recount": page("own reminder", MAY_REMIND),
    "reminder-reached": deed("own reminder", MAY_REMIND),
    "reminder-withdraw": form("own reminder", MAY_REMIND),
    "reminder-seen": deed("reminded", MAY_CHANGE),
    "reminder-answer": form("reminded", MAY_CHANGE),
    "reminder-close": form("reminded by own", MAY_REMIND),
    "goals": page(may=MAY_PLAN),
    "goal-add": form(may=MAY_PLAN),
    "goal-end": form("goal", MAY_PLAN),
    "goal-change": form("goal", MAY_PLAN),
    "scheme": page(),
    "scheme-add": form(may=MAY_PLAN),
    "scheme-change": form("scheme", MAY_PLAN),
    "scheme-drop": deed("scheme", MAY_PLAN),
    "scheme-posts": page(),
    "village-source": page("village", MAY_SEE_CASES),
    "elections": page(),
    "election-add": form(may=MAY_SHARE),
    "election-change": form("election", MAY_SHARE),
    "election-drop": deed("election", MAY_SHARE),
    "election-behind": page("election", word="living"),
    "forgotten": page(),
    "rules": page(),
    "rule": page(word="ADM-CITIZEN"),
    "rule-changes": page(),
    "trial": form(),
    "loads": form(may=MAY_LOAD_CLASSES),
    "load": page("load", MAY_LOAD),
    "load-cancel": deed("load", MAY_LOAD),
    "load-feedback": page("load", MAY_LOAD),
    "doubts": page(may=MAY_LOAD),
    "doubt-decide": deed("doubt", MAY_LOAD),
    "trail": page(may=MAY_MANAGE | MAY_PLAN),
    "home": page(),
    "behind": page(word="members"),
}
WITH_ID = [name for name, row in TABLE.items() if row.of]


def named_addresses(patterns=None):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        else:
            yield from named_addresses(pattern.url_patterns)


@pytest.fixture
def world(settings):
    """Give the district, and the ids of rows that belong to its first commune."""
    district = a_district()
    one, two = (a_person(name, lives_in=district["villages"][0]) for name in ("Lý Văn Một", "Lý Văn Hai"))
    a_membership(one, district["cells"][0], date(2015, 1, 1))
    post = a_post(locality=district["villages"][0], holder=one, since=date(2015, 1, 1))
    user = a_user("cell", district["cells"][0])
    load = Load.objects.create(
        at=timezone.now(), file_name="a.xlsx", state=Load.State.DONE, unit=district["committees"][0], feedback="1.xlsx"
    )
    returned = settings.DATA / "feedback" / "1.xlsx"
    returned.parent.mkdir(parents=True, exist_ok=True)
    returned.write_bytes(b"")
    goal = set_goal(
        district["committees"][0], GoalPosts.HEAD, Goal(Decimal(60)), GoalSpan(date(2018, 1, 1)), actor=None
    )
    case = open_candidacy(two, district["cells"][0], date(2018, 1, 8), actor=None, today=TODAY)
    course = a_course(district["committees"][0])
    session = with_sessions(course, 1)[0]
    learner = enrol(course, one, sender=district["cells"][0], actor=None, today=TODAY)
    disputed = Mark.objects.create(
        session=session, enrolment=learner, presence="absent", operation=uuid4(), marked_at=timezone.now(),
        standing=False, disputed=True,
    )  # fmt: skip
    gathering = hold(
        district["committees"][0], Held("women", "talk", date(2018, 3, 8), "Buổi thử", 20), actor=None, today=TODAY
    )
    photo = Photo.objects.create(gathering=gathering, file="1.jpg", width=1, height=1, caption="Ảnh", credit="Ai")
    (settings.DATA / "photos").mkdir(exist_ok=True)
    (settings.DATA / "photos" / "1.jpg").write_bytes(b"")
    proposal = propose(two, course.kind, district["cells"][0], actor=None, today=TODAY)
    certificate = Certificate.objects.create(person=one, unit=district["committees"][0], number="1/CN")
    own = Proposal(Origin.CELL, date(2018, 4, 2))
    former = a_person("Lý Văn Cũ", lives_in=district["villages"][0])
    ended = {"ended_on": date(2014, 3, 3), "ended_precision": "d", "end_reason": "struck-off"}
    a_membership(former, district["cells"][0], **ended)
    reminded = a_dispatch(district["top"], district["committees"][0], number=1)
    by_own = a_dispatch(district["committees"][0], district["cells"][0], number=1)
    unsent = a_dispatch(district["committees"][0], district["cells"][1])
    rows = {
        "reminder": reminded.dispatch, "reminded": reminded, "own reminder": by_own.dispatch,
        "reminded by own": by_own, "reminder draft": unsent.dispatch,
        "gathering": gathering, "photo": photo, "mark": disputed,
        "course": course, "certificate": certificate, "session": session, "learner": learner, "proposal": proposal,
        "round": record_round(
            district["cells"][1], Reviewed(date(2018, 4, 16), nobody_new=True), actor=None, today=TODAY
        ),
        "suggestion": suggest(a_person("Lý Văn Ba"), district["cells"][0], own, actor=None, today=TODAY),
        "former": former, "candidacy": case, "act": case.acts.get(),
        "line": hand_over(
            case, HandOverKind.RECEIVED, TODAY, Line(district["committees"][0]), actor=None, today=TODAY
        ),
        "committee": district["committees"][0], "cell": district["cells"][0], "commune": district["communes"][0],
        "village": district["villages"][0], "empty village": district["villages"][1], "person": one, "post": post,
        "tenure": Tenure.objects.get(), "user": user, "grant": Grant.objects.get(user=user), "load": load,
        "doubt": Doubt.objects.create(one=one, other=two, reason="same-name"), "goal": goal,
        "scheme": Scheme.objects.create(
            unit=district["committees"][0], title="Đề án thử", since=date(2016, 1, 1), until=date(2020, 12, 31)
        ),
        "election": Election.objects.create(
            place=district["villages"][0], kind="head", on=date(2018, 6, 10), since=TODAY
        ),
    }  # fmt: skip
    return {"district": district} | {kind: row.pk for kind, row in rows.items()}


def address(name, world, pk=None):
    row = TABLE[name]
    arguments = ([pk or world[row.of]] if row.of else []) + ([row.word] if row.word else [])
    return reverse(name, args=arguments)


def asked(client, name, world, pk=None):
    """Ask an address by GET and by an empty POST."""
    where = address(name, world, pk)
    return client.get(where), client.post(where)


def expected(row, allowed):
    answers = (row.get, row.post)
    return answers if allowed else tuple(MISSING if a != NOT_SO else a for a in answers)


def bare(answer):
    """Give the body without what is new in each answer."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.getvalue())


def test_every_address_is_claimed():
    assert sorted(filter(None, named_addresses())) == sorted({*TABLE, *OPEN})


def test_every_address_has_a_name():
    assert None not in set(named_addresses())


@pytest.mark.parametrize("name", OPEN)
def test_strangers_come_to_the_door_only(client, name):
    answers = client.get(reverse(name)), client.post(reverse(name))

    assert tuple(a.status_code for a in answers) == OPEN[name]


@pytest.mark.parametrize("name", TABLE)
def test_strangers_are_sent_to_the_door(client, world, name):
    answers = asked(client, name, world)

    assert [a.status_code for a in answers] == [DONE, DONE]
    assert all(a["Location"].startswith(reverse("account_login")) for a in answers)


def as_each_role(at):
    """Log each role in at a unit, one after the other; what one of them does is undone before the next."""
    for role in Role:
        with transaction.atomic():
            client = Client()
            client.force_login(a_user(role, at))
            yield role, client
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", TABLE)
def test_in_scope_an_address_answers_those_who_may(world, name):
    answers = {
        role: tuple(a.status_code for a in asked(client, name, world))
        for role, client in as_each_role(world["district"]["committees"][0])
    }

    assert answers == {role: expected(TABLE[name], role in TABLE[name].may) for role in Role}


@pytest.mark.parametrize("name", WITH_ID)
def test_out_of_scope_a_row_is_like_one_that_is_not_there(world, name):
    for role, client in as_each_role(world["district"]["committees"][1]):
        foreign, missing = asked(client, name, world), asked(client, name, world, MISSING_PK)

        assert tuple(a.status_code for a in foreign) == expected(TABLE[name], allowed=False), role
        assert [bare(a) for a in foreign] == [bare(a) for a in missing], role


@pytest.mark.parametrize("name", TABLE)
def test_a_log_in_without_a_role_reaches_nothing(client, world, name):
    client.force_login(a_user())
    row = TABLE[name]
    own = name in {"account_logout", "account_change_password", "people-export", "rule"}

    answers = tuple(a.status_code for a in asked(client, name, world))

    if own or (row.may == ALL and not row.of and not row.word):
        assert answers == (row.get, row.post)  # the frame, with nothing in it
    else:
        assert answers == expected(row, allowed=False)


@pytest.mark.parametrize("name", WITH_ID)
def test_an_ended_role_works_no_more_at_the_next_request(client, world, name):
    user = a_user(min(TABLE[name].may), world["district"]["committees"][0])
    Grant.objects.filter(user=user).update(until=date(2018, 4, 19))
    client.force_login(user)

    answers = tuple(a.status_code for a in asked(client, name, world))

    assert answers == expected(TABLE[name], allowed=False)
