"""A form sent twice, by a double click or from the page before, creates nothing twice."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from taonguon.admissions.actions import close_candidacy, correct_act, open_candidacy, record_act
from taonguon.admissions.desk_enums import HandOverKind
from taonguon.admissions.enums import Closed
from taonguon.admissions.handover import Line, hand_over
from taonguon.admissions.models import Act, Candidacy
from taonguon.admissions.review import Reviewed, record_round
from taonguon.admissions.review_enums import Origin
from taonguon.admissions.suggestions import Proposal, suggest
from taonguon.admissions.urls import urlpatterns
from taonguon.audit.models import Entry
from taonguon.orgs.actions import set_service
from taonguon.orgs.enums import ServiceKind
from tests.admissions.test_path import PAPERS, WHY, opened, recorded, village  # noqa: F401  # a fixture
from tests.architecture.test_addresses import NOT_SO, TABLE
from tests.builders import TODAY, a_locality, a_membership, a_person, a_service, a_user, an_organisation

pytestmark = pytest.mark.django_db
BY = {"actor": None, "today": TODAY}
VOTE = {
    "on": "07/11/2016", "number": "11-NQ/CB", "body": "cell", "members": 9, "in_favour": 8, "absent": 0,
    "temporarily_away": 0, "exempt_absent": 0, "exempt_present": 0, "suspended": 0, "earlier_failed_votes": 0,
    "reason": WHY,
}  # fmt: skip


@dataclass
class World:
    """What the forms are about."""

    district: dict
    cell: object
    members: list
    case: Candidacy


@pytest.fixture
def world(village, client):  # noqa: F811  # pytest hands the fixture over by its name
    district, cell, members, _head = village
    board = a_user("board", district["top"])
    case = opened(village, board)
    recorded(case, board, *PAPERS)
    client.force_login(board)
    return World(district, cell, members, case)


def a_far_village(world):
    far = a_locality("Khe Xa", parent=world.district["communes"][0])
    a_service(world.cell, far, kind="handles", since=date(2016, 1, 1))
    someone = a_person("Chìu Sám Xa", born=date(1990, 1, 1), lives_in=far)
    open_candidacy(someone, world.cell, date(2017, 3, 6), **BY)
    own = an_organisation("Chi bộ thôn Khe Xa", "cell", world.district["committees"][0], since=date(2018, 4, 2))
    set_service(own, far, ServiceKind.COVERS, actor=None, on=date(2018, 4, 2))
    return far


def a_former(world):
    person = a_person("Lý Văn Cũ", born=date(1980, 1, 1), lives_in=world.district["villages"][0])
    a_membership(
        person, world.cell, admitted=date(2010, 5, 19), ended_on=date(2014, 3, 3), ended_precision="d",
        end_reason="struck-off",
    )  # fmt: skip
    return person


def a_found_act(world):
    """The cell met after the certificate had run out: a list told it, and the machine finds it."""
    case = world.case
    correct_act(case.acts.get(key="class-certificate"), date(2011, 5, 20), "Ghi nhầm năm", **BY)
    record_act(case, "dossier-sent", date(2016, 12, 1), **BY)
    return Act.objects.create(candidacy=case, key="cell-resolution", on=date(2016, 11, 7), precision="d")


def a_line(world):
    unit = world.district["committees"][0]
    return hand_over(world.case, HandOverKind.RECEIVED, date(2018, 4, 2), Line(unit), **BY)


def a_suggestion(world):
    return suggest(a_person("Lý Văn Ba"), world.cell, Proposal(Origin.CELL, date(2018, 4, 2)), **BY)


def a_round(world):
    return record_round(world.district["cells"][1], Reviewed(date(2018, 4, 16), nobody_new=True), **BY)


def taken_off(world):
    return close_candidacy(world.case, Closed.AWAY, date(2018, 4, 2), **BY)


def somebody(world):
    return a_person("Dường A Thử", born=date(1991, 2, 3), lives_in=world.district["villages"][0])


INTRODUCERS = {
    f"{row}.{name}": value
    for row in (1, 2)
    for name, value in (("kind", "official-member"), ("together", "work"), ("together_months", 30))
}
SENT = {
    "digest": lambda _world: ([], {"every": "day", "address": "thu@nguon.example"}),
    "homing-village": lambda w: ([a_far_village(w).pk], {"on": "09/04/2018"}),
    "review-record": lambda w: (
        [w.cell.pk], {"on": "16/04/2018", "number": "04-NQ/CB", f"case-{w.case.pk}": "keep", "nobody_new": "on"}
    ),
    "suggestion-add": lambda w: (
        [w.cell.pk],
        {"origin": "cell", "made_on": "16/04/2018", "who": "new", "name": "Lý Thị Mới", "born": "1994",
         "lives_in": w.district["villages"][0].code},
    ),
    "suggestion-withdraw": lambda w: ([a_suggestion(w).pk], {"on": "16/04/2018"}),
    "round-answer": lambda w: ([a_round(w).pk], {"said": "agree", "on": "18/04/2018"}),
    "act-record": lambda w: ([w.case.pk, "cell-resolution"], VOTE),
    "act-correct": lambda w: (
        [w.case.acts.get(key="dossier").pk], {"on": "02/08/2016", "reason": "Ghi nhầm ngày"}
    ),
    "act-answer": lambda w: ([a_found_act(w).pk], {"reason": WHY}),
    "helper-assign": lambda w: (
        [w.case.pk], {"helper": w.members[1].pk, "on": "06/03/2017", "number": "04-NQ/CB", "reason": WHY}
    ),
    "helper-end": lambda w: ([w.case.pk], {"because": "away", "on": "02/04/2018"}),
    "hand-over-record": lambda w: (
        [w.case.pk, "received"], {"on": "05/03/2018", "unit": w.district["committees"][0].pk}
    ),
    "hand-over-correct": lambda w: ([a_line(w).pk], {"on": "03/04/2018", "reason": "Ghi nhầm ngày"}),
    "introducers-set": lambda w: (
        [w.case.pk], INTRODUCERS | {"1.member": w.members[2].pk, "2.member": w.members[3].pk}
    ),
    "facts-set": lambda w: ([w.case.pk], {"person.citizen": "yes", "person.schooling": "primary"}),
    "paper-set": lambda w: ([w.case.pk, "1-KNĐ"], {"state": "has", "made_on": "01/08/2016", "kept_at": "Tủ 1"}),
    "away-set": lambda w: ([w.case.pk], {"at": "Bắc Ninh", "until": "01/06/2018"}),
    "candidacy-close": lambda w: ([w.case.pk], {"because": "away", "on": "05/03/2018"}),
    "candidacy-reopen": lambda w: ([taken_off(w).pk], {"because": "person"}),
    "candidacy-move": lambda w: (
        [w.case.pk], {"unit": w.district["cells"][1].code, "on": "05/03/2018", "same": "yes"}
    ),
    "candidacy-open": lambda w: ([somebody(w).pk], {"unit": w.cell.code, "on": "02/04/2018", "number": "04-NQ/CB"}),
    "candidacy-readmit": lambda w: (
        [a_former(w).pk],
        {"unit": w.cell.code, "on": "02/04/2018", "number": "04-NQ/CB", "left_on": "03/03/2014",
         "because": "struck-off", "times_readmitted": 0, "reason": WHY},
    ),
}  # fmt: skip
"""What a person sends from each form; what it is about is made first."""
NOTHING_CREATED = {
    "act-judge": "writes nothing",
    "feed-new": "each time another address, of which one stands (test_feed)",
    "feed-end": "tested in test_feed",
    "source-export": "takes a file away, and each time is an entry of its own",
    "desk-export": "takes a file away, and each time is an entry of its own",
}


def rows():
    models = [*apps.get_app_config("admissions").get_models(), *apps.get_app_config("people").get_models()]
    counts = {model._meta.label: model.objects.count() for model in models}
    looks = ("candidacy.looked-at", "person.looked-at")
    return counts | {"entries": Entry.objects.exclude(verb__in=looks).count()}


def test_every_form_of_the_ledger_stands_here():
    forms = {path.name for path in urlpatterns if path.name in TABLE and TABLE[path.name].post != NOT_SO}

    assert forms == {*SENT, *NOTHING_CREATED}


@pytest.mark.parametrize("name", SENT)
def test_sent_twice_it_creates_nothing_twice(world, client, name):
    arguments, data = SENT[name](world)
    address = reverse(name, args=arguments)
    before = rows()

    first = client.post(address, data)
    after = rows()
    second = client.post(address, data)

    assert first.status_code == 302, first.content.decode()[-3000:]
    assert after["entries"] > before["entries"]
    assert second.status_code in {302, 422}
    assert rows() == after


@pytest.mark.parametrize(
    "counts", [{"in_favour": 12}, {"temporarily_away": 6, "suspended": 6}], ids=["votes", "left out"]
)
def test_counts_that_no_meeting_can_have_are_refused_with_a_sentence(world, client, counts):
    answer = client.post(reverse("act-record", args=[world.case.pk, "cell-resolution"]), VOTE | counts)

    assert answer.status_code == 422
    assert "hãy xem lại" in answer.content.decode()
    assert not Act.objects.filter(key="cell-resolution").exists()
