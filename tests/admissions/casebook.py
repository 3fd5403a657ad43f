"""Cases of the ledger with the columns the lists read set as a test needs them."""

from datetime import date

from taonguon.admissions.models import Act, Candidacy
from tests.builders import a_person


def a_case(name, cell, *acts, person=None, step="application", actor="candidate", clock="", by=None, **columns):
    """Make an open case; `acts` are (key, day) pairs, `by` the last day of a clock."""
    made = Candidacy.objects.create(
        person=person or a_person(name, born=date(1990, 6, 5)), cell=cell, next_step=step, next_actor=actor,
        next_clock=clock or ("decision-by" if by else ""), next_by=by, **columns,
    )  # fmt: skip
    Act.objects.bulk_create(Act(candidacy=made, key=key, on=on, precision="d") for key, on in acts)
    return made
