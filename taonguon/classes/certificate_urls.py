"""Addresses of certificates: the register, printing, templates, checking."""

from django.urls import path

from taonguon.classes.views import certificates, checking, papers

urlpatterns = [
    path("giay-chung-nhan/", certificates.certificates, name="certificates"),
    path("giay-chung-nhan/xuat/", certificates.export, name="certificates-export"),
    path("giay-chung-nhan/in/", papers.certificates_print, name="certificates-print"),
    path("giay-chung-nhan/kiem-tra/", checking.certificate_check, name="certificate-check"),
    path("giay-chung-nhan/kiem-tra/tep/", checking.certificate_check_file, name="certificate-check-file"),
    path("giay-chung-nhan/mau/<int:pk>/", papers.paper_template, name="paper-template"),
    path("giay-chung-nhan/mau/<int:pk>/tep/", papers.paper_template_file, name="paper-template-file"),
    path("giay-chung-nhan/<int:pk>/", certificates.certificate, name="certificate"),
]
