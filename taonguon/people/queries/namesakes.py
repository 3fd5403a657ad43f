"""People known by a name already: asked before somebody new of that name is added."""

from itertools import islice

from taonguon.orgs.access import Scope
from taonguon.people.access import people_in
from taonguon.people.models import Person
from taonguon.rules.dates import PartialDate
from taonguon.rules.names import fold

KNOWN_MAX = 12


def known_by_that_name(scope: Scope, name: str, born: PartialDate | None) -> list[Person]:
    """Give people in reach with that name whose birth does not speak against it."""
    rows = people_in(scope).filter(folded=fold(name)).order_by("sort_key", "pk")
    agreeing = (row for row in rows if born is None or row.born is None or row.born.agrees(born))
    return list(islice(agreeing, KNOWN_MAX))


def to_choose(people: list[Person]) -> list[tuple[str, str]]:
    """Give them for a form: each with the birth that tells him from others of the name."""
    return [(str(row.pk), f"{row.name} · {row.born or '–'}") for row in people]
