"""A dispatch as the words that stand on its paper. They are Vietnamese, made of frozen figures and closed lists only."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import translation

from taonguon.reminders.enums import Ask, Kind, Matter
from taonguon.reminders.figures import Figures, UnitFigures, read
from taonguon.reminders.models import HEAD, Addressee, Dispatch, Letterhead
from taonguon.reminders.paper import Paper, share

COLUMNS = (
    "Đơn vị", "Chỉ tiêu năm", "Đã kết nạp", "Tỷ lệ", "Người đang chờ", "Hồ sơ có bước quá hạn",
    "Chi bộ chưa rà soát",
)  # fmt: skip
SUBJECTS = {
    Kind.SINGLE: "đôn đốc công tác tạo nguồn, phát triển đảng viên",
    Kind.CIRCULAR: "đôn đốc công tác tạo nguồn, phát triển đảng viên",
    Kind.ESCALATION: "kết quả đôn đốc công tác tạo nguồn, phát triển đảng viên",
}


def paper_of(dispatch: Dispatch, parts: Sequence[Addressee] | None = None) -> Paper:
    """Give the paper of a dispatch, to all it goes to; or only the parts of some, for who may see no other."""
    figures = read(dispatch.snapshot.content)
    shown = list(dispatch.addressees.order_by("pk")) if parts is None else list(parts)
    told = list(dispatch.earlier.select_related("dispatch").order_by("dispatch__signed_on", "pk"))
    names = {part.unit_id: part.name for part in (told or shown)}
    about = [one for pk in names if (one := figures.of(pk)) is not None]
    head = _head(dispatch)
    escalation = dispatch.kind == Kind.ESCALATION
    body = _told(about, told) if escalation else _asked(about, names, figures)
    with translation.override("vi"):
        asked = tuple(str(Ask(ask).label) for ask in dispatch.asks)
    rows = tuple(_row(names[one.pk], one) for one in about)
    return Paper(
        issuer_over=head["issuer_over"], issuer=head["issuer"], number=dispatch.number, symbol=head["symbol"],
        place=head["place"], signed_on=dispatch.signed_on, subject=SUBJECTS[Kind(dispatch.kind)],
        addressees=tuple(part.name for part in shown), as_of=figures.day, paragraphs=tuple(body),
        columns=COLUMNS, rows=rows, asked=asked, due_on=dispatch.due_on,
        recipients=("Như trên", f"Lưu {head['issuer']}"),
        authority=tuple(line.strip() for line in head["authority"].splitlines() if line.strip()),
        signer_title=head["signer_title"], signer=head["signer"], total=_total(about) if len(about) > 1 else (),
    )  # fmt: skip


def _head(dispatch: Dispatch) -> dict[str, str]:
    """Give what stands around the words: what was sent keeps its own, a draft has what counts now."""
    row = dispatch if not dispatch.draft else Letterhead.objects.filter(unit=dispatch.unit_id).first()
    return {name: getattr(row, name) if row is not None else "" for name in HEAD}


def _asked(about: Sequence[UnitFigures], names: Mapping[int, str], figures: Figures) -> list[str]:
    """Say what is to be done by one unit, or by several together."""
    out = [_opening(figures)]
    late = [one for one in about if Matter.OVERDUE in one.matters]
    unreviewed = [one for one in about if Matter.REVIEW in one.matters]
    behind = [one for one in about if Matter.PACE in one.matters]
    many = len(about) > 1
    if late:
        since = min(day for one in late if (day := one.since) is not None)
        at = f" ở {len(late)} đơn vị" if many else ""
        out.append(
            f"Có {sum(one.overdue for one in late)} hồ sơ{at} đã qua ngày cuối của bước phải làm tiếp theo, "
            f"sớm nhất từ ngày {_day(since)}."
        )
    if unreviewed:
        at = f" ở {len(unreviewed)} đơn vị" if many else ""
        out.append(
            f"Có {sum(one.unreviewed for one in unreviewed)}/{sum(one.cells for one in unreviewed)} chi bộ{at} "
            f"chưa ghi kỳ rà soát nguồn tháng {figures.month:%m/%Y}."
        )
    out += [_behind(one) for one in behind] if not many else []
    if behind and many:
        slow = ", ".join(names[one.pk] for one in behind)
        out.append(f"Kết nạp chậm hơn nhịp thường lệ của chính đơn vị trong các năm trước: {slow}.")
    return out


def _opening(figures: Figures) -> str:
    seen = "ua theo dõi công tác tạo nguồn, phát triển đảng viên, còn những việc sau phải thực hiện."
    if figures.decision is None:
        return f"Q{seen}"
    number, day = figures.decision
    document = f"Quyết định số {number}, ngày" if number else "quyết định ngày"
    return (
        f"Thực hiện {document} {_day(date.fromisoformat(day))} về giao chỉ tiêu kết nạp đảng viên năm {figures.day.year}, "
        f"q{seen}"
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


def _told(about: Sequence[UnitFigures], told: Sequence[Addressee]) -> list[str]:
    """Say which reminders were in vain."""
    out = ["Những việc sau đã được đôn đốc từ hai lần trở lên, đã quá hạn mà chưa xong."]
    with translation.override("vi"):
        for one in about:
            own = [part for part in told if part.unit_id == one.pk]
            asked = [str(m.label).lower() for m in Matter if any(m in part.matters for part in own)]
            sent = "; ".join(
                f"văn bản số {part.dispatch.reference}, ngày {_day(part.dispatch.signed_on)}, hạn {_day(part.dispatch.due_on)}"
                f" ({_answer(part)})"
                for part in own
                if part.dispatch.signed_on is not None
            )
            out.append(f"{own[0].name}: {', '.join(asked)}. Đã đôn đốc: {sent}.")
    return out


def _answer(part: Addressee) -> str:
    return "chưa trả lời" if part.answered_on is None else f"trả lời ngày {_day(part.answered_on)}"


def _row(name: str, one: UnitFigures) -> tuple[str, ...]:
    return (name, *_cells(one.target, one.done, one.waiting, one.overdue, one.unreviewed))


def _total(about: Sequence[UnitFigures]) -> tuple[str, ...]:
    target = sum(one.target or 0 for one in about)
    counts = [sum(getattr(one, name) for one in about) for name in ("done", "waiting", "overdue", "unreviewed")]
    return ("Cộng", *_cells(target or None, *counts))


def _cells(target: int | None, done: int, *counts: int) -> tuple[str, ...]:
    return ("–" if target is None else str(target), str(done), share(done, target or 0), *(str(n) for n in counts))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def table_of(paper: Paper) -> list[dict[str, object]]:
    """Give the rows of a paper's table with the heading of each cell beside it, the total last."""
    rows = [(row, False) for row in paper.rows] + ([(paper.total, True)] if paper.total else [])
    return [{"cells": list(zip(paper.columns, row, strict=True)), "total": total} for row, total in rows]
