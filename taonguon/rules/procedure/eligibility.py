"""Who may be admitted: citizenship, age, schooling, mass organisation, concluded political questions."""

from datetime import date

from taonguon.rules.book import Row
from taonguon.rules.cases import SCHOOLING
from taonguon.rules.dates import add_months
from taonguon.rules.findings import Weight
from taonguon.rules.inquiry import BLOCK, HUMAN, INFO, WARN, Inquiry
from taonguon.rules.registry import judges

CONSENT = "provincial-standing-committee"
_EARLY = frozenset({"list", "application"})  # before the cell meets, eligibility is only pointed out
_RANK = {word: rank for rank, word in enumerate(SCHOOLING)}
_ELDERS = frozenset({"village-elder", "village-chief", "person-of-prestige"})


@judges("ADM-CITIZEN")
def citizenship(q: Inquiry) -> None:
    """Vietnamese citizens only; there is no way out."""
    if (row := q.row("ADM-CITIZEN")) is None:
        return
    if q.person.citizen is None:
        q.missing(row, "person.citizen")
    elif not q.person.citizen:
        q.find(row, BLOCK, "not-citizen")


@judges("ADM-RESIDENCE")
def residence(q: Inquiry) -> None:
    """No length of residence is asked for; only an opinion from there."""
    if (row := q.row("ADM-RESIDENCE")) is not None and "ADM-RESIDENCE" in q.only:
        q.find(row, INFO, "no-condition")


@judges("ADM-LOCALSTD")
def local_standards(q: Inquiry) -> None:
    """A committee's own standards weigh as its local book says; the central texts have none."""
    row = q.rows["ADM-LOCALSTD"]
    if row.gap or row["weight"] == "none":
        return
    if q.person.local_standards_met is None:
        q.missing(row, "person.local_standards_met")
    elif not q.person.local_standards_met:
        q.find(row, BLOCK if row["weight"] == "block" else WARN, "not-met")


# Age.


def _judged_on(q: Inquiry, rule: str) -> tuple[Row, date] | None:
    """Give the row and the day on which age and schooling are judged: that of the cell's meeting."""
    day = q.cell_meeting()
    if isinstance(day, date):
        row = q.row(rule, day)
        return None if row is None else (row, day)
    row = q.row(rule)
    if row is not None:
        q.missing(row, "done.cell-resolution")
    return None


def birthday(born: date, years: int) -> date:
    """Give the day on which so many full years are reached; for 29 February the 28th where there is none."""
    return add_months(born, 12 * years)


def _min_age(born: date, on: date, years: int) -> str:
    full = birthday(born, years)
    if on >= full:
        return ""
    return "month-of-birthday" if (on.year, on.month) == (full.year, full.month) else "too-young"


def _max_age(born: date, on: date, years: int) -> str:
    full = birthday(born, years)
    if on <= full:
        return ""
    return "month-after-birthday" if on < add_months(full, 1) else "too-old"


@judges("ADM-AGE-MIN")
def minimum_age(q: Inquiry) -> None:
    """Full 18 by month: before that month blocked, in it but before the birthday left to people."""
    if (found := _judged_on(q, "ADM-AGE-MIN")) is None:
        return
    row, on = found
    born = q.person.born
    if born is None:
        q.missing(row, "person.born")
        return
    reason = _min_age(born.last, on, row["years"])
    if not born.day and reason != _min_age(born.first, on, row["years"]):
        q.missing(row, "person.born")
    elif reason:
        weight = WARN if q.step in _EARLY else BLOCK if reason == "too-young" else HUMAN
        q.find(row, weight, reason, born=born, years=row["years"], on=on, may_from=birthday(born.last, row["years"]))


@judges("ADM-AGE-MAX")
def maximum_age(q: Inquiry) -> None:
    """Full 60 by month; over it only by the exception of ADM-AGE-OVER60."""
    if (found := _judged_on(q, "ADM-AGE-MAX")) is None:
        return
    row, on = found
    reason = _over(q, row, on)
    if reason is None:
        q.missing(row, "person.born")
    elif reason == "month-after-birthday":
        q.find(row, WARN if q.step in _EARLY else HUMAN, reason, born=q.person.born, years=row["years"], on=on)
    elif reason:
        weight = WARN if q.step in _EARLY else _without_exception(q, on)
        reason = "over-with-exception" if weight is INFO else reason
        q.find(row, weight, reason, born=q.person.born, years=row["years"], on=on)


