"""Probation by month, and the acts found to be against the rules."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from taonguon.admissions.access import candidacies_in
from taonguon.admissions.boards import UnitLine, by_unit, units_below
from taonguon.admissions.earlier import is_without, say_without
from taonguon.admissions.enums import Stage
from taonguon.admissions.facts import OPEN
from taonguon.admissions.models import Act
from taonguon.admissions.naming import act_name, language
from taonguon.admissions.queries import found_acts, irregular_acts
from taonguon.admissions.rights import may_record
from taonguon.admissions.worklist import left_words, look_of
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import on_day
from taonguon.people.enums import Standing
from taonguon.people.models import Activity
from taonguon.procedures.book import book
from taonguon.rules.dates import PartialDate, add_months
from taonguon.web.paging import SIZE, Page, clip
from taonguon.web.pictures import percent
from taonguon.wording.sentences import cited, title, word

OVER, UNKNOWN = "da-het", "khong-ro"
"""Instead of a month: the twelve months are over; the day of the ceremony is not known."""


@dataclass(frozen=True)
class MonthLine:
    """One month of the calendar, or OVER, or UNKNOWN."""

    code: str
    first: date | None
    count: int
    width: str


@dataclass(frozen=True)
class Probation:
    """One member on probation."""

    person_pk: int
    case_pk: int | None
    name: str
    cell: str
    cell_pk: int
    admitted: PartialDate | None
    ends: date | None
    left: str
    look: str
    step: str


def months_of_probation(today: date) -> int | None:
    """Give how many months probation lasts by the text in force; None where that is not known."""
    row = book().on(today)["CLK-PROBATION"]
    return None if row.gap else int(row["months"])


def probation_board(
    scope: Scope, unit: int | None, month: str, number: int, today: date
) -> tuple[list[MonthLine], list[UnitLine], Page[Probation]]:
    """Give how many end their probation in which month, how many in which unit, and one page of who: three queries.

    Who is on probation stands in the list of members, also where no case of the ledger leads to it.
    """
    stays = Activity.objects.filter(on_day(today), standing=Standing.PROBATIONARY)
    if unit is not None:
        stays = stays.filter(cell_id__in=scope.map.organisations.under(unit))
    elif not scope.everything:
        stays = stays.filter(cell_id__in=scope.organisation_ids)
    months = months_of_probation(today)
    found = []
    cells: dict[int, Counter[str]] = {}
    for pk, cell, admitted in stays.values_list("pk", "cell_id", "membership__admitted_on"):
        ends = add_months(admitted, months) if admitted is not None and months is not None else None
        code = _code(ends, today)
        found.append((ends or date.max, pk, code))
        cells.setdefault(cell, Counter())[code] += 1
    found.sort()
    chosen = [row for row in found if not month or row[2] == month]
    number = clip(number, len(chosen))
    shown = [pk for _ends, pk, _code in chosen[(number - 1) * SIZE : number * SIZE]]
    ends_of = {pk: ends for ends, pk, _code in chosen}
    page = Page(_people(shown, ends_of, scope, today), number, len(chosen))
    return _month_lines(Counter(code for _ends, _pk, code in found)), by_unit(units_below(scope, unit), cells), page


def _code(ends: date | None, today: date) -> str:
    if ends is None:
        return UNKNOWN
    return OVER if ends < today else f"{ends:%Y-%m}"


def _month_lines(counts: Counter[str]) -> list[MonthLine]:
    most = max([1, *counts.values()])
    codes = sorted(counts, key=lambda code: (code != OVER, code == UNKNOWN, code))
    return [
        MonthLine(
            code,
            None if code in {OVER, UNKNOWN} else date.fromisoformat(f"{code}-01"),
            counts[code],
            percent(100 * counts[code] / most),
        )
        for code in codes
    ]


def _people(pks: list[int], ends_of: dict[int, date], scope: Scope, today: date) -> list[Probation]:
    stays = {a.pk: a for a in Activity.objects.filter(pk__in=pks).select_related("person", "membership")}
    ids = [stay.person_id for stay in stays.values()]
    rows = candidacies_in(scope).filter(OPEN, person_id__in=ids, stage=Stage.PROBATION)
    cases = {person: (pk, step) for person, pk, step in rows.values_list("person_id", "pk", "next_step")}
    out = []
    for pk in pks:
        stay = stays[pk]
        case_pk, step = cases.get(stay.person_id, (None, ""))
        cell = scope.map.organisations.get(stay.cell_id)
        ends = ends_of[pk] if ends_of[pk] != date.max else None
        days = (ends - today).days if ends is not None else None
        out.append(
            Probation(
                person_pk=stay.person_id,
                case_pk=case_pk,
                name=stay.person.name,
                cell=cell.name if cell else "",
                cell_pk=stay.cell_id,
                admitted=stay.membership.admitted,
                ends=ends,
                left=left_words(days),
                look=look_of(days),
                step=word("step", step, language()) if step else "",
            )
        )
    return out


# Acts against the rules.

RECORDED, FOUND = "da-ghi", "phan-mem-thay"
KINDS = {RECORDED: _("Đã ghi hoặc xác nhận"), FOUND: _("Phần mềm thấy, chưa ai trả lời")}
"""Who says that an act was against the rules: people, who gave their reason; or the machine, and it waits for an answer."""


@dataclass(frozen=True)
class RuleLine:
    """One rule and how many acts it stood against. `rule` is "" where the entry names none."""

    rule: str
    title: str
    recorded: int
    found: int
    code: str
    """The rule's own code to show; "" for a missing act."""


