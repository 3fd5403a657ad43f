"""Who in a file is who in the register: by name with birth and place, never by name alone."""

from hypothesis import given
from hypothesis import strategies as st

from taonguon.intake.matching import OTHER_DAY, OTHER_PLACE, SEVERAL, Directory, Known, Match, Named
from taonguon.rules.dates import PartialDate

NAME = "hoang van thu"
DAY, YEAR = PartialDate(1980, 3, 7), PartialDate(1980)
HERE, THERE = frozenset({"v1", "c1"}), frozenset({"v9", "c9"})


def directory(*people, expected=()):
    made = Directory()
    for person in people:
        made.add(NAME, person)
    made.expect(expected)
    return made


def known(pk=1, born=DAY, places=HERE, cards=()):
    return Known(pk, born, places, cards)


def one(born=DAY, places=HERE, card=""):
    return Named(NAME, born, frozenset(places), card)


def test_nobody_of_the_name_is_nobody():
    assert Directory().find(one()) == Match()


def test_name_birth_and_place_make_a_person():
    person = known()

    assert directory(person).find(one()).person is person
    assert directory(person).find(one(born=YEAR)).person is person
    assert directory(known(born=YEAR)).find(one()).person == known(born=YEAR)


def test_a_name_alone_makes_nobody():
    assert directory(known(born=None)).find(one(born=None, places=THERE)) == Match()
    assert directory(known()).find(one(born=PartialDate(1991), places=HERE)) == Match()
    assert directory(known(born=YEAR)).find(one(born=YEAR, places=THERE)) == Match()


def test_one_day_in_two_places_is_a_doubt():
    person = known()

    assert directory(person).find(one(places=THERE)) == Match(doubts=((person, OTHER_PLACE),))


def test_one_year_and_two_days_in_a_place_is_a_doubt():
    person = known()

    assert directory(person).find(one(born=PartialDate(1980, 9, 17))) == Match(doubts=((person, OTHER_DAY),))


def test_without_a_birth_the_only_one_of_the_place_is_meant():
    person = known()

    assert directory(person).find(one(born=None)).person is person
    assert directory(known(born=None)).find(one()).person == known(born=None)


def test_without_a_birth_two_of_the_place_are_a_doubt():
    father, son = known(1, PartialDate(1950)), known(2, PartialDate(1980))

    found = directory(father, son).find(one(born=None))

    assert found == Match(doubts=((father, SEVERAL), (son, SEVERAL)))


def test_a_nameless_birth_is_not_given_to_one_of_two_whom_the_file_itself_tells_apart():
    two = [one(PartialDate(1950)), one(PartialDate(1980))]
    person = known(born=None)

    assert directory(person, expected=two).find(two[0]) == Match(doubts=((person, SEVERAL),))


def test_a_year_that_fits_two_is_a_doubt_and_a_day_decides():
    first, second = known(1, DAY), known(2, PartialDate(1980, 9, 17))

    assert directory(first, second).find(one(born=YEAR)).doubts == ((first, SEVERAL), (second, SEVERAL))
    assert directory(first, second).find(one(born=DAY)).person is first


def test_the_card_decides_between_namesakes_and_holds_others_off():
    first, second = known(1, cards=("11",)), known(2, cards=("22",))

    assert directory(first, second).find(one(card="22", places=THERE)).person is second
    assert directory(first).find(one(card="33")) == Match()


def test_a_row_brings_a_secretary_and_a_holder_together():
    secretary, holder = known(1, YEAR, frozenset({"c1"})), known(2, DAY, frozenset({"v1"}))
    row = one(DAY, {"c1", "v1"})

    assert directory(secretary, holder, expected=[row]).one_person(row) == [secretary, holder]


def test_a_row_brings_nobody_together_where_the_file_knows_two():
    secretary, holder = known(1, YEAR, frozenset({"c1"})), known(2, DAY, frozenset({"v1"}))
    row, other = one(DAY, {"c1", "v1"}), one(PartialDate(1975), {"v1"})

    assert directory(secretary, holder, expected=[row, other]).one_person(row) == []


def test_a_row_brings_nobody_together_whose_births_differ():
    row = one(YEAR, {"c1", "v1"})
    people = known(1, DAY, frozenset({"c1"})), known(2, PartialDate(1980, 9, 17), frozenset({"v1"}))

    assert directory(*people, expected=[row]).one_person(row) == []


WIDE = frozenset({"c5", "c1", "v1"})
"""A committee, its cells and their villages."""


def test_who_is_somewhere_in_a_committee_is_known_by_an_agreeing_birth_there():
    teacher = Known(1, DAY, frozenset(), wide=WIDE)

    assert directory(teacher).find(one(YEAR, HERE)).person is teacher
    assert directory(known()).find(Named(NAME, YEAR, frozenset(), wide=WIDE)).person == known()
    assert directory(teacher).find(Named(NAME, DAY, frozenset(), wide=WIDE)).person is teacher
    assert directory(teacher).near(one(YEAR, HERE)) == [teacher]


def test_two_whose_places_are_known_are_not_one_for_being_of_one_committee():
    there = Known(1, DAY, frozenset({"v3", "c3"}), wide=frozenset({"c5"}))

    assert directory(there).find(Named(NAME, YEAR, HERE, wide=frozenset({"c5"}))) == Match()


def test_without_a_birth_or_beyond_the_committee_he_is_not():
    teacher = Known(1, DAY, frozenset(), wide=WIDE)

    assert directory(teacher).find(one(None, HERE)) == Match()
    assert directory(teacher).find(one(YEAR, THERE)) == Match()
    assert directory(Known(1, None, frozenset(), wide=WIDE)).find(one(DAY, HERE)) == Match()


def test_of_two_in_one_committee_nobody_is_chosen():
    found = directory(*(Known(pk, YEAR, frozenset(), wide=WIDE) for pk in (1, 2))).find(one(DAY, HERE))

    assert found.person is None
    assert [reason for _, reason in found.doubts] == [SEVERAL, SEVERAL]


BIRTHS = st.none() | st.sampled_from([YEAR, DAY, PartialDate(1980, 3), PartialDate(1980, 9, 17), PartialDate(1955)])
PLACES = st.sampled_from([HERE, THERE, frozenset({"v1"}), frozenset({"c9"}), HERE | THERE, frozenset()])


@given(BIRTHS, PLACES, BIRTHS, PLACES)
def test_it_does_not_matter_which_of_two_was_known_first(born, places, other_born, other_places):
    forth = directory(known(1, born, places)).find(one(other_born, other_places))
    back = directory(known(1, other_born, other_places)).find(one(born, places))

    assert (forth.person is None) == (back.person is None)
    assert [reason for _, reason in forth.doubts] == [reason for _, reason in back.doubts]


@given(BIRTHS, PLACES, BIRTHS, PLACES)
def test_who_is_taken_for_one_shares_a_place_and_no_birth_contradicts(born, places, other_born, other_places):
    found = directory(known(1, born, places)).find(one(other_born, other_places))

    if found.person:
        assert places & other_places
        assert born is None or other_born is None or born.agrees(other_born)
        assert found.doubts == ()
