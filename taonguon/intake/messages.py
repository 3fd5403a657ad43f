"""Why a file cannot be read, as a sentence: what was found, and what is needed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.intake.readers import Unreadable, UnreadableError

_MEGABYTE = 2**20
_KINDS = {
    "pdf": gettext_lazy("tệp PDF"),
    "docx": gettext_lazy("văn bản Word"),
    "doc": gettext_lazy("văn bản Word"),
    "rtf": gettext_lazy("văn bản Word"),
    "pptx": gettext_lazy("bản trình chiếu PowerPoint"),
    "ods": gettext_lazy("bảng tính OpenDocument (.ods)"),
    "xlsb": gettext_lazy("bảng tính nhị phân (.xlsb)"),
    "html": gettext_lazy("trang web (HTML hoặc XML) đặt tên như bảng tính"),
    "image": gettext_lazy("hình ảnh"),
    "zip": gettext_lazy("tệp nén"),
    "rar": gettext_lazy("tệp nén"),
    "7z": gettext_lazy("tệp nén"),
    "unknown": gettext_lazy("loại tệp không nhận ra"),
}
_SENTENCES = {
    Unreadable.TOO_BIG: gettext_lazy(
        "Tệp “%(file)s” có dung lượng %(size)s MB, lớn hơn mức cho phép %(limit)s MB. "
        "Hãy xóa hình ảnh, các trang không dùng hoặc tách thành nhiều tệp rồi nạp lại."
    ),
    Unreadable.NOT_A_WORKBOOK: gettext_lazy(
        "Tệp “%(file)s” là %(kind)s, không phải bảng tính đọc được. "
        "Hãy mở bằng chương trình bảng tính, lưu thành .xlsx rồi nạp lại."
    ),
    Unreadable.ENCRYPTED: gettext_lazy(
        "Tệp “%(file)s” có đặt mật khẩu nên không mở được. Hãy bỏ mật khẩu, lưu lại rồi nạp lại."
    ),
    Unreadable.MACROS: gettext_lazy(
        "Tệp “%(file)s” có chứa macro (chương trình). "
        "Hãy lưu thành “Excel Workbook (.xlsx)” không có macro rồi nạp lại."
    ),
    Unreadable.EMBEDDED: gettext_lazy(
        "Tệp “%(file)s” có tệp khác nhúng bên trong (%(part)s). Hãy xóa đối tượng nhúng, lưu lại rồi nạp lại."
    ),
    Unreadable.BROKEN: gettext_lazy(
        "Tệp “%(file)s” bị hỏng hoặc chưa tải hết nên không đọc được. "
        "Hãy mở bằng Excel, lưu lại thành .xlsx rồi nạp lại, hoặc xin lại tệp gốc."
    ),
    Unreadable.BOMB: gettext_lazy(
        "Tệp “%(file)s” khi giải nén quá lớn (%(found)s, mức cho phép %(limit)s), "
        "không giống một danh sách thông thường. Hãy chép riêng danh sách sang tệp mới rồi nạp lại."
    ),
    Unreadable.FAR_CELL: gettext_lazy(
        "Trang “%(sheet)s” của tệp “%(file)s” có ô %(cell)s nằm rất xa danh sách. "
        "Hãy xóa các dòng và cột thừa đến ô này, lưu lại rồi nạp lại."
    ),
    Unreadable.TOO_MANY_CELLS: gettext_lazy(
        "Trang “%(sheet)s” của tệp “%(file)s” làm cho số ô vượt mức cho phép %(limit)s ô. "
        "Hãy tách thành nhiều tệp rồi nạp lại."
    ),
    Unreadable.EMPTY: gettext_lazy(
        "Tệp “%(file)s” không có ô nào có nội dung trên các trang đang hiện. Hãy kiểm tra xem có chọn đúng tệp không."
    ),
    Unreadable.READER_DIED: gettext_lazy(
        "Chương trình đọc phải dừng giữa chừng khi đọc tệp “%(file)s”; chưa ghi gì vào dữ liệu. "
        "Hãy mở tệp bằng Excel, chép riêng danh sách sang tệp mới rồi nạp lại."
    ),
    Unreadable.TIMEOUT: gettext_lazy(
        "Đọc tệp “%(file)s” lâu hơn %(seconds)s giây nên đã dừng; chưa ghi gì vào dữ liệu. "
        "Hãy tách thành nhiều tệp nhỏ hơn rồi nạp lại."
    ),
    Unreadable.CANCELLED: gettext_lazy("Đã dừng đọc tệp “%(file)s” theo yêu cầu; chưa ghi gì vào dữ liệu."),
}
_EMPTY = {"size": "?", "limit": "?", "part": "?", "found": "?", "sheet": "?", "cell": "?", "seconds": "?"}


def unreadable_sentence(error: UnreadableError, file_name: str) -> str:
    """Say which file it is, what was found in it, and what the reader can do."""
    code = Unreadable(error.code)
    details: dict[str, object] = {**_EMPTY, **error.details, "file": file_name}
    if code is Unreadable.NOT_A_WORKBOOK:
        details["kind"] = _KINDS.get(error.details.get("found", ""), _KINDS["unknown"])
    if code is Unreadable.TOO_BIG:
        details |= {name: _megabytes(error.details.get(name, "0")) for name in ("size", "limit")}
    if code is Unreadable.BOMB and "parts" in error.details:
        details["found"] = _("%(count)s tệp thành phần") % {"count": error.details["parts"]}
    return str(_SENTENCES[code]) % details


def _megabytes(count: str) -> str:
    return str(-(-int(count) // _MEGABYTE))