@dataclass(frozen=True)
class Against:
    """One rule that stood against an act, with its clause in the text of that day."""

    rule: str
    title: str
    clause: str
    named: bool
    """False for the code of a missing act, which has no page among the rules."""


@dataclass(frozen=True)
class IrregularLine:
    """One act that was against the rules: by what people said of it, and by what the machine finds."""

    act: Act
    name: str
    cell: str
    recorded: list[Against]
    found: list[Against]
    may_answer: bool


@dataclass(frozen=True)
class Irregularities:
    """The whole page; the counts of units are by kind."""

    rules: list[RuleLine]
    units: list[UnitLine]
    page: Page[IrregularLine]
    recorded: int
    found: int


@dataclass(frozen=True)
class _Fault:
    pk: int
    on: date | None
    cell: int
    rules: list[str]


def irregularities(scope: Scope, unit: int | None, rule: str, kind: str, number: int) -> Irregularities:
    """Count the acts against the rules by kind, rule and unit, and give one page of them, newest first: three queries."""
    sides = {
        RECORDED: _faults(irregular_acts(scope), "against", scope, unit),
        FOUND: _faults(found_acts(scope), "found", scope, unit),
    }
    rules: dict[str, Counter[str]] = {side: Counter() for side in sides}
    cells: dict[int, Counter[str]] = {}
    chosen: dict[int, date | None] = {}
    for side, faults in sides.items():
        for fault in faults:
            rules[side].update(fault.rules or [""])
            if (not rule or rule in fault.rules) and kind in {"", side}:
                chosen[fault.pk] = fault.on
                cells.setdefault(fault.cell, Counter())[side] += 1
    order = sorted(chosen, key=lambda pk: (-(chosen[pk] or date.min).toordinal(), pk))
    number = clip(number, len(order))
    shown = order[(number - 1) * SIZE : number * SIZE]
    acts = Act.objects.select_related("candidacy__person").in_bulk(shown)
    page = Page([_irregular(acts[pk], scope) for pk in shown], number, len(order))
    both = rules[RECORDED] + rules[FOUND]
    lines = [
        RuleLine(code, _title(code), rules[RECORDED][code], rules[FOUND][code], "" if is_without(code) else code)
        for code, _many in both.most_common()
    ]
    return Irregularities(
        lines, by_unit(units_below(scope, unit), cells), page, len(sides[RECORDED]), len(sides[FOUND])
    )  # fmt: skip


def _faults(rows: QuerySet[Act], column: str, scope: Scope, unit: int | None) -> list[_Fault]:
    if unit is not None:
        rows = rows.filter(candidacy__cell_id__in=scope.map.organisations.under(unit))
    return [_Fault(*row) for row in rows.values_list("pk", "on", "candidacy__cell_id", column)]


def _irregular(act: Act, scope: Scope) -> IrregularLine:
    cell = scope.map.organisations.get(act.candidacy.cell_id)
    recorded = [_against(rule, act.on) for rule in act.against] if act.irregular else []
    found = [_against(rule, act.on) for rule in act.found or ()]
    may_answer = may_record(scope, act.key, act.candidacy.cell_id)
    return IrregularLine(act, act_name(act.key), cell.name if cell else "", recorded, found, may_answer)


def _against(rule: str, on: date | None) -> Against:
    cites = book().on(on)[rule].cites if on is not None and rule in book().rules else ()
    return Against(
        rule, _title(rule), "; ".join(dict.fromkeys(cited(cite, language()) for cite in cites)), rule in book().rules
    )


def _title(rule: str) -> str:
    if is_without(rule):
        return say_without(rule)
    return title(rule, language()) if rule in book().rules else rule
