"""People suggested to a cell's list: with consent, once at a time, and decided by one only."""

from datetime import date

import pytest

from taonguon.admissions.actions import close_candidacy, open_candidacy
from taonguon.admissions.enums import Closed
from taonguon.admissions.merging import merge_with_cases
from taonguon.admissions.models import Candidacy
from taonguon.admissions.review_enums import Body, NotNow, Origin, SuggestionState
from taonguon.admissions.review_models import Suggestion
from taonguon.admissions.suggestions import (
    Proposal,
    put_on_list,
    set_aside,
    suggest,
    suggest_new,
    take_up,
    waiting_in,
    withdraw,
)
from taonguon.audit.models import Entry
from taonguon.orgs.access import scope_of
from taonguon.people.models import Person, Residence
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, a_membership, a_person, a_user

pytestmark = pytest.mark.django_db
MADE = date(2018, 4, 2)
OWN = Proposal(Origin.CELL, MADE)
WOMEN = Proposal(Origin.MASS, MADE, consent_on=date(2018, 4, 1), by=Body.WOMEN)


def by_nobody(**more):
    return {"actor": None, "today": TODAY, **more}


def test_a_mass_organisation_proposes_somebody_who_agreed():
    cell = a_district()["cells"][0]
    person = a_person("Lý Thị Đề")

    made = suggest(person, cell, WOMEN, **by_nobody())

    assert (made.state, made.by, made.consent_on) == (SuggestionState.WAITING, Body.WOMEN, date(2018, 4, 1))
    entry = Entry.objects.get()
    assert (entry.verb, entry.data["cell"], entry.data["consent"]) == ("suggestion.made", cell.pk, "2018-04-01")


@pytest.mark.parametrize(
    ("proposal", "field"),
    [
        (Proposal(Origin.SCHOOL, MADE), "consent_on"),
        (Proposal(Origin.COMMUNE, MADE, consent_on=date(2018, 4, 3)), "consent_on"),
        (Proposal(Origin.MASS, MADE, consent_on=MADE), "by"),
        (Proposal(Origin.SCHOOL, MADE, consent_on=MADE, by=Body.YOUTH), "by"),
        (Proposal(Origin.CELL, date(2018, 4, 20)), "made_on"),
    ],
    ids=["no consent", "consent afterwards", "no body", "a body too many", "tomorrow"],
)
def test_a_proposal_that_cannot_be_is_refused(proposal, field):
    cell = a_district()["cells"][0]

    with pytest.raises(RefusedError) as refused:
        suggest(a_person(), cell, proposal, **by_nobody())

    assert refused.value.field == field
    assert not Suggestion.objects.exists()
    assert not Entry.objects.exists()


def test_who_is_listed_a_member_or_waiting_is_not_proposed_again():
    land = a_district()
    cell = land["cells"][0]
    listed, member, waiting = a_person("Lý Văn Một"), a_person("Lý Văn Hai"), a_person("Lý Văn Ba")
    open_candidacy(listed, cell, MADE, **by_nobody())
    a_membership(member, cell)
    suggest(waiting, cell, OWN, **by_nobody())

    for person in (listed, member, waiting):
        with pytest.raises(RefusedError, match=person.name):
            suggest(person, cell, WOMEN, **by_nobody())
    suggest(waiting, land["cells"][1], OWN, **by_nobody())


def test_only_to_a_cell_is_anybody_suggested():
    land = a_district()

    with pytest.raises(RefusedError, match="không phải là chi bộ"):
        suggest(a_person(), land["committees"][0], OWN, **by_nobody())


def test_somebody_new_is_added_with_his_village():
    land = a_district()

    made = suggest_new(land["cells"][0], WOMEN, land["villages"][0].pk, name="lý thị mới", **by_nobody())

    assert made.person.name == "Lý Thị Mới"
    assert Residence.objects.get().locality_id == land["villages"][0].pk


def test_refused_somebody_new_is_not_added():
    land = a_district()

    with pytest.raises(RefusedError):
        suggest_new(land["cells"][0], Proposal(Origin.SCHOOL, MADE), None, name="Lý Thị Mới", **by_nobody())

    assert not Person.objects.exists()


def test_taken_up_a_suggestion_becomes_a_case():
    made = suggest(a_person(), a_district()["cells"][0], WOMEN, **by_nobody())

    case = take_up(made, date(2018, 4, 5), **by_nobody(number="04-NQ/CB"))

    made.refresh_from_db()
    assert (made.state, made.decided_on, made.candidacy) == (SuggestionState.LISTED, date(2018, 4, 5), case)
    assert (case.acts.get().key, case.acts.get().number) == ("listed", "04-NQ/CB")


