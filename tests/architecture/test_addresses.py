"""Role by address: each named address is claimed by a row here, and answers each log-in as the row says.

A log-in holds one role at the first commune ("in scope") or at the second ("out of scope"); the rows
of the world belong to the first. What a log-in may not see answers like what is not there.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

from taonguon.accounts.enums import MAY_CHANGE, MAY_LOAD, MAY_MANAGE, MAY_PLAN, MAY_SHARE, Role
from taonguon.accounts.models import Grant
from taonguon.admissions.actions import open_candidacy
from taonguon.intake.models import Doubt, Load
from taonguon.people.models import Tenure
from taonguon.plans.actions import GoalSpan, set_goal
from taonguon.plans.models import GoalPosts
from taonguon.rules.coverage import Goal
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user

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
    "candidacy": page("candidacy"),
    "candidacy-file": page("candidacy"),
    "act-record": form("candidacy", MAY_CHANGE, word="application"),
    "act-judge": deed("candidacy", MAY_CHANGE, OK, word="application"),
    "act-correct": form("act", MAY_CHANGE),
    "helper-assign": form("candidacy", MAY_CHANGE),
    "introducers-set": form("candidacy", MAY_CHANGE, DONE),
    "facts-set": form("candidacy", MAY_CHANGE, DONE),
    "paper-set": form("candidacy", MAY_CHANGE, word="1-KNĐ"),
    "candidacy-close": form("candidacy", MAY_CHANGE),
    "candidacy-move": form("candidacy", MAY_CHANGE),
    "candidacy-open": form("person", MAY_CHANGE),
    "courses": page(),
    "year-plan": page(),
    "plan-draft": form("committee", MAY_SHARE),
    "pace": page(),
    "consolidation": page(),
    "consolidation-plan": form("village", MAY_PLAN),
    "consolidation-drop": deed("village", MAY_PLAN),
    "goals": page(may=MAY_PLAN),
    "goal-add": form(may=MAY_PLAN),
    "goal-end": form("goal", MAY_PLAN),
    "rules": page(),
    "rule": page(word="ADM-CITIZEN"),
    "rule-changes": page(),
    "trial": form(),
    "loads": form(may=MAY_LOAD),
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
    rows = {
        "candidacy": case, "act": case.acts.get(),
        "committee": district["committees"][0], "cell": district["cells"][0], "commune": district["communes"][0],
        "village": district["villages"][0], "empty village": district["villages"][1], "person": one, "post": post,
        "tenure": Tenure.objects.get(), "user": user, "grant": Grant.objects.get(user=user), "load": load,
        "doubt": Doubt.objects.create(one=one, other=two, reason="same-name"), "goal": goal,
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


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", TABLE)
def test_in_scope_an_address_answers_those_who_may(client, world, name, role):
    client.force_login(a_user(role, world["district"]["committees"][0]))

    answers = tuple(a.status_code for a in asked(client, name, world))

    assert answers == expected(TABLE[name], role in TABLE[name].may)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", WITH_ID)
def test_out_of_scope_a_row_is_like_one_that_is_not_there(client, world, name, role):
    client.force_login(a_user(role, world["district"]["committees"][1]))

    foreign, missing = asked(client, name, world), asked(client, name, world, MISSING_PK)

    assert tuple(a.status_code for a in foreign) == expected(TABLE[name], allowed=False)
    assert [bare(a) for a in foreign] == [bare(a) for a in missing]


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