def _over(q: Inquiry, row: Row, on: date) -> str | None:
    """Say whether the person is over the age: "" no, a reason, or None where the birth date leaves it open."""
    if q.person.born is None:
        return None
    born = q.person.born
    reason = _max_age(born.first, on, row["years"])
    return reason if born.day or reason == _max_age(born.last, on, row["years"]) else None


def _without_exception(q: Inquiry, on: date) -> Weight:
    if q.peek("ADM-AGE-OVER60", on) is None:
        return HUMAN
    held = _exception_held(q)
    if held is None:
        return HUMAN
    return INFO if held else BLOCK


def _exception_held(q: Inquiry) -> bool | None:
    """Health and prestige, and a place without organisation or members or a special need; None: not known."""
    p = q.person
    place = _either(_not(p.place_has_party_organisation), _not(p.place_has_members), p.special_need)
    return _both(p.good_health_and_prestige, place)


def _not(fact: bool | None) -> bool | None:
    return None if fact is None else not fact


def _either(*facts: bool | None) -> bool | None:
    return True if True in facts else None if None in facts else False


def _both(*facts: bool | None) -> bool | None:
    return False if False in facts else None if None in facts else True


@judges("ADM-AGE-OVER60")
def over_sixty(q: Inquiry) -> None:
    """The conditions at the cell's meeting; the written consent before the decision."""
    day = q.cell_meeting()
    if not isinstance(day, date):
        q.missing(q.rows["ADM-AGE-OVER60"], "done.cell-resolution")
        return
    limits = q.peek("ADM-AGE-MAX", day)
    over = None if limits is None else _over(q, limits, day)
    if over in {"", "month-after-birthday"} or (row := q.row("ADM-AGE-OVER60", day)) is None:
        return
    if over is None:
        q.missing(row, "person.born")
        return
    held = _exception_held(q)
    if held is None:
        unknown = [
            f"person.{name}"
            for name in (
                "good_health_and_prestige",
                "place_has_party_organisation",
                "place_has_members",
                "special_need",
            )
            if getattr(q.person, name) is None
        ]
        q.missing(row, *unknown)
    elif not held:
        q.find(row, BLOCK, "conditions-not-met")
    else:
        consent(q, row)


def consent(q: Inquiry, row: Row) -> None:
    """Ask for the provincial standing committee's written consent: pointed out before the decision, needed at it."""
    if q.person.consents is not None and CONSENT in q.person.consents:
        q.find(row, INFO, "consent-given")
    elif q.step != "decision":
        q.find(row, WARN, "consent-to-come")
    elif q.person.consents is None:
        q.missing(row, "person.consents")
    else:
        q.find(row, BLOCK, "consent-missing")


# Schooling.


def _schooling(q: Inquiry, row: Row) -> str:
    """Say how the schooling stands to the text: "", "doubtful" or "too-low"."""
    word = q.person.schooling
    if word in row["accepted"]:
        return ""
    return "doubtful" if word in row["doubtful"] else "too-low"


def _lives_there(q: Inquiry) -> bool | None:
    return None if q.person.areas is None else bool(q.person.areas)


def _area_held(q: Inquiry) -> bool | None:
    return _both(_lives_there(q), _RANK[q.person.schooling or "none"] >= _RANK["primary"])


def _elder_held(q: Inquiry) -> bool | str | None:
    """Say whether the exception for elders fits; "fisherman" where the sentence can be read two ways."""
    if _RANK[q.person.schooling or "none"] < _RANK["literate"]:
        return False
    lives = _lives_there(q)
    if not lives:
        return lives
    if q.person.standing in _ELDERS:
        return True
    return "fisherman" if "sea-fishing" in (q.person.areas or ()) else False


