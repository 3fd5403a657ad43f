"""What the machine finds to stand against acts already on record, each judged on its own day.

Derived by `settling` as stage and clocks are; a person answers it: the entry is wrong and is corrected, or it was
so and is confirmed. What is merely not known is not irregular.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from taonguon.admissions.facts import Bundle, case_of, vote_of
from taonguon.admissions.models import Act
from taonguon.people.bulk import update_rows
from taonguon.procedures.book import book
from taonguon.rules.findings import Finding
from taonguon.rules.lookback import against_acts


def findings_against(bundle: Bundle, today: date) -> list[tuple[str, Finding]]:
    """Give what blocks in the acts of a case by the texts of their days, as (key of the act, finding)."""
    votes = {key: vote for key, act in bundle.acts.items() if (vote := vote_of(act)) is not None}
    return against_acts(case_of(bundle, "list", today), book(), votes)


def look_back(bundles: Iterable[Bundle], today: date) -> None:
    """Write what is found against the acts of some cases, where that is not what stands there: one statement."""
    update_rows(Act, ("found",), [row for bundle in bundles for row in _changed(bundle, today)])


def _changed(bundle: Bundle, today: date) -> Iterator[tuple[int, str | None]]:
    """Give (id, rules as JSON) of each act of which something else is found now; what was answered for is left out."""
    now: dict[str, list[str]] = {}
    for key, finding in findings_against(bundle, today):
        act = bundle.acts.get(key)
        if act is not None and finding.rule not in act.against and finding.rule not in now.get(key, ()):
            now.setdefault(key, []).append(finding.rule)
    for key, act in bundle.acts.items():
        if act.found != now.get(key):
            act.found = now.get(key)
            yield act.pk, json.dumps(act.found) if act.found is not None else None
