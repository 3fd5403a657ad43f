"""The sheet of the register of certificates."""

from collections.abc import Iterable
from typing import IO

from django.utils.translation import gettext as _

from taonguon.classes.register import Row
from taonguon.people.exports import write_sheet


def register_sheet(rows: Iterable[Row], about: Iterable[tuple[str, str]]) -> IO[bytes]:
    """Write the register to a temporary file; a second sheet says what it is of and who took it away."""
    columns = (
        (_("STT"), 6), (_("Số"), 16), (_("Họ và tên"), 26), (_("Ngày sinh"), 12), (_("Lớp"), 40), (_("Đơn vị"), 32),
        (_("Nơi cấp"), 28), (_("Ngày cấp"), 12), (_("Có giá trị đến"), 14), (_("Cấp lại ngày"), 12), (_("Lý do"), 16),
        (_("Đã thay bằng số"), 16),
    )  # fmt: skip
    return write_sheet(columns, (_cells(row) for row in rows), about)


def _cells(row: Row) -> tuple[str, ...]:
    until = f"{row.until:%d/%m/%Y}" if row.until else _("chưa biết") if row.limited else ""
    return (
        row.number, row.name, str(row.born or ""), row.course or row.kind, row.unit, row.issuer, str(row.issued or ""),
        until, f"{row.reissued_on:%d/%m/%Y}" if row.reissued_on else "", row.cause, row.replaced_by,
    )  # fmt: skip