@judges("ADM-EDU-MIN")
def schooling(q: Inquiry) -> None:
    """The least schooling of the text in force when the cell meets, unless an exception holds."""
    if (found := _judged_on(q, "ADM-EDU-MIN")) is None:
        return
    row, on = found
    if q.person.schooling is None:
        q.missing(row, "person.schooling")
        return
    stands = _schooling(q, row)
    if not stands:
        return
    early = q.step in _EARLY
    facts = {"schooling": q.person.schooling, "accepted": row["accepted"]}
    if stands == "doubtful":
        q.find(row, WARN if early else HUMAN, "doubtful", **facts)
        return
    if q.peek("ADM-EDU-EXC-AREA", on) is None:
        hard = q.person.areas is None or bool(q.person.areas)
        q.find(row, WARN if early else HUMAN if hard else BLOCK, "exceptions-unknown" if hard else "too-low", **facts)
        return
    area, elder = _area_held(q), _elder_held(q)
    if area or elder is True:
        q.find(row, INFO, "exception-used", **facts)
    elif area is None or elder is None:
        q.missing(row, "person.areas")
    else:
        q.find(row, WARN if early else HUMAN if elder == "fisherman" else BLOCK, "too-low", **facts)


def _exception_row(q: Inquiry, rule: str) -> Row | None:
    """Give the exception's row where the schooling makes it matter."""
    day = q.cell_meeting()
    if not isinstance(day, date):
        q.missing(q.rows[rule], "done.cell-resolution")
        return None
    least = q.peek("ADM-EDU-MIN", day)
    if q.person.schooling is None:
        q.missing(q.rows[rule], "person.schooling")
        return None
    if least is not None and _schooling(q, least) != "too-low":
        return None
    return q.row(rule, day)


@judges("ADM-EDU-EXC-AREA")
def hard_area(q: Inquiry) -> None:
    """Completed primary school is enough where life is hard."""
    if (row := _exception_row(q, "ADM-EDU-EXC-AREA")) is None:
        return
    held = _area_held(q)
    if held is None:
        q.missing(row, "person.areas")
    elif held:
        q.find(row, INFO, "holds", schooling=q.person.schooling, areas=q.person.areas)
    elif "ADM-EDU-EXC-AREA" in q.only and not q.judges("ADM-EDU-MIN"):
        q.find(row, BLOCK, "does-not-hold", schooling=q.person.schooling)


@judges("ADM-EDU-EXC-ELDER")
def elder(q: Inquiry) -> None:
    """Reading and writing is enough for elders, chiefs and persons of prestige there, with consent before the decision."""
    if (row := _exception_row(q, "ADM-EDU-EXC-ELDER")) is None:
        return
    if _area_held(q):
        return
    held = _elder_held(q)
    if held is None:
        q.missing(row, "person.areas")
    elif held == "fisherman":
        q.find(row, HUMAN, "fisherman")
        consent(q, row)
    elif held:
        consent(q, row)
    elif "ADM-EDU-EXC-ELDER" in q.only and not q.judges("ADM-EDU-MIN"):
        q.find(row, BLOCK, "does-not-hold", schooling=q.person.schooling)


# Standing.


@judges("ADM-MASSORG")
def mass_organisation(q: Inquiry) -> None:
    """Of youth age where the Youth Union is: a member of it; in an agency without it: of the trade union."""
    if (row := q.row("ADM-MASSORG")) is None:
        return
    p, unit = q.person, q.unit
    youth = _both(unit.has_youth_union, p.youth_union_age)
    union = _both(_not(unit.has_youth_union), unit.has_trade_union)
    wrong_youth = _both(youth, _not(p.youth_union_member))
    wrong_union = _both(union, _not(p.trade_union_member))
    if wrong_youth:
        q.find(row, BLOCK, "not-in-youth-union")
    elif wrong_union:
        q.find(row, BLOCK, "not-in-trade-union")
    elif wrong_youth is None or wrong_union is None:
        named = {
            "unit.has_youth_union": unit.has_youth_union, "person.youth_union_age": p.youth_union_age,
            "person.youth_union_member": p.youth_union_member, "unit.has_trade_union": unit.has_trade_union,
            "person.trade_union_member": p.trade_union_member,
        }  # fmt: skip
        if unit.has_youth_union is not None:
            needless = ("trade_union",) if unit.has_youth_union else ("youth_union_age", "youth_union_member")
            named = {k: v for k, v in named.items() if not any(n in k for n in needless)}
        q.missing(row, *(k for k, v in named.items() if v is None))


@judges("ADM-POLITICS")
def political_question(q: Inquiry) -> None:
    """A question of the political standard is concluded before the decision."""
    if (row := q.row("ADM-POLITICS")) is None:
        return
    issue = q.person.political_issue
    if issue is None:
        q.missing(row, "person.political_issue")
    elif issue == "unresolved":
        q.find(row, BLOCK if q.step == "decision" else HUMAN, "unresolved")
