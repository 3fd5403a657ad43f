"""Sentences about a file: what was found in a cell, what is needed, why a sheet was left out."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from taonguon.intake.interpret.records import Kind
from taonguon.intake.messages import unreadable_sentence
from taonguon.intake.readers import UnreadableError

KINDS = {
    Kind.ORGANISATIONS: gettext_lazy("Tổ chức đảng và thôn, bản do chi bộ phụ trách"),
    Kind.POSTS: gettext_lazy("Chức danh thôn, bản, khu phố"),
    Kind.MEMBERS: gettext_lazy("Danh sách đảng viên"),
    Kind.ADMISSIONS: gettext_lazy("Kết nạp đảng viên trong kỳ"),
    Kind.RECOGNITIONS: gettext_lazy("Công nhận đảng viên chính thức trong kỳ"),
    Kind.SOURCES: gettext_lazy("Nguồn quần chúng ưu tú, cảm tình Đảng"),
    Kind.CLASSES: gettext_lazy("Danh sách lớp bồi dưỡng"),
    Kind.MASS_LIST: gettext_lazy("Danh sách của đoàn thể (để đối chiếu)"),
    Kind.TARGETS: gettext_lazy("Giao chỉ tiêu kết nạp của năm"),
}
_FIELDS = {
    "birth": gettext_lazy("ngày sinh"),
    "admitted": gettext_lazy("ngày kết nạp"),
    "official": gettext_lazy("ngày chính thức"),
    "decided": gettext_lazy("ngày ký quyết định"),
    "received": gettext_lazy("ngày nhận quyết định"),
    "resolution": gettext_lazy("ngày họp"),
    "founded": gettext_lazy("ngày thành lập"),
    "changed": gettext_lazy("ngày thay đổi"),
    "listed": gettext_lazy("ngày công nhận quần chúng ưu tú"),
    "assigned": gettext_lazy("ngày phân công giúp đỡ"),
    "certified": gettext_lazy("ngày cấp giấy chứng nhận"),
    "leave": gettext_lazy("ngày cho phép làm hồ sơ"),
    "verified": gettext_lazy("ngày thẩm tra xong"),
    "sent": gettext_lazy("ngày nộp hồ sơ"),
    "taken-off": gettext_lazy("ngày đưa ra khỏi danh sách"),
    "act": gettext_lazy("ngày thực hiện"),
}


def issue_sentence(kind: str, shown: str, detail: str) -> str:
    """Give the sentence for one cell. The place itself is named beside it."""
    return _sentences(kind) % {"shown": shown, "field": _FIELDS.get(detail, detail)}


def _sentences(kind: str) -> str:
    return {
        "unreadable_date": _("Không đọc được %(field)s “%(shown)s”; cần ngày/tháng/năm, tháng/năm hoặc năm. Dòng vẫn được nạp, ô này bỏ trống."),
        "impossible_date": _("Ô %(field)s ghi “%(shown)s”, ngày này không có trên lịch; cần một ngày có thật. Dòng vẫn được nạp, ô này bỏ trống."),
        "error_cell": _("Ô báo lỗi “%(shown)s” của bảng tính; cần giá trị đúng. Dòng vẫn được nạp, ô này bỏ trống."),
        "not_calculated": _("Ô là một công thức chưa được tính nên không có giá trị; hãy mở tệp bằng chương trình bảng tính, lưu lại rồi nạp lại."),
        "dates_out_of_order": _("Ngày chính thức %(shown)s đứng trước ngày kết nạp %(field)s; hãy kiểm tra lại hai ngày. Cả hai được nạp như trong tệp."),
        "missing_name": _("Dòng có số liệu nhưng không có họ tên; cần họ tên để nạp. Dòng không được nạp."),
        "duplicate_person": _("“%(shown)s” đã có ở dòng %(field)s của tệp này; dòng ghi ít hơn không được nạp."),
        "unknown_unit": _("Không tìm thấy “%(shown)s” trong danh sách tổ chức đảng và thôn, bản; hãy sửa tên hoặc nạp danh sách tổ chức trước."),
        "listed_twice": _("“%(shown)s” đã có ở %(field)s; cần một dòng cho mỗi chức danh, mỗi tổ chức. Phần ghi lần sau không được nạp."),
        "out_of_scope": _("“%(shown)s” nằm ngoài phạm vi tài khoản này được nạp. Dòng không được nạp."),
        "vote_turned_into_date": _("Ô phiếu bầu bị bảng tính đổi thành ngày %(shown)s; cần ghi dạng chữ, ví dụ “10/10”. Số phiếu không được nạp."),
        "unreadable_vote": _("Không đọc được kết quả bỏ phiếu “%(shown)s”; cần “số đồng ý/tổng số”, ví dụ “8/9”. Dòng vẫn được nạp, số phiếu không được nạp."),
        "not_yet": _("Ô %(field)s ghi %(shown)s, còn ở phía trước; chỉ nạp việc đã diễn ra. Dòng vẫn được nạp, ô này bỏ trống."),
        "holder_not_found": _("Ghi “%(shown)s” nhưng chức danh kia của thôn này đang khuyết; chức danh được ghi là khuyết."),
        "unknown_post": _("“%(shown)s” không phải chức danh thôn nào đã biết; cần trưởng thôn, mặt trận, nông dân, phụ nữ, chi đoàn hoặc cựu chiến binh."),
        "parent_missing": _("Đảng bộ cấp trên của “%(shown)s” không được nạp nên dòng này cũng không được nạp."),
        "code_taken": _("Mã “%(shown)s” đã có ở một tổ chức khác; cần một mã chưa dùng. Dòng không được nạp."),
        "doubtful_person": _("Có thể “%(shown)s” là một người đã có; chưa đủ căn cứ nên ghi thành người mới. Hãy quyết định ở trang “Cặp nghi trùng”."),
        "too_long": _("“%(shown)s…” dài quá %(field)s chữ; cần tên ngắn hơn. Dòng không được nạp."),
        "future_date": _("%(field)s ở phía trước (%(shown)s); chỉ nạp việc đã diễn ra. Dòng không được nạp."),
        "too_young": _("Kết nạp ngày %(shown)s khi còn là trẻ em (sinh %(field)s); hãy kiểm tra lại hai ngày. Cả hai được nạp như trong tệp."),
        "bad_code": _("Mã “%(shown)s” có ký tự lạ hoặc dài quá 40 chữ; cần chữ, số, dấu chấm hoặc gạch ngang. Tổ chức được ghi với mã tạm."),
        "village_refused": _("Thôn “%(shown)s” không được nạp: nơi này đã có một thôn cùng tên, chỉ khác chữ đứng trước; cần một tên khác."),
        "no_commune": _("Không biết “%(shown)s” thuộc xã nào nên các thôn ghi ở đây không được nạp; cần dòng đảng bộ xã phía trên chi bộ."),
        "unknown_grade": _("“%(shown)s” không phải mức xếp loại nào đang dùng; dòng vẫn được nạp, xếp loại bỏ trống."),
        "unreadable_score": _("Không đọc được điểm “%(shown)s”; cần số từ 0 đến 10. Dòng vẫn được nạp, điểm bỏ trống."),
        "certified_not_passed": _("Ghi số giấy chứng nhận “%(shown)s” nhưng kết quả là không đạt hoặc không học hết; hãy kiểm tra lại. Giấy không được ghi."),
        "result_differs": _("Kết quả “%(shown)s” khác với kết quả đã dùng để cấp giấy chứng nhận; kết quả cũ được giữ."),
        "certificate_differs": _("Số hoặc ngày của giấy “%(shown)s” khác với giấy đã ghi (%(field)s); giấy đã ghi được giữ."),
        "number_taken": _("Số giấy chứng nhận “%(shown)s” đã cấp cho người khác của lớp này; hãy kiểm tra lại. Giấy không được ghi."),
        "holder_differs": _("Danh sách này ghi “%(shown)s”, danh sách chức danh ghi “%(field)s” (để trống là khuyết). Không có gì được sửa; hãy kiểm tra lại."),
        "mark_without_member": _("“%(shown)s” được đánh dấu là đảng viên nhưng không có trong danh sách đảng viên. Không có gì được sửa."),
        "member_without_mark": _("“%(shown)s” có trong danh sách đảng viên nhưng ở đây không đánh dấu. Không có gì được sửa."),
        "study_not_known": _("Ghi “%(shown)s” đã học lớp nhận thức nhưng chưa thấy trong danh sách lớp hay danh sách nguồn nào."),
        "unknown_person": _("Chưa có “%(shown)s” trong sổ; danh sách này chỉ để đối chiếu nên không ghi người mới."),
        "unreadable_target": _("Không đọc được chỉ tiêu “%(shown)s”; cần một số, hoặc “12 -> 14 (15/3/2018)” nếu có điều chỉnh. Ô này bỏ trống."),
        "revised_without_day": _("“%(shown)s” có điều chỉnh nhưng không rõ từ ngày nào; số mới được tính từ ngày của biểu."),
        "unreadable_goal": _("Không đọc được mục tiêu “%(shown)s”; cần một tỷ lệ như “≥ 70” hoặc “> 60”. Ô này bỏ trống."),
        "part_above_total": _("%(shown)s lớn hơn tổng số %(field)s của đơn vị; hãy kiểm tra lại hai ô. Ô này bỏ trống."),
        "decided_otherwise": _("“%(shown)s”: quyết định ban hành trên phần mềm cùng ngày ghi số khác; số của quyết định được giữ. Dòng không được nạp."),
        "goal_differs": _("Mục tiêu %(shown)s khác mục tiêu %(field)s đang có hiệu lực; mục tiêu đang có được giữ."),
        "no_ceremony": _("Có quyết định nhưng chưa có ngày tổ chức lễ kết nạp; chưa tính là đảng viên."),
    }[kind]  # fmt: skip


def note_sentence(code: str, details: dict[str, str]) -> str:
    """Give the sentence for what was left out of a file."""
    return {
        "hidden_sheet": _("Bỏ qua trang ẩn “%(sheet)s” (%(rows)s dòng)."),
        "sum_differs": _(
            "Trang “%(sheet)s”, dòng %(row)s (%(name)s): ghi tổng %(shown)s, cộng các đơn vị là %(true)s; số cộng được dùng."
        ),
        "no_signing_day": _("Không thấy ngày ký; chỉ tiêu được tính từ %(day)s."),
        "other_sheet": _("Bỏ qua trang “%(sheet)s”: không phải danh sách cùng loại."),
        "legacy": _("Chữ %(letters)s (phông cũ) đã được đổi sang Unicode."),
    }[code] % details


def refusal_sentence(code: str, details: dict[str, Any], file_name: str) -> str:
    """Say why nothing of a file was taken."""
    if code == "unreadable":
        return unreadable_sentence(UnreadableError(**details), file_name)
    if code == "unknown_kind":
        return _unknown_kind(details["sheet"], details["headings"], file_name)
    if code == "no_root":
        return _no_root(details["root"], file_name)
    if code == "not_yours":
        return _("“%(file)s” là “%(kind)s”; tài khoản này chỉ được nạp danh sách lớp. Không có gì được ghi.") % {
            "file": file_name, "kind": KINDS[Kind(details["kind"])],
        }  # fmt: skip
    return {
        "database": _("“%(file)s”: cơ sở dữ liệu không nhận một giá trị trong tệp; không có gì được ghi. Hãy gửi tệp cho người quản trị, nhật ký máy chủ có chi tiết."),
        "no_class_days": _("“%(file)s” là danh sách lớp nhưng không thấy ngày học ở đầu trang (ví dụ “từ ngày 12/03/2018 đến ngày 16/03/2018”) và lớp chưa có trong sổ; cần một trong hai."),
        "cut": _("Việc nạp đã dừng giữa chừng (máy chủ tắt hoặc chương trình bị ngắt); không có gì được ghi. Hãy nạp lại tệp."),
    }[code] % {"file": file_name}  # fmt: skip


def _unknown_kind(sheet: str, headings: list[str], file_name: str) -> str:
    """Say that a file is none of the lists this product loads, and what such lists have."""
    kinds = "; ".join(str(name) for name in KINDS.values())
    if not headings:
        return _("“%(file)s”: không tìm thấy dòng tiêu đề cột nào; cần một trong các danh sách: %(kinds)s.") % {
            "file": file_name,
            "kinds": kinds,
        }
    return _(
        "“%(file)s”, trang “%(sheet)s”: các cột (%(headings)s…) không phải của danh sách nào nạp được; cần một trong: %(kinds)s."
    ) % {"file": file_name, "sheet": sheet, "headings": ", ".join(headings), "kinds": kinds}


def _no_root(root: str, file_name: str) -> str:
    """Say that nothing tells whose units a file lists, or that they are not this log-in's to add."""
    if root:
        return _(
            "“%(file)s” là của %(root)s, chưa có trong sổ và tài khoản này không được thêm; cần tệp của đơn vị mình hoặc tài khoản của toàn hệ thống."
        ) % {"file": file_name, "root": root}
    return _(
        "“%(file)s”: không thấy tên cấp ủy ở đầu trang (ví dụ “HUYỆN ỦY …”) và chưa có đảng bộ huyện nào trong sổ; cần một trong hai."
    ) % {"file": file_name}


