"""The demo district's own files in other shapes give the same figures, and the same defects at their new places."""

from dataclasses import replace
from datetime import date

import pytest

from taonguon.intake.actions import Opened, column_letter, load_file, open_file
from taonguon.intake.interpret.files import parse
from taonguon.intake.readers import read_book
from taonguon.reports.figures import figures
from tests.intake.layouts.files import write_xlsx
from tests.intake.layouts.reshaped import Reshaping, reshape
from tests.intake.loading import request
from tests.intake.test_demo_district import CLAIMS, EXPECTED, FILES, FOLDER, GROUPS, plain

pytestmark = pytest.mark.django_db
SHAPES = {
    "columns moved": Reshaping(shuffle=3),
    "columns moved, headings reworded, header higher": Reshaping(shuffle=7, synonyms=True, above=-3),
    "header cells not joined, lower": Reshaping(header="blank", above=2),
    "header in one row, columns moved": Reshaping(header="flat", shuffle=5),
    "header in one row, reworded": Reshaping(header="flat", synonyms=True),
    "one more row of header": Reshaping(header="deep", synonyms=True, shuffle=9),
    "single headings in the last row of the header": Reshaping(header="bottom", shuffle=11),
}

TITLED = FILES[-4:]
"""Lists whose title says what they are of: without it they are no lists of a class, or of an organisation."""


@pytest.fixture(scope="module")
def books():
    return {name: read_book(FOLDER / name) for name in FILES}


@pytest.mark.parametrize("name", SHAPES)
def test_the_demo_in_another_shape_gives_its_figures_and_defects(name, books):
    found, wanted = set(), set()
    for file, book in books.items():
        how = SHAPES[name]
        if file in TITLED and how.above < 0:
            how = replace(how, above=0)
        made, moved = reshape(book, how)
        report = load_file(Opened(FOLDER / file, file, file, made, parse(made)), request())
        found |= {(file, c.sheet, c.row, c.column, c.kind) for c in report.cells if c.kind not in CLAIMS}
        for defect in (d for d in EXPECTED["defects"]["list"] if d["file"] == file):
            where = moved[defect["sheet"] or ""]
            column = column_letter(where.columns[ord(defect["column"]) - ord("A")])
            wanted.add((file, defect["sheet"] or "", defect["row"] + where.rows, column, defect["kind"]))
    got = figures(date(2018, 4, 19))

    assert {g: plain(got[g]) for g in GROUPS} == {g: plain(EXPECTED["figures"][g]) for g in GROUPS}
    assert found == wanted


@pytest.mark.parametrize("letters", ["vni", "tcvn3"])
def test_the_demo_in_other_letters_gives_its_figures(letters, books, tmp_path):
    for number, book in enumerate(books.values()):
        load_file(open_file(write_xlsx(tmp_path / f"{number}.xlsx", book, letters), request()), request())
    got = figures(date(2018, 4, 19))

    assert {g: plain(got[g]) for g in GROUPS} == {g: plain(EXPECTED["figures"][g]) for g in GROUPS}
