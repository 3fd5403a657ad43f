"""A dispatch as the words that stand on its paper. They are Vietnamese, made of frozen figures and closed lists only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from taonguon.reminders.enums import Ask, Kind, Matter
from taonguon.reminders.figures import Figures, UnitFigures, read
from taonguon.reminders.models import HEAD, Addressee, Dispatch, Letterhead
from taonguon.reminders.paper import BLANK, Paper, share, words_of
from taonguon.reminders.words import REQUIRED, committee, symbol_for

SUBJECTS = {
    Kind.SINGLE: "đôn đốc công tác tạo nguồn, phát triển đảng viên",
    Kind.CIRCULAR: "đôn đốc công tác tạo nguồn, phát triển đảng viên",
    Kind.ESCALATION: "kết quả đôn đốc công tác tạo nguồn, phát triển đảng viên",
}
COMMITTEES = frozenset({"TU", "HU", "ĐU"})
"""How the number of a committee's own document ends."""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit as it is addressed, its frozen figures, and what of them it is reminded of."""

    name: str
    figures: UnitFigures
    matters: frozenset[str]


def paper_of(dispatch: Dispatch) -> Paper:
    """Give the paper of a dispatch: all whom it goes to get the same one."""
    figures = read(dispatch.snapshot.content)
    shown = list(dispatch.addressees.order_by("pk"))
    report = dispatch.report
    told = list(dispatch.earlier.select_related("dispatch").order_by("dispatch__signed_on", "pk")) if report else []
    about = _lines(told or shown, figures)
    head = _head(dispatch)
    with translation.override("vi"):
        asked = tuple(str(Ask(ask).label) for ask in dispatch.asks)
    columns, rows, total = _table(about)
    return Paper(
        issuer_over=head["issuer_over"], issuer=head["issuer"], number=dispatch.number, symbol=head["symbol"],
        place=head["place"], signed_on=dispatch.signed_on, subject=SUBJECTS[Kind(dispatch.kind)],
        addressees=tuple(part.name for part in shown), as_of=figures.day,
        paragraphs=tuple(_told(about, told) if report else _asked(about, figures)),
        columns=columns, rows=rows, asked=asked, due_on=dispatch.due_on,
        recipients=("Như trên", f"Lưu {head['issuer']}"),
        authority=tuple(line.strip() for line in head["authority"].splitlines() if line.strip()),
        signer_title=head["signer_title"], signer=head["signer"], total=total, report=report,
        withdrawn=dispatch.withdrawn_on is not None,
    )  # fmt: skip


def _lines(parts: Sequence[Addressee], figures: Figures) -> list[Line]:
    names = {part.unit_id: part.name for part in parts}
    matters: dict[int, set[str]] = {}
    for part in parts:
        matters.setdefault(part.unit_id, set()).update(part.matters)
    return [
        Line(names[pk], one, frozenset(matters[pk].intersection(one.matters)))
        for pk in names
        if (one := figures.of(pk)) is not None
    ]


def _head(dispatch: Dispatch) -> dict[str, str]:
    """Give what stands around the words: what was sent keeps its own, a draft has what counts now, or a blank."""
    if not dispatch.draft:
        return {name: getattr(dispatch, name) for name in HEAD}
    kept = Letterhead.objects.filter(unit=dispatch.unit_id).first()
    head = {name: getattr(kept, name) if kept is not None else "" for name in HEAD}
    head["symbol"] = symbol_for(head["symbol"], report=dispatch.report)
    return head | {name: head[name] or BLANK for name in REQUIRED}


def _asked(about: Sequence[Line], figures: Figures) -> list[str]:
    """Say what is to be done by one unit, or by several together."""
    out = [_opening(figures)]
    of = {matter: [line for line in about if matter in line.matters] for matter in Matter}
    many = len(about) > 1

    def at(lines: Sequence[Line]) -> str:
        return f" ở {len(lines):02} đơn vị" if many else ""

    if late := of[Matter.OVERDUE]:
        since = min(day for line in late if (day := line.figures.since) is not None)
        out.append(
            f"Có {sum(line.figures.overdue for line in late):02} hồ sơ quá hạn{at(late)}; lâu nhất từ ngày {_day(since)}."
        )
    if lapsed := of[Matter.LAPSED]:
        out.append(
            f"Có {sum(line.figures.lapsed for line in lapsed):02} giấy chứng nhận đã hết giá trị{at(lapsed)} "
            "mà chi bộ chưa họp xét."
        )
    if unreviewed := of[Matter.REVIEW]:
        out.append(
            f"Có {sum(line.figures.unreviewed or 0 for line in unreviewed)}/"
            f"{sum(line.figures.cells for line in unreviewed)} chi bộ{at(unreviewed)} "
            f"chưa ghi kỳ rà soát nguồn tháng {figures.month:%m/%Y}."
        )
    behind = of[Matter.PACE]
    if behind and many:
        slow = ", ".join(line.name for line in behind)
        out.append(f"Kết nạp chậm hơn nhịp thường lệ của chính đơn vị trong các năm trước: {slow}.")
    else:
        out += [_behind(line.figures) for line in behind]
    return out


