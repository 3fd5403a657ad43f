"""A list worked through in small portions gives what it gives as a whole."""

from datetime import date

import pytest

from taonguon.reports.figures import figures
from tests.intake.test_demo_district import EXPECTED, GROUPS, load_all, plain

pytestmark = pytest.mark.django_db


def test_small_portions_give_the_same_figures_and_a_second_load_changes_nothing(monkeypatch):
    monkeypatch.setattr("taonguon.intake.appliers.members._PORTION", 37)
    monkeypatch.setattr("taonguon.intake.appliers.classes._PORTION", 11)

    load_all()
    again = load_all()

    found = figures(date(2018, 4, 19))
    assert {group: plain(found[group]) for group in GROUPS} == {g: plain(EXPECTED["figures"][g]) for g in GROUPS}
    assert {(report.created, report.updated) for report in again.values()} == {(0, 0)}
