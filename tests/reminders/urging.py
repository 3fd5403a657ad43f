"""Builders of what a reminder may speak of, and of dispatches."""

from datetime import date

from taonguon.admissions.models import Act, Candidacy, Handling
from taonguon.admissions.review_models import Round
from taonguon.admissions.settling import settle
from taonguon.plans.plan_models import Decision, Target, YearPlan
from taonguon.reminders.actions import draft, freeze
from taonguon.reminders.enums import Way
from taonguon.reminders.models import Addressee, Dispatch, Series
from taonguon.reminders.sending import send, set_letterhead
from tests.builders import TODAY, a_membership, a_person

HEAD = {
    "issuer_over": "Huyện ủy Bình Thử", "issuer": "Ban Tổ chức", "symbol": "CV/BTCHU", "place": "Bình Thử",
    "authority": "", "signer_title": "Trưởng ban", "signer": "Hoàng Văn Ký", "term_since": None,
}  # fmt: skip


def a_late_case(cell, resolved=date(2017, 12, 4), *, settled=True):
    """Make a case whose cell has resolved: the decision was due sixty working days later."""
    case = Candidacy.objects.create(person=a_person(born=date(1990, 5, 1)), cell=cell)
    Handling.objects.create(candidacy=case, cell=cell, since=date(2017, 1, 9))
    for key, on in (("listed", date(2017, 1, 9)), ("cell-resolution", resolved)):
        Act.objects.create(candidacy=case, key=key, on=on, precision="d")
    if settled:
        settle(case, TODAY)
    return case


def a_round(cell, month=date(2018, 3, 1), **more):
    """Make a cell's review of a month."""
    given = {"resolved_on": month.replace(day=12), "kept": 0, "listed": 0, "taken_off": 0, "set_aside": 0} | more
    return Round.objects.create(cell=cell, month=month, **given)


def told(unit, number, year=2018):
    """Give a unit a target by the plan of its superior; the superior is its first span's parent."""
    above = unit.spans.first().parent
    plan, _ = YearPlan.objects.get_or_create(unit=above, year=year)
    decision, _ = Decision.objects.get_or_create(plan=plan, signed_on=date(year, 1, 10), number="15-QĐ/HU")
    Target.objects.create(decision=decision, unit=unit, measure="total", number=number)


def admitted(cell, *days):
    """Admit somebody on each of some days."""
    for day in days:
        a_membership(a_person(), cell, day)


def slow(unit, cell):
    """Let a unit be behind its own pace: half its year by this day in two years, a tenth in this one."""
    told(unit, 10)
    admitted(cell, *[date(year, month, 5) for year in (2016, 2017) for month in (2, 3, 4, 7, 8, 9)])
    admitted(cell, date(2018, 2, 5))


def with_letterhead(unit, last=None, **more):
    """Give a unit the head of its dispatches."""
    return set_letterhead(unit, HEAD | more, last, actor=None, today=TODAY)


def drafted(unit, *units, together=True, on=TODAY, today=TODAY):
    """Draft reminders."""
    return draft(unit, [one.pk for one in units], on, together=together, actor=None, today=today)


def sent_on(rows, day=TODAY):
    """Send drafts on a day."""
    return send(rows, day, Way.PAPER, actor=None, today=day)


def a_dispatch(unit, addressee, *, number=None, signed=date(2018, 4, 2), due=date(2018, 4, 12), matters=("overdue",)):
    """Make a dispatch as the database has it, whatever its units have to do: a draft where it has no number."""
    snapshot, _figures = freeze(unit, min(signed, TODAY), actor=None)
    row = Dispatch.objects.create(
        unit=unit, snapshot=snapshot, kind="single", asks=["answer"], due_on=due, drafted_on=signed
    )
    if number is not None:
        series, _ = Series.objects.get_or_create(unit=unit, symbol="CV/BTCHU", since=date(signed.year, 1, 1))
        Series.objects.filter(pk=series.pk).update(last=number)
        row.series, row.number, row.symbol, row.signed_on, row.way = series, number, series.symbol, signed, "paper"
        row.sent_on = signed
        row.save()
    return Addressee.objects.create(dispatch=row, unit=addressee, name="Đơn vị", matters=list(matters))


def reminded(district, number, *, due=None, matters=("overdue",), which=0):
    """Remind a unit early in the month of that number, until the twelfth."""
    signed = date(2018, number, 2)
    return a_dispatch(
        district["top"], district["committees"][which], number=number, signed=signed,
        due=due or signed.replace(day=12), matters=matters,
    )  # fmt: skip