def outcome_word(outcome: str) -> str:
    """Give the word of the last columns for a row's fate."""
    return {
        "created": pgettext("row", "Thêm mới"),
        "updated": pgettext("row", "Cập nhật"),
        "unchanged": pgettext("row", "Không đổi"),
        "rejected": pgettext("row", "Không nạp"),
    }[outcome]


def defect_name(kind: str) -> str:
    """Give the short name of a kind of finding."""
    return {
        "unreadable_date": _("Ngày không đọc được"),
        "impossible_date": _("Ngày không có thật"),
        "error_cell": _("Ô báo lỗi"),
        "not_calculated": _("Công thức chưa được tính"),
        "dates_out_of_order": _("Ngày trái thứ tự"),
        "missing_name": _("Thiếu họ tên"),
        "duplicate_person": _("Người ghi hai lần"),
        "unknown_unit": _("Đơn vị, thôn không có trong danh sách"),
        "listed_twice": _("Ghi hai lần"),
        "out_of_scope": _("Ngoài phạm vi tài khoản"),
        "vote_turned_into_date": _("Phiếu bầu bị đổi thành ngày"),
        "unreadable_vote": _("Số phiếu không đọc được"),
        "not_yet": _("Việc chưa diễn ra"),
        "holder_not_found": _("Không rõ người giữ chức danh"),
        "unknown_post": _("Chức danh không rõ"),
        "parent_missing": _("Thiếu tổ chức cấp trên"),
        "code_taken": _("Mã đã có"),
        "doubtful_person": _("Có thể trùng người"),
        "too_long": _("Tên quá dài"),
        "future_date": _("Ngày ở phía trước"),
        "too_young": _("Kết nạp khi còn là trẻ em"),
        "bad_code": _("Mã có ký tự lạ"),
        "village_refused": _("Thôn không nạp được"),
        "no_commune": _("Không rõ thôn thuộc xã nào"),
        "unreadable_target": _("Chỉ tiêu không đọc được"),
        "revised_without_day": _("Điều chỉnh không rõ ngày"),
        "unreadable_goal": _("Mục tiêu không đọc được"),
        "part_above_total": _("Số thành phần lớn hơn tổng"),
        "decided_otherwise": _("Khác quyết định đã ban hành"),
        "goal_differs": _("Mục tiêu khác"),
        "no_ceremony": _("Chưa có lễ kết nạp"),
        "unknown_grade": _("Xếp loại không rõ"),
        "unreadable_score": _("Điểm không đọc được"),
        "certified_not_passed": _("Có giấy nhưng không đạt"),
        "result_differs": _("Kết quả khác với đã ghi"),
        "certificate_differs": _("Giấy chứng nhận khác với đã ghi"),
        "number_taken": _("Số giấy đã cấp cho người khác"),
        "holder_differs": _("Người giữ chức danh khác nhau"),
        "mark_without_member": _("Đánh dấu đảng viên nhưng chưa phải"),
        "member_without_mark": _("Là đảng viên nhưng không đánh dấu"),
        "study_not_known": _("Chưa thấy đã học lớp"),
        "unknown_person": _("Chưa có người này"),
    }.get(kind, kind)


def doubt_sentence(reason: str) -> str:
    """Say why two people may be one."""
    return {
        "several-of-the-name": _(
            "Cùng họ tên, cùng nơi, nhưng thiếu năm sinh hoặc có nhiều người cùng tên nên chưa rõ là ai."
        ),
        "same-year-other-day": _("Cùng họ tên, cùng nơi, cùng năm sinh nhưng khác ngày, tháng sinh."),
        "same-day-other-place": _("Cùng họ tên, cùng ngày sinh nhưng khác nơi."),
    }.get(reason, reason)
