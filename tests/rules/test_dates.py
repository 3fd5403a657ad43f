"""Dates as offices write them, and arithmetic of months and quarters."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from taonguon.rules.dates import (
    EXCEL_EPOCH,
    Defect,
    PartialDate,
    Period,
    ReadDate,
    add_months,
    last_full_quarter,
    partial,
    read_date,
)

DAYS = st.dates(date(1911, 1, 1), date(2099, 12, 31))
PARTIAL = st.builds(
    partial, DAYS, st.sampled_from("dmy")
)  # fmt: skip


@given(
    DAYS,
    st.sampled_from(
        [
            "{d}/{m}/{y}",
            "{d:02d}/{m:02d}/{y}",
            "{d}-{m}-{y}",
            "{d:02d}.{m:02d}.{y}",
            "{y}-{m:02d}-{d:02d}",
            "{d} / {m} / {y}",
        ]
    ),
)
def test_every_way_of_writing_a_day_gives_the_day(day, shape):
    text = shape.format(d=day.day, m=day.month, y=day.year)

    assert read_date(text) == ReadDate(PartialDate(day.year, day.month, day.day))


@given(DAYS)
def test_a_real_date_a_serial_number_and_its_text_are_one(day):
    whole = PartialDate(day.year, day.month, day.day)
    serial = (day - EXCEL_EPOCH).days

    assert read_date(day).value == whole
    assert read_date(datetime(day.year, day.month, day.day)).value == whole  # noqa: DTZ001 sheets know no zone
    assert read_date(serial).value == (PartialDate(serial) if 1900 <= serial <= 2099 else whole)


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading(text):
    read = read_date(text)

    assert read.value is None or read.defect is None


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("1980", PartialDate(1980)), (1980, PartialDate(1980)), (1980.0, PartialDate(1980)), ("3/1980", PartialDate(1980, 3)),
        ("00/00/1980", PartialDate(1980)), ("00/03/1980", PartialDate(1980, 3)), ("1/2/80", PartialDate(1980, 2, 1)),
        ("'01/02/1980", PartialDate(1980, 2, 1)), ("ngày 1 tháng 2 năm 1980", PartialDate(1980, 2, 1)), ("", None), (None, None), ("-", None),
    ],
)  # fmt: skip
def test_partial_and_empty_dates_are_no_defects(shown, value):
    assert read_date(shown) == ReadDate(value)


@pytest.mark.parametrize(
    ("shown", "defect"),
    [
        ("31/02/1980", Defect.IMPOSSIBLE), ("12/13/1980", Defect.IMPOSSIBLE), ("01/00/1980", Defect.IMPOSSIBLE),
        ("15//1983", Defect.UNREADABLE), ("199?", Defect.UNREADABLE), ("không rõ", Defect.UNREADABLE), ("1l/O5/1971", Defect.UNREADABLE),
        (True, Defect.UNREADABLE), (5, Defect.UNREADABLE),
    ],
)  # fmt: skip
def test_what_is_no_date_is_a_defect(shown, defect):
    assert read_date(shown) == ReadDate(defect=defect)


@given(PARTIAL, PARTIAL)
def test_agreeing_is_symmetric_and_means_that_one_day_fits_both(one, other):
    assert one.agrees(other) == other.agrees(one)
    assert one.agrees(one)
    if one.agrees(other):
        assert max(one.first, other.first) <= min(one.last, other.last)
    assert partial(one.first, one.precision) == one


@given(DAYS, st.integers(0, 600))
def test_adding_months_keeps_the_day_or_takes_the_months_last(day, months):
    assume(day.year < 2040)
    later = add_months(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_the_last_full_quarter_is_over_and_the_next_is_not(on):
    quarter = last_full_quarter(on)

    assert quarter.first.day == 1
    assert quarter.first.month in {1, 4, 7, 10}
    assert add_months(quarter.first, 3) == quarter.last + timedelta(days=1)
    assert quarter.last <= on < add_months(quarter.first, 6) - timedelta(days=1)
    assert len(quarter.months()) == 3


def test_the_same_quarter_a_year_before_ends_on_the_months_last_day():
    assert Period(date(2020, 1, 1), date(2020, 2, 29)).a_year_before() == Period(date(2019, 1, 1), date(2019, 2, 28))


def test_a_partial_date_is_written_as_far_as_it_is_known():
    assert [str(PartialDate(1995)), str(PartialDate(1995, 3)), str(PartialDate(1995, 3, 2))] == [
        "1995",
        "03/1995",
        "02/03/1995",
    ]
    assert partial(None, "y") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ReadDate()),
        ("12/3/1750", ReadDate(defect=Defect.IMPOSSIBLE)),
        ("36526", ReadDate(PartialDate(2000, 1, 1))),
        (["12/3/1950"], ReadDate(defect=Defect.UNREADABLE)),
    ],
)
def test_odd_cells(value, expected):
    assert read_date(value) == expected
