"""What the page of one case shows: the next step with its obstacles, the line of acts, clocks, helpers, papers."""

from dataclasses import dataclass
from datetime import date

from taonguon.admissions.actions import ACT_KEYS, STEP_OF
from taonguon.admissions.enums import Stage
from taonguon.admissions.facts import Bundle, case_of
from taonguon.admissions.following import STRIKE_OFF_KEYS
from taonguon.admissions.models import Act, Tally
from taonguon.admissions.naming import act_name, language
from taonguon.admissions.rights import who_records
from taonguon.orgs.queries import on_day
from taonguon.people.enums import Standing
from taonguon.people.models import Activity
from taonguon.procedures.book import book
from taonguon.procedures.verdicts import Due, Group, due_of, groups_of
from taonguon.rules.engine import calendar, next_steps
from taonguon.rules.findings import Verdict
from taonguon.wording.sentences import word


@dataclass(frozen=True)
class ActLine:
    """One act on the line of time, also one since corrected."""

    act: Act
    name: str
    tally: Tally | None


@dataclass(frozen=True)
class Coming:
    """A step that can come next: who acts, by when, what stands in its way and the way out."""

    key: str
    step: str
    name: str
    actor: str
    verdict: str
    look: str
    by: date | None
    may_from: date | None
    groups: tuple[Group, ...]
    recorders: str
    """Who records it, said to those who may not."""


_LOOK = {Verdict.ALLOWED: "is-good", Verdict.BLOCKED: "is-bad", Verdict.NEEDS_HUMAN: "is-warn"}
_KEY_OF = {step: key for key, step in STEP_OF.items()}
_KEY_ORDER = {key: n for n, key in enumerate(ACT_KEYS)}


def line_of(bundle: Bundle) -> list[ActLine]:
    """Give every act of the case in the order of days, corrected ones too."""
    acts = Act.objects.filter(candidacy=bundle.candidacy).select_related("tally", "recorded_by")
    rows = sorted(acts, key=lambda a: (a.on or date.min, _KEY_ORDER.get(a.key, 0), a.pk))
    return [ActLine(a, act_name(a.key), getattr(a, "tally", None)) for a in rows]


def coming_of(bundle: Bundle, today: date) -> list[Coming]:
    """Give the steps that can come next, as the rules see them today."""
    lang = language()
    return [
        Coming(
            key=_KEY_OF[step.step],
            step=step.step,
            name=word("step", step.step, lang),
            actor=word("actor", step.actor, lang),
            verdict=word("verdict", step.verdict, lang),
            look=_LOOK[step.verdict],
            by=step.by,
            may_from=step.may_from,
            groups=groups_of(step.findings, lang),
            recorders=who_records(_KEY_OF[step.step]),
        )
        for step in next_steps(case_of(bundle, "list", today), today, book())
    ]


def introducers_of(bundle: Bundle) -> list[str]:
    """Name who introduces: the member, or the body by its kind."""
    kinds = ((row, word("kind", row.kind, language())) for row in bundle.introductions)
    return [f"{row.member.name} ({kind})" if row.member is not None else kind for row, kind in kinds]


def clocks_of(bundle: Bundle, today: date) -> list[Due]:
    """Give the clocks of the case; the day of coming of age only while it is still to come."""
    found = calendar(case_of(bundle, "list", today), book())
    shown = [c for c in found if c.name != "age-eligible-from" or (c.by is not None and c.by > today)]
    return [due_of(c, today, language()) for c in shown]


def open_keys(bundle: Bundle) -> list[tuple[str, str]]:
    """Give the acts not yet on record, with their names, in the order of the procedure."""
    probation = bundle.candidacy.stage == Stage.PROBATION
    keys = [key for key in ACT_KEYS if key not in bundle.acts and (probation or key not in STRIKE_OFF_KEYS)]
    return [(key, act_name(key)) for key in keys]


def members_of(cell_pk: int, on: date) -> list[tuple[int, str]]:
    """Give the official members of a cell on a day, by name."""
    rows = Activity.objects.filter(on_day(on), cell_id=cell_pk, standing=Standing.OFFICIAL)
    return list(rows.order_by("person__sort_key", "person_id").values_list("person_id", "person__name"))