def _opening(figures: Figures) -> str:
    seen = "ua theo dõi công tác tạo nguồn, phát triển đảng viên, còn những việc sau phải thực hiện."
    if figures.decision is None:
        return f"Q{seen}"
    number, day = figures.decision
    document = f"Quyết định số {number}, ngày" if number else "quyết định ngày"
    own = number.rpartition("/")[2] in COMMITTEES
    by = f" của {committee(figures.name)}" if own else ""
    return (
        f"Thực hiện {document} {_day(date.fromisoformat(day))}{by} về giao chỉ tiêu kết nạp đảng viên "
        f"năm {figures.day.year}, q{seen}"
    )


def _behind(one: UnitFigures) -> str:
    if one.usual is None or one.target is None:
        return ""
    low, high = one.usual
    usual = f"{low} %" if low == high else f"{low}–{high} %"
    return (
        f"Đã kết nạp {one.done}/{one.target} đảng viên, đạt {share(one.done, one.target)} chỉ tiêu năm; đến ngày này "
        f"các năm trước đơn vị đã kết nạp {usual} số của cả năm, nên đang chậm hơn nhịp thường lệ của chính mình."
    )


def _told(about: Sequence[Line], told: Sequence[Addressee]) -> list[str]:
    """Say which reminders were in vain."""
    out = ["Các đơn vị sau đã được đôn đốc từ hai lần trở lên về cùng một việc; hạn nào cũng đã qua mà việc chưa xong."]
    with translation.override("vi"):
        for line in about:
            own = [part for part in told if part.unit_id == line.figures.pk]
            asked = [str(m.label).lower() for m in Matter if m in line.matters]
            sent = "; ".join(
                f"văn bản số {part.dispatch.reference}, ngày {_day(part.dispatch.signed_on)}, hạn {_day(part.dispatch.due_on)}"
                f" ({_answer(part)})"
                for part in own
                if part.dispatch.signed_on is not None and part.dispatch.due_on is not None
            )
            out.append(f"{line.name}: {', '.join(asked)}. Đã đôn đốc: {sent}.")
    return out


def _answer(part: Addressee) -> str:
    return "chưa trả lời" if part.answered_on is None else f"trả lời ngày {_day(part.answered_on)}"


def _table(about: Sequence[Line]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Give headings, rows and the total. What none of the units has to show has no column."""
    counts = {"done": "Đã kết nạp", "waiting": "Người đang chờ", "overdue": "Hồ sơ quá hạn"}
    if any(line.figures.lapsed for line in about):
        counts["lapsed"] = "Giấy chứng nhận hết giá trị"
    if any(line.figures.unreviewed is not None for line in about):
        counts["unreviewed"] = "Chi bộ chưa rà soát"
    done, *others = counts
    columns = ("Đơn vị", "Chỉ tiêu năm", counts[done], "Tỷ lệ", *(counts[name] for name in others))

    def row(name: str, target: int | None, known: dict[str, int | None]) -> tuple[str, ...]:
        told = ["–" if known[code] is None else str(known[code]) for code in others]
        return (name, "–" if target is None else str(target), str(known[done]), share(known[done] or 0, target or 0), *told)  # fmt: skip

    rows = tuple(
        row(line.name, line.figures.target, {code: getattr(line.figures, code) for code in counts}) for line in about
    )
    summed = {code: sum(getattr(line.figures, code) or 0 for line in about) for code in counts}
    target = sum(line.figures.target or 0 for line in about)
    return columns, rows, row("Cộng", target or None, {**summed}) if len(about) > 1 else ()


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def shown(dispatch: Dispatch) -> dict[str, object]:
    """Give the words of a dispatch for a page: the very ones that are printed, and the table's cells beside their headings."""
    paper = paper_of(dispatch)
    rows = [(row, False) for row in paper.rows] + ([(paper.total, True)] if paper.total else [])
    cells = [{"cells": list(zip(paper.columns, row, strict=True)), "total": total} for row, total in rows]
    return {"words": words_of(paper), "paper": paper, "cells": cells}