def test_listed_in_the_ordinary_way_a_waiting_suggestion_is_taken_up():
    made = suggest(a_person(), a_district()["cells"][0], WOMEN, **by_nobody())

    case = put_on_list(made.person, made.cell, date(2018, 4, 5), **by_nobody())
    other = put_on_list(a_person(), made.cell, date(2018, 4, 5), **by_nobody())

    assert case.suggestion == made
    assert not Suggestion.objects.filter(candidacy=other).exists()


def test_set_aside_or_withdrawn_a_suggestion_waits_no_more_and_may_be_made_again():
    cell = a_district()["cells"][0]
    person = a_person()

    set_aside(suggest(person, cell, WOMEN, **by_nobody()), NotNow.AGE, MADE, **by_nobody())
    withdraw(suggest(person, cell, WOMEN, **by_nobody()), MADE, **by_nobody())
    suggest(person, cell, WOMEN, **by_nobody())

    assert [s.state for s in Suggestion.objects.order_by("pk")] == ["not-now", "withdrawn", "waiting"]
    assert not Candidacy.objects.exists()


@pytest.mark.parametrize("act", [
    lambda s: take_up(s, TODAY, **by_nobody()),
    lambda s: set_aside(s, NotNow.AGE, TODAY, **by_nobody()),
    lambda s: withdraw(s, TODAY, **by_nobody()),
])  # fmt: skip
def test_a_suggestion_is_decided_once(act):
    made = suggest(a_person(), a_district()["cells"][0], OWN, **by_nobody())
    withdraw(made, MADE, **by_nobody())
    before = Entry.objects.count()

    with pytest.raises(RefusedError, match="đã được xem xét ngày 02/04/2018"):
        act(made)

    assert Entry.objects.count() == before


def test_nothing_is_decided_before_it_was_proposed_or_tomorrow():
    made = suggest(a_person(), a_district()["cells"][0], OWN, **by_nobody())

    with pytest.raises(RefusedError, match="trước ngày đề xuất"):
        take_up(made, date(2018, 4, 1), **by_nobody())
    with pytest.raises(RefusedError, match="còn ở phía trước"):
        set_aside(made, NotNow.AGE, date(2018, 4, 20), **by_nobody())


def test_no_reason_speaks_of_belief_or_will():
    said = " ".join(str(label) for _code, label in NotNow.choices).lower()

    assert not [word for word in ("muốn", "nguyện vọng", "niềm tin", "tín", "từ chối", "động cơ") if word in said]


def test_suggestions_wait_in_their_own_reach_and_not_once_somebody_is_listed():
    land = a_district()
    one, two = (a_person(name) for name in ("Lý Văn Một", "Lý Văn Hai"))
    suggest(one, land["cells"][0], OWN, **by_nobody())
    suggest(two, land["cells"][2], OWN, **by_nobody())
    open_candidacy(two, land["cells"][1], MADE, **by_nobody())

    for role, at, found in (
        ("board", land["top"], [one.pk]), ("cell", land["cells"][0], [one.pk]), ("cell", land["cells"][2], []),
    ):  # fmt: skip
        scope = scope_of(a_user(role, at), TODAY)
        assert [s.person_id for s in waiting_in(scope)] == found


def test_who_left_a_list_does_not_come_up_as_suggested_again():
    land = a_district()
    person = a_person("Lý Văn Rời")
    suggest(person, land["cells"][0], OWN, **by_nobody())
    case = open_candidacy(person, land["cells"][1], MADE, **by_nobody())

    close_candidacy(case, Closed.MOVED, TODAY, **by_nobody())

    assert not waiting_in(scope_of(a_user("board", land["top"]), TODAY)).exists()
    made = Suggestion.objects.get()
    assert (made.state, made.decided_on, made.reason) == (SuggestionState.NOT_NOW, TODAY, "")


def test_merged_a_person_keeps_one_waiting_suggestion_a_cell():
    land = a_district()
    keep, drop = a_person("Lý Thị Trùng"), a_person("Lý Thị Trùng")
    for person, cell in ((keep, 0), (drop, 0), (drop, 1)):
        suggest(person, land["cells"][cell], OWN, **by_nobody())

    merge_with_cases(keep, drop, actor=None)

    assert sorted(Suggestion.objects.values_list("person_id", "cell_id")) == sorted(
        (keep.pk, land["cells"][cell].pk) for cell in (0, 1)
    )
