"""Addresses of the political centre: classes, who comes to them, what they end with, their certificates."""

from django.urls import path

from taonguon.classes.views import (
    attendance, certificates, checking, courses, demand, enrolling, kinds, learners, papers, results,
)  # fmt: skip

urlpatterns = [
    path("lop/", courses.courses, name="courses"),
    path("lop/them/", courses.course_add, name="course-add"),
    path("lop/<int:pk>/", courses.course, name="course"),
    path("lop/<int:pk>/sua/", courses.course_change, name="course-change"),
    path("lop/<int:pk>/huy/", courses.course_cancel, name="course-cancel"),
    path("lop/<int:pk>/lich-hoc/", courses.course_sessions, name="course-sessions"),
    path("lop/loai/", kinds.kinds, name="course-kinds"),
    path("lop/loai/mau-so/", kinds.kind_example, name="course-kind-example"),
    path("lop/loai/them/", kinds.kind_set, name="course-kind-add"),
    path("lop/loai/<int:pk>/", kinds.kind_set, name="course-kind-change"),
    path("lop/xep-loai/them/", kinds.grade_set, name="grade-add"),
    path("lop/xep-loai/<int:pk>/", kinds.grade_set, name="grade-change"),
    path("lop/de-nghi/", learners.proposals_list, name="proposals"),
    path("lop/de-nghi/them/", learners.propose_many, name="propose"),
    path("lop/de-nghi/xu-ly/", learners.proposals_decide, name="proposals-decide"),
    path("lop/<int:pk>/ghi-danh/", enrolling.enrol_many, name="enrol"),
    path("lop/<int:pk>/danh-sach/", enrolling.class_list, name="class-list"),
    path("lop/<int:pk>/danh-sach/xuat/", enrolling.class_list_export, name="class-list-export"),
    path("lop/hoc-vien/<int:pk>/rut/", enrolling.withdraw_one, name="withdraw"),
    path("lop/nhu-cau/", demand.demand_board, name="demand"),
    path("lop/nhu-cau/nguoi/", demand.demand_people, name="demand-people"),
    path("lop/nhu-cau/khoang-cach/", demand.distances_set, name="distances"),
    path("lop/nhu-cau/xep-lop/", demand.arrange, name="arrange"),
    path("lop/nhu-cau/xep-lop/mo/", demand.arrange_plan, name="arrange-plan"),
    path("lop/buoi/<int:pk>/", attendance.attendance, name="attendance"),
    path("lop/buoi/<int:pk>/gui/", attendance.attendance_send, name="attendance-send"),
    path("lop/diem-danh/<int:pk>/", attendance.attendance_dispute, name="attendance-dispute"),
    path("lop/<int:pk>/ket-qua/", results.results, name="results"),
    path("lop/<int:pk>/cap-giay/", results.certificates_issue, name="certificates-issue"),
    path("lop/hoc-vien/<int:pk>/cap-lai/", results.certificate_reissue, name="certificate-reissue"),
    path("giay-chung-nhan/", certificates.certificates, name="certificates"),
    path("giay-chung-nhan/xuat/", certificates.export, name="certificates-export"),
    path("giay-chung-nhan/in/", papers.certificates_print, name="certificates-print"),
    path("giay-chung-nhan/kiem-tra/", checking.certificate_check, name="certificate-check"),
    path("giay-chung-nhan/kiem-tra/tep/", checking.certificate_check_file, name="certificate-check-file"),
    path("giay-chung-nhan/mau/<int:pk>/", papers.paper_template, name="paper-template"),
    path("giay-chung-nhan/mau/<int:pk>/tep/", papers.paper_template_file, name="paper-template-file"),
    path("giay-chung-nhan/<int:pk>/", certificates.certificate, name="certificate"),
]
