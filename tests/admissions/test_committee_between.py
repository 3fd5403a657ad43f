"""The next step of a case whose cell has resolved: the grassroots committee, where one stands between it and who decides."""

from datetime import date, timedelta

import pytest

from taonguon.admissions.settling import settle
from tests.admissions.casebook import a_case
from tests.builders import TODAY, an_organisation

pytestmark = pytest.mark.django_db
LISTED = date(2016, 1, 8)


def a_cell_below(*kinds, kind="cell"):
    """Give a cell, and above it units of some kinds from the top down."""
    above = None
    for one in kinds:
        above = an_organisation(f"Đảng bộ {one}", one, above)
    return an_organisation("Chi bộ Thử", kind, above)


@pytest.mark.parametrize(
    ("above", "kind", "step", "actor"),
    [
        (("district", "grassroots"), "cell", "committee-vote", "grassroots-committee"),
        (("district", "grassroots", "section"), "cell", "committee-vote", "grassroots-committee"),
        (("district",), "base-cell", "decision", "competent-committee"),
        (("province", "grassroots"), "cell", "decision", "competent-committee"),
    ],
)
@pytest.mark.parametrize("key", ["cell-resolution", "recognition-resolution"])
def test_the_grassroots_committee_is_waited_for_where_one_stands_between(above, kind, step, actor, key):
    case = a_case("Lý Văn Chờ", a_cell_below(*above, kind=kind), ("listed", LISTED), (key, TODAY - timedelta(30)))

    settle(case, TODAY)

    before = "recognition-" if key.startswith("recognition") else ""
    assert (case.next_step, case.next_actor) == (before + step, actor)


@pytest.mark.parametrize(
    ("acts", "facts"),
    [(("committee-resolution",), {}), ((), {"unit": {"delegated": True}}), ((), {"unit": {"base_committee": False}})],
)
def test_after_the_committee_or_where_it_decides_itself_the_decision_comes(acts, facts):
    cell = a_cell_below("district", "grassroots")
    met = [(key, TODAY - timedelta(9)) for key in ("cell-resolution", *acts)]
    case = a_case("Lý Văn Chờ", cell, ("listed", LISTED), *met, facts=facts)

    settle(case, TODAY)

    assert case.next_step == "decision"
