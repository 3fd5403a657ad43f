"""Particular groups: which organisation handles the case, and special rules that people apply."""

from datetime import date

from taonguon.rules.book import Row
from taonguon.rules.cases import Population
from taonguon.rules.dates import add_months
from taonguon.rules.inquiry import BLOCK, HUMAN, INFO, WARN, Inquiry
from taonguon.rules.procedure.clocks import a_day
from taonguon.rules.registry import judges


@judges("GRP-NOMEMBER")
def no_member_there(q: Inquiry) -> None:
    """Where there is no member or cell, another cell is given the task in writing."""
    p = q.person
    if p.place_has_members is not False and p.place_has_party_organisation is not False:
        if p.place_has_members is None and p.place_has_party_organisation is None:
            q.missing(q.rows["GRP-NOMEMBER"], "person.place_has_members")
        return
    if (row := q.row("GRP-NOMEMBER")) is None:
        return
    given = a_day(q.day("handling-task"))
    if given is None or given > q.on:
        q.find(row, WARN, "no-task")
    else:
        q.find(row, INFO, "task", given=given)


# Which organisation handles.


def _handled_at(q: Inquiry, row: Row, right: str, *, otherwise: str = "wrong-organisation") -> bool:
    """Say whether the handling cell stands where it should; add what is wrong or missing."""
    stands = q.unit.stands_at
    if stands is None:
        q.missing(row, "unit.stands_at")
        q.find(row, INFO, "right-organisation", right=right)
    elif stands != right:
        q.find(row, BLOCK, otherwise, stands=stands, right=right)
    return stands == right


def _comments(q: Inquiry, row: Row) -> None:
    """Written comments of the employer or sending unit are there when the cell meets."""
    if q.step != "cell-vote":
        return
    if q.person.employer_comments is None:
        q.missing(row, "person.employer_comments")
    elif not q.person.employer_comments:
        q.find(row, BLOCK, "no-comments")


@judges("GRP-STUDY")
def student(q: Inquiry) -> None:
    """Full-time study of twelve months or more: the school's organisation; less: the usual place."""
    months = q.person.full_time_study_months
    if months is None or (row := q.row("GRP-STUDY")) is None:
        return
    if months >= row["months"]:
        _handled_at(q, row, "school")
        _comments(q, row)
    elif q.unit.stands_at is None:
        q.missing(row, "unit.stands_at")
    elif q.unit.stands_at == "school":
        q.find(row, BLOCK, "short-study", months=months, needed=row["months"])


@judges("GRP-SECOND")
def worker(q: Inquiry) -> None:
    """Seconded: the host; on contract: the employer's organisation, or the residence below twelve months."""
    p = q.person
    if p.secondment_months is not None:
        _seconded(q, p.secondment_months)
    if p.contract is None and p.contract_months is None:
        return
    if (row := q.row("GRP-SECOND")) is None or not q.known(row, "contract"):
        return
    if p.contract_months is None:
        q.missing(row, "person.contract_months")
    elif p.contract is None and p.contract_months < row["months"]:
        q.missing(row, "person.contract")
    else:
        _contract(q, row, p.contract, p.contract_months)


def _seconded(q: Inquiry, months: int) -> None:
    if (row := q.row("GRP-SECOND")) is not None and months >= row["secondment_months"]:
        _handled_at(q, row, "host")
        _comments(q, row)


def _contract(q: Inquiry, row: Row, contract: str | None, months: int) -> None:
    if months >= row["months"]:
        if q.unit.stands_at == "residence" and q.person.place_has_party_organisation is False:
            q.find(row, HUMAN, "none-at-workplace", months=months)
        else:
            _handled_at(q, row, "workplace")
    elif contract == "open-ended":
        choice = row["open_ended_short"]
        if choice == "human":
            q.find(row, HUMAN, "open-ended", months=months)
        else:
            _handled_at(q, row, choice)
    else:
        _handled_at(q, row, "residence")
        _comments(q, row)


# Special rules.


def _special(rule: str, *marks: str) -> None:
    """Register a rule that only says: a special text applies, people read it."""

    @judges(rule)
    def special(q: Inquiry) -> None:
        if any(m in marks for m in q.person.special_rules or ()) and (row := q.row(rule)) is not None:
            q.find(row, HUMAN, "special-text")


_special("GRP-REL", "06-QDi-TW", "06-TT-TW")
_special("GRP-OWNER", "08-HD-BTCTW")


@judges("GRP-ARMY")
def army(q: Inquiry) -> None:
    """In uniform the rules of army and police hold, which are not collected here."""
    if "army" in (q.person.special_rules or ()) and (row := q.row("GRP-ARMY")) is not None:
        q.find(row, HUMAN, "army-rules")


@judges("GRP-FOREIGN")
def foreign_spouse(q: Inquiry) -> None:
    """Married to a foreigner: a special text applies."""
    married = q.person.married_to_foreigner
    if married is None and q.person.married is not False:
        q.missing(q.rows["GRP-FOREIGN"], "person.married_to_foreigner")
    elif married and (row := q.row("GRP-FOREIGN")) is not None:
        q.find(row, HUMAN, "special-text")


@judges("GRP-VILLAGE")
def village_posts(q: Inquiry) -> None:
    """A post in the village is no ground to pass any other rule."""
    if (row := q.row("GRP-VILLAGE")) is not None:
        q.find(row, INFO, "no-exemption")


# Population.


@judges("GRP-POP")
def population(q: Inquiry) -> None:
    """Third and fourth child: so many months from the birth to the cell's meeting; fifth: not considered."""
    facts = q.case.population
    day = a_day(q.cell_meeting()) or q.on
    row = q.book.on(day)["GRP-POP"]
    if facts is None:
        if q.case.former_membership is not None and q.case.former_membership.because == "population":
            q.missing(row, "population.children")
        return
    children = _children(facts, day)
    if children is None:
        q.missing(row, "population.children")
    elif children <= row.values.get("free_children", 2) or facts.exempt_case:
        return
    elif row.gap:
        q.gap(row)
    elif "third-child" in row.unknown:
        q.find(row, HUMAN, "open-since", children=children, since=row.since)
    else:
        _waiting(q, row, children, day)


def _children(facts: Population, day: date) -> int | None:
    """Give the children there were on the day: one born later is no matter of the day."""
    later = facts.last_child_born is not None and facts.last_child_born > day
    return facts.children if facts.children is None or not later else facts.children - 1


def _start(q: Inquiry, day: date) -> date | None:
    """Give the day the waiting begins: the birth; for someone put out for it, the day of leaving."""
    former, facts = q.case.former_membership, q.case.population
    if former is not None and former.because == "population" and former.left_on is not None:
        return former.left_on
    born = facts.last_child_born if facts else None
    return None if born is None or born > day else born


def _waiting(q: Inquiry, row: Row, children: int, day: date) -> None:
    months = row["third_months"] if children == 3 else row["fourth_months"]
    start = _start(q, day)
    if children <= 4 and start is not None and day >= (first := add_months(start, months)):
        return  # waited long enough, exempt or not
    if q.case.population is not None and q.case.population.exempt_case is None:
        q.missing(row, "population.exempt_case")
    elif children > 4:
        q.find(row, BLOCK, "fifth-child", children=children)
    elif start is None:
        q.missing(row, "population.last_child_born")
    else:
        q.find(row, BLOCK, "too-soon", children=children, months=months, may_from=first, on=day)
