"""Why a template or a print is refused, as sentences of the page; and what the fields of a template mean."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.classes.paper import PaperError, Problem
from taonguon.classes.paper.parent import TEMPLATE_MAX

_SENTENCES = {
    Problem.TOO_BIG: gettext_lazy("Tệp mẫu nặng quá %(most)s MB; hãy bỏ bớt hình hoặc thu nhỏ hình."),
    Problem.NOT_DOCX: gettext_lazy("Đây không phải tệp .docx; hãy mở bằng Word và lưu lại dạng “Word Document (.docx)”."),
    Problem.BROKEN: gettext_lazy("Tệp mẫu bị hỏng, không mở được; hãy lưu lại từ Word rồi tải lên lần nữa."),
    Problem.ENCRYPTED: gettext_lazy("Tệp đặt mật khẩu hoặc ở dạng .doc cũ; hãy bỏ mật khẩu và lưu lại dạng .docx."),
    Problem.BOMB: gettext_lazy("Tệp mẫu giải nén ra quá lớn; không dùng được."),
    Problem.MACROS: gettext_lazy("Tệp mẫu có macro; hãy lưu lại dạng “Word Document (.docx)” không macro."),
    Problem.LINKS: gettext_lazy("Tệp mẫu có liên kết ra ngoài (“%(detail)s”); hãy bỏ liên kết, chèn hình vào hẳn trong tệp."),
    Problem.EMBEDDED: gettext_lazy("Tệp mẫu có tệp khác nhúng bên trong (“%(detail)s”); hãy bỏ đi."),
    Problem.OUTSIDE: gettext_lazy(
        "Phần “%(detail)s” (đầu trang, chân trang hoặc chú thích) có trường điền; phần này chung cho mọi giấy nên chỉ "
        "được ghi chữ cố định. Hãy chuyển trường vào thân trang."
    ),
    Problem.SYNTAX: gettext_lazy("Dấu ngoặc của trường chưa đúng ở đoạn “%(detail)s”; trường viết như {{ ho_ten }}."),
    Problem.UNKNOWN: gettext_lazy("Không có trường tên “%(detail)s”; các trường dùng được ghi trong bảng dưới đây."),
    Problem.FORBIDDEN: gettext_lazy("Mẫu làm điều không được phép: %(detail)s. Mẫu chỉ được điền các trường trong bảng."),
    Problem.LACKING: gettext_lazy("Mẫu thiếu trường {{ %(detail)s }}; giấy nào cũng phải có số và họ tên."),
    Problem.RESULT: gettext_lazy("Điền vào mẫu xong thì tệp không còn đúng dạng Word; hãy gõ lại các trường trong mẫu."),
    Problem.TIMEOUT: gettext_lazy("Điền mẫu quá lâu nên đã dừng; hãy làm mẫu đơn giản hơn hoặc in ít giấy hơn mỗi lần."),
    Problem.MEMORY: gettext_lazy("Điền mẫu tốn quá nhiều bộ nhớ nên đã dừng; hãy bớt hình hoặc in ít giấy hơn mỗi lần."),
    Problem.DIED: gettext_lazy("Không làm được tệp; hãy thử lại, nếu vẫn vậy thì báo người quản trị."),
}  # fmt: skip


def paper_sentence(error: PaperError) -> str:
    """Say why nothing was made."""
    return str(_SENTENCES[error.problem]) % {"detail": error.detail, "most": TEMPLATE_MAX // 2**20}


def field_meanings() -> dict[str, str]:
    """Say what each field of a template holds."""
    return {
        "so": _("số của giấy"),
        "ho_ten": _("họ và tên; {{ ho_ten|upper }} để in hoa"),
        "ngay_sinh": _("ngày sinh, hoặc năm sinh nếu chỉ biết năm"),
        "don_vi": _("chi bộ, đảng bộ cử đi học"),
        "loai_lop": _("loại lớp"),
        "ten_lop": _("tên lớp"),
        "tu_ngay": _("ngày khai giảng"),
        "den_ngay": _("ngày bế giảng"),
        "xep_loai": _("xếp loại"),
        "noi_cap": _("địa danh nơi ký"),
        "ngay": _("ngày ký"),
        "thang": _("tháng ký"),
        "nam": _("năm ký"),
        "gia_tri_den": _("ngày cuối cùng còn giá trị; trống nếu chưa biết hoặc không giới hạn"),
        "gia_tri": _("cả câu về thời hạn giá trị"),
        "cap_lai": _("câu ghi việc cấp lại; trống ở giấy cấp lần đầu"),
        "cap_tren": _("cơ quan cấp trên, dòng thứ nhất"),
        "co_quan": _("cơ quan cấp giấy, dòng thứ hai"),
        "chuc_vu": _("chức vụ người ký"),
        "nguoi_ky": _("họ tên người ký"),
        "ma": _("mã kiểm tra dạng chữ"),
        "qr": _("mã kiểm tra dạng hình QR, 30 mm"),
    }
