"""The sheet of the source list."""

from collections.abc import Iterable
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from taonguon.admissions.source import Row
from taonguon.people.exports import write_sheet


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


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value is not None else ""
