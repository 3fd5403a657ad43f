"""A dispatch as the words that stand on it, in order: the PDF and the .docx show the same ones."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from taonguon.reminders.paper.values import Form, Paper
from taonguon.rules.names import fold

MOST_ON_PAGE = 15
"""Units that still stand in the dispatch itself; more of them go into an annex."""
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
DRAFT, WITHDRAWN = "DỰ THẢO", "ĐÃ THU HỒI"
REPORT = "BÁO CÁO"
TO = "Kính gửi:"
RECIPIENTS = "Nơi nhận:"
ANNEX = "PHỤ LỤC"
WIDTH = 165
"""Millimetres between the margins of an A4 page: 210 − 30 − 15."""
BLANK = "……"
"""Where something is not known yet."""
_FIGURE = re.compile(r"[\d.,]+(\u00a0%)?|–|")
_SHARE = re.compile(r"^([\d.,]+) %$")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a heading; the first column numbers them. A row may be of all together."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    figures: tuple[bool, ...]
    """Columns of figures stand at the right of their cells."""
    widths: tuple[int, ...]
    """Millimetres."""


@dataclass(frozen=True, slots=True)
class Words:
    """One dispatch, ready to be set."""

    form: Form
    mark: str
    """What marks each page: that it is a draft, or was taken back; "" for one that counts."""
    heading: str
    """The kind of document above its subject; "" for a công văn, whose subject stands below its number."""
    over: str
    issuer: str
    number: str
    subject: str
    dateline: str
    to: tuple[str, ...]
    """Whom it is sent to, a line for each."""
    paragraphs: tuple[str, ...]
    figures: str
    """As of which day the figures are, and where they stand."""
    table: Table | None
    request: str
    asked: tuple[str, ...]
    recipients: tuple[str, ...]
    authority: tuple[str, ...]
    title: str
    signer: str
    annexed: tuple[str, ...]
    """What an annex belongs to, and the day of its figures; empty: the table stands in the dispatch, or there is none."""


def words_of(paper: Paper) -> Words:
    """Put a dispatch into words."""
    _check(paper)
    annex = bool(paper.columns) and max(len(paper.rows), len(paper.addressees)) > MOST_ON_PAGE
    issuer, over = plain(paper.issuer), plain(paper.issuer_over)
    number = f"{BLANK if paper.number is None else f'{paper.number:02}'}-{plain(paper.symbol)}"
    whole = _whole(issuer, over)
    return Words(
        form=paper.form, mark=_mark(paper), heading=REPORT if paper.report else "", over=over.upper(), issuer=issuer.upper(), number=f"Số {number}",
        subject=plain(paper.subject) if paper.report else f"về việc {plain(paper.subject)}", dateline=_dateline(paper), to=_to(paper, annex=annex),
        paragraphs=tuple(_ended(plain(text), ".") for text in paper.paragraphs), figures=_figures(paper, annex=annex),
        table=_table(paper) if paper.columns else None, request=_request(paper, whole, annex=annex),
        asked=_listed(paper.asked, ";"), recipients=_listed(paper.recipients, ","),
        authority=tuple(plain(line).upper() for line in paper.authority),
        title=plain(paper.signer_title).upper(), signer=plain(paper.signer),
        annexed=(f"(kèm theo {'Báo cáo' if paper.report else 'Công văn'} số {number}, {_signed(paper)}, của {whole})", _as_of(paper)) if annex else (),
    )  # fmt: skip


def plain(text: str) -> str:
    """Give words as letters and single blanks: what only steers a screen or a printer is left out."""
    shown = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign for sign in unicodedata.normalize("NFC", text)
    )
    return " ".join(shown.split())


def day_of(day: date) -> str:
    """Write a day in running text."""
    return f"{day:%d/%m/%Y}"


def _check(paper: Paper) -> None:
    """Hold that a dispatch is whole: a row that lacks a cell, or a unit that lacks its row, is our mistake."""
    if not paper.addressees or not paper.asked:
        raise ValueError("nobody is addressed, or nothing is asked")
    if any(len(row) != len(paper.columns) for row in (*paper.rows, *(filter(None, [paper.total])))):
        raise ValueError("a row has not the cells its table has")
    if not paper.report and paper.due_on is None:
        raise ValueError("a dispatch has no last day")
    if len(paper.addressees) > max(MOST_ON_PAGE, len(paper.rows)):
        raise ValueError("an addressee has no row in the annex")


def _mark(paper: Paper) -> str:
    if paper.draft:
        return DRAFT
    return WITHDRAWN if paper.withdrawn else ""


def _dateline(paper: Paper) -> str:
    place = plain(paper.place)
    return f"{place}{', ' if place else ''}{_signed(paper)}"


def _signed(paper: Paper) -> str:
    """Write the day of signing as HD 36-HD/VPTW bears its own: "ngày 03 tháng 4 năm 2018"."""
    day = paper.signed_on
    if day is None:
        return f"ngày {BLANK} tháng {BLANK} năm {paper.as_of.year}"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def _to(paper: Paper, *, annex: bool) -> tuple[str, ...]:
    names = tuple(plain(name) for name in paper.addressees)
    if annex and len(names) > MOST_ON_PAGE:
        return (f"{len(names)} tổ chức đảng có tên trong Phụ lục",)
    return names if len(names) == 1 else _listed(names, ",")


def _figures(paper: Paper, *, annex: bool) -> str:
    if annex:
        return f"{_as_of(paper)}; số liệu của từng đơn vị có trong Phụ lục kèm theo."
    return f"{_as_of(paper)}{':' if paper.columns else '.'}"


def _as_of(paper: Paper) -> str:
    return f"Số liệu tính đến ngày {day_of(paper.as_of)}"


def _whole(issuer: str, over: str) -> str:
    """Name the issuer in a sentence: a board is the board of its committee, a committee stands by itself."""
    return issuer if fold(over).startswith("dang bo") else f"{issuer} {over}".strip()


def _request(paper: Paper, whole: str, *, annex: bool) -> str:
    if len(paper.addressees) == 1:
        whom = plain(paper.addressees[0])
    else:
        many = annex and len(paper.addressees) > MOST_ON_PAGE
        whom = "các tổ chức đảng có tên trong Phụ lục" if many else "các tổ chức đảng có tên trên"
    if paper.due_on is None:
        return f"{whole} kiến nghị {whom}:"
    return f"{whole} đề nghị {whom} thực hiện các việc sau, chậm nhất vào ngày {day_of(paper.due_on)}:"


def _table(paper: Paper) -> Table:
    rows = tuple((str(number), *map(_cell, row)) for number, row in enumerate(paper.rows, start=1))
    total = ("", *map(_cell, paper.total)) if paper.total else ()
    every = [row for row in (*rows, total) if row]
    figures = tuple(
        column > 1 and all(_FIGURE.fullmatch(row[column]) for row in every) for column in range(len(paper.columns) + 1)
    )
    return Table(("TT", *(plain(name) for name in paper.columns)), rows, total, figures, _widths(len(paper.columns)))


def _cell(text: str) -> str:
    """Keep a share on one line."""
    return _SHARE.sub("\\1\u00a0%", plain(text))


def _widths(columns: int) -> tuple[int, ...]:
    """Give the first column room for a number, the unit's what the others leave, and at least 40 mm where that can be."""
    first, others = 11, columns - 1
    each = min(20, (WIDTH - first - 40) // others) if others else 0
    return (first, WIDTH - first - others * each, *([each] * others))


def _listed(texts: Iterable[str], between: str) -> tuple[str, ...]:
    """End each line of a list with its sign, the last with a full stop."""
    lines = [plain(text) for text in texts]
    return tuple(_ended(f"- {line}", "." if line is lines[-1] else between) for line in lines)


def _ended(text: str, sign: str) -> str:
    return text.rstrip(" .;,") + sign
