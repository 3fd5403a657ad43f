"""Addresses of the political centre: classes, who comes to them, what they end with."""

from django.urls import path

from taonguon.classes.views import attendance, courses, results

urlpatterns = [
    path("lop/", courses.courses, name="courses"),
    path("lop/buoi/<int:pk>/", attendance.attendance, name="attendance"),
    path("lop/buoi/<int:pk>/gui/", attendance.attendance_send, name="attendance-send"),
    path("lop/diem-danh/<int:pk>/", attendance.attendance_dispute, name="attendance-dispute"),
    path("lop/<int:pk>/ket-qua/", results.results, name="results"),
    path("lop/<int:pk>/cap-giay/", results.certificates_issue, name="certificates-issue"),
    path("lop/hoc-vien/<int:pk>/cap-lai/", results.certificate_reissue, name="certificate-reissue"),
]
