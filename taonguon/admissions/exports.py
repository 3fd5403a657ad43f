"""The sheets of the source list, and of the hand-over register."""

from collections.abc import Iterable
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from taonguon.admissions import register
from taonguon.admissions.source import Row
from taonguon.people.exports import write_sheet

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def source_sheet(rows: Iterable[Row], about: Iterable[tuple[str, str]]) -> IO[bytes]:
    """Write the list to a temporary file; a second sheet says what it is of and who took it away."""
    columns = (
        (_("STT"), 6), (_("Họ và tên"), 26), (_("Ngày sinh"), 12), (_("Chức danh"), 30), (_("Chi bộ"), 32),
        (_("Giai đoạn"), 40), (_("Từ ngày"), 12), (_("Số ngày"), 9), (_("Đảng viên giúp đỡ"), 26),
        (_("Giấy chứng nhận có giá trị đến"), 16), (_("Đi làm ăn xa"), 24), (_("Việc tiếp theo"), 36),
        (_("Ai làm"), 22), (_("Thời hạn"), 40), (_("Ngày hết hạn"), 12),
    )  # fmt: skip
    return write_sheet(columns, (_cells(row) for row in rows), about)


def _cells(row: Row) -> tuple[str, ...]:
    away = f"{row.away_at} (→ {_day(row.away_until)})" if row.away_until else row.away_at
    return (
        row.name, str(row.born or ""), row.posts, row.cell, row.stage, _day(row.since),
        "" if row.days is None else str(row.days), row.helper, _day(row.certificate_until), away, row.step, row.actor,
        row.clock, _day(row.by),
    )  # fmt: skip


def register_sheet(rows: Iterable[register.Row], about: Iterable[tuple[str, str]]) -> IO[bytes]:
    """Write the book of a year to a temporary file, a row a dossier, in the order in which they came."""
    columns = (
        (_("STT"), 6), (_("Ngày nhận"), 12), (_("Họ và tên"), 26), (_("Hồ sơ về việc"), 22), (_("Chi bộ"), 32),
        (_("Đảng bộ"), 30), (_("Đơn vị nộp"), 30), (_("Người nhận"), 18), (_("Yêu cầu bổ sung"), 44),
        (_("Nhận bổ sung"), 32), (_("Thẩm định xong"), 12), (_("Trình ban thường vụ"), 12), (_("Trả lại"), 12),
        (_("Lý do trả lại"), 34), (_("Tình trạng"), 26),
    )  # fmt: skip
    return write_sheet(columns, (_register_cells(row) for row in rows), about)


def _register_cells(row: register.Row) -> tuple[str, ...]:
    dossier = row.dossier
    asked = (
        _("%(day)s: %(papers)s (chậm nhất %(until)s)")
        % {"day": _day(line.on), "papers": ", ".join(line.forms), "until": _day(line.until)}
        for line in dossier.asked
    )
    came = (f"{_day(line.on)}: {', '.join(line.forms)}" for line in dossier.supplemented)
    returned, clerk = dossier.returned, dossier.received.recorded_by
    return (
        _day(dossier.received.on), row.name or _("đã ra khỏi danh sách"), str(dossier.matter.label), row.cell,
        row.commune, row.brought_by, clerk.get_username() if clerk is not None else "", "; ".join(asked),
        "; ".join(came), _day(dossier.appraised.on if dossier.appraised else None),
        _day(dossier.submitted.on if dossier.submitted else None), _day(returned.on if returned else None),
        str(returned.get_because_display()) if returned else "",
        row.state or (_("Đã có quyết định") if row.case else ""),
    )  # fmt: skip


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value is not None else ""
