"""Files of the five kinds in many layouts give the figures that are true of the district they describe."""

import pytest

from tests.intake.districts import a_made_district
from tests.intake.layouts import Look, acts_book, members_book, posts_book, units_book
from tests.intake.loading import differences, load_book

pytestmark = pytest.mark.django_db

LOOKS = {
    "a plain list with merged headings": Look(),
    "shuffled columns": Look(shuffle=3),
    "shuffled otherwise, second synonyms": Look(shuffle=8, words=1, numbering="skip"),
    "third synonyms, bracketed column numbers": Look(words=2, numbering="paren", shuffle=5),
    "fourth synonyms, no column numbers": Look(words=3),
    "header in the first row": Look(start=0, letterhead="none"),
    "header in the third row": Look(start=2, letterhead="district"),
    "blank cells instead of merged ones": Look(merged=False, numbering="skip"),
    "blank cells, shuffled": Look(merged=False, shuffle=4, words=1),
    "headings in capitals": Look(shape="capitals"),
    "headings with line breaks": Look(shape="breaks", words=1),
    "headings in decomposed letters": Look(shape="nfd", names="nfd"),
    "headings with double spaces": Look(shape="double", names="double"),
    "units as columns": Look(groups="columns", per_commune=False),
    "units as columns, shuffled, no totals": Look(groups="columns", shuffle=9, totals=False, signature=False, words=1),
    "group rows with a slash": Look(group_rows="slash"),
    "group rows in the name column": Look(group_rows="name"),
    "group rows in capitals": Look(group_rows="loud"),
    "one sheet a commune": Look(per_commune=True, letterhead="commune"),
    "one sheet a commune, flat posts": Look(per_commune=True, letterhead="commune", posts="flat", marks="x"),
    "birth dates in the columns of the sexes": Look(sex="dates"),
    "a column for the sex": Look(sex="column", words=1),
    "only a column for women": Look(sex="female", words=2),
    "names in two columns": Look(name_columns=3),
    "names in two columns under one heading": Look(name_columns=2),
    "names in capitals": Look(names="capitals", days="real"),
    "names with titles": Look(names="titled", days="dots"),
    "days with dashes": Look(days="dash", sex="dates"),
    "days as numbers": Look(days="serial"),
    "days in mixed shapes": Look(days="mixed", sex="dates"),
    "village and commune in two columns": Look(residence="two", groups="columns"),
    "only the village of residence": Look(residence="village"),
    "days of joining on two levels": Look(party_days="levels", status=True, card=False),
    "a column of standing": Look(status=True, words=1, card=False),
    "flat posts": Look(posts="flat", marks="two"),
    "flat posts with one mark": Look(posts="flat", marks="code", shuffle=2),
    "posts in two levels": Look(posts="pairs", marks="ctdb", words=1),
    "posts with yes and no": Look(posts="pairs", marks="yesno", words=2),
    "posts with words, no secretaries": Look(posts="pairs", marks="words", words=3, secretaries=False),
    "posts row by row": Look(posts="long", marks="code", groups="columns"),
    "posts row by row under communes": Look(posts="long", marks="two"),
    "posts with a column for the commune": Look(groups="columns", posts="nested"),
    "units without codes": Look(codes=False, words=1),
    "units without codes and numbers": Look(codes=False, ordinals=False, change="instead", served=","),
    "units without villages, told in notes": Look(served="absent", orphans="note"),
    "villages joined by a word": Look(served="và", change="none"),
    "villages joined by semicolons": Look(served=";", orphans="note", change="instead"),
    "villages joined by plus": Look(served="+"),
    "units in two columns": Look(unit_groups="columns", words=1),
    "acts in one row of headings": Look(acts="flat"),
    "acts flat, second synonyms": Look(acts="flat", words=1, groups="columns", shuffle=6),
    "years of birth alone": Look(days="years", sex="column"),
    "years of two digits": Look(days="short"),
    "cells without their committee, by sheet": Look(per_commune=True, letterhead="commune", committee_rows=False),
    "a word of standing instead of the day": Look(standing_only=True, card=False),
    "a column each for day, month and year of birth": Look(births="parts", sex="column", merged=False),
    "years of birth behind the holders' names": Look(births="name", posts="pairs", marks="x"),
    "deputies beside heads": Look(deputies=True),
    "number and day of a decision in one cell": Look(acts="joined", words=1),
    "the province above the district": Look(letterhead="province"),
    "the title alone names the district": Look(letterhead="title"),
}


def load_all(district, look):
    books = [units_book(district, look), posts_book(district, look), members_book(district, look)]
    books += [acts_book(district, look, "admissions"), acts_book(district, look, "recognitions")]
    if look.letterhead == "none":
        load_book(units_book(district, Look()))
    return [load_book(book) for book in books]


@pytest.mark.parametrize("name", LOOKS)
def test_every_layout_gives_the_true_figures(name):
    number = list(LOOKS).index(name)
    district = a_made_district(number + 1, sections=number % 4 == 1)
    reports = load_all(district, LOOKS[name])
    assert [r.kind for r in reports] == ["organisations", "posts", "members", "admissions", "recognitions"]
    assert [c for r in reports for c in r.cells] == []
    assert differences(district) == []
