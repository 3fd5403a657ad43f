"""Every verb of the trail with its sentence. `record` refuses a verb that is not here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "organisation.added": _("Thêm tổ chức đảng"),
    "organisation.changed": _("Sửa tên, cấp hoặc nơi trực thuộc của tổ chức đảng"),
    "organisation.corrected": _("Sửa thông tin tổ chức đảng đã ghi sai"),
    "locality.added": _("Thêm thôn, xã"),
    "locality.changed": _("Đổi tên hoặc nơi trực thuộc của thôn, xã"),
    "service.set": _("Giao chi bộ phụ trách thôn"),
    "person.added": _("Thêm người"),
    "person.corrected": _("Sửa thông tin người"),
    "person.merged": _("Gộp hai dòng của cùng một người"),
    "person.kept-apart": _("Xác nhận là hai người khác nhau"),
    "person.looked-at": _("Xem trang của một người"),
    "tenure.begun": _("Bắt đầu giữ chức danh"),
    "tenure.ended": _("Thôi giữ chức danh"),
    "tenure.corrected": _("Sửa ngày giữ chức danh đã ghi sai"),
    "post.established": _("Lập chức danh"),
    "goal.set": _("Đặt mục tiêu tỷ lệ"),
    "goal.ended": _("Kết thúc mục tiêu tỷ lệ"),
    "load.applied": _("Nạp tệp"),
    "people.exported": _("Xuất danh sách ra tệp"),
    "account.added": _("Tạo tài khoản"),
    "account.closed": _("Khóa tài khoản"),
    "account.opened": _("Mở lại tài khoản"),
    "account.password-set": _("Đặt lại mật khẩu"),
    "grant.given": _("Giao quyền"),
    "grant.ended": _("Thu hồi quyền"),
}
