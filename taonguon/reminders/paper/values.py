"""What stands on a dispatch. Names are written in the ordinary way; capitals, order and points are the printer's."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

NEWER_FORM = date(2026, 5, 27)
"""HD 05-HD/VPTW; before it HD 36-HD/VPTW of 3/4/2018."""


class Form(Enum):
    """The form documents have on a day: size of the body, height of its lines (points)."""

    OF_2018 = "2018"
    OF_2026 = "2026"


@dataclass(frozen=True, slots=True)
class Paper:
    """All words of one dispatch, to one unit or to several (a circular: counts only, no names of people)."""

    issuer_over: str
    """The body above the issuer: "Huyện ủy Bình Liêu"; empty where there is none."""
    issuer: str
    """ "Ban Tổ chức"."""
    number: int | None
    """None: not numbered yet."""
    symbol: str
    """What follows the number: "CV/BTC"."""
    place: str
    signed_on: date | None
    """None: a draft, and marked so."""
    subject: str
    """What it is about, without "về việc"."""
    addressees: tuple[str, ...]
    as_of: date
    """The figures are those of this day."""
    paragraphs: tuple[str, ...]
    columns: tuple[str, ...]
    """Headings of the table: the unit, then figures. The printer numbers the rows itself. Empty: no table."""
    rows: tuple[tuple[str, ...], ...]
    """Cells as they are to be read: counts by `str`, shares by `share`."""
    asked: tuple[str, ...]
    due_on: date | None
    """The last day; None in a report, which sets none."""
    recipients: tuple[str, ...]
    """Nơi nhận; the last is where it is kept ("Lưu Ban Tổ chức")."""
    authority: tuple[str, ...]
    """Lines above the post: "T/M Ban Thường vụ", "K/T Trưởng ban"; empty where the head signs for himself."""
    signer_title: str
    signer: str
    """No titles before the name."""
    total: tuple[str, ...] = ()
    """The last row of the table, of all units together; not numbered."""
    report: bool = False
    """A report to the level above, which proposes; else a dispatch (công văn), which asks."""
    withdrawn: bool = False
    """Taken back after it was recorded as sent, and marked so."""

    @property
    def draft(self) -> bool:
        """Nobody has signed it."""
        return self.signed_on is None

    @property
    def form(self) -> Form:
        """The form of the day it is signed; of a draft, of the day of its figures."""
        return Form.OF_2026 if (self.signed_on or self.as_of) >= NEWER_FORM else Form.OF_2018


def share(part: int, whole: int) -> str:
    """Write a share as offices do: two decimals, a comma; a share of nothing is a dash."""
    if whole == 0:
        return "–"
    hundredths = (Decimal(part * 100) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{hundredths} %".replace(".", ",")
