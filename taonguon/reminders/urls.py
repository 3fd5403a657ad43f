"""Addresses of the reminders."""

from django.urls import path

from taonguon.reminders import form_views, paper_views, views

urlpatterns = [
    path("don-doc/", views.reminders, name="reminders"),
    path("don-doc/de-xuat/", views.reminder_proposals, name="reminder-proposals"),
    path("don-doc/gui/", form_views.reminders_send, name="reminders-send"),
    path("don-doc/the-thuc/<int:pk>/", form_views.reminder_letterhead, name="reminder-letterhead"),
    path("don-doc/in/", paper_views.reminders_print, name="reminders-print"),
    path("don-doc/<int:pk>/", views.reminder, name="reminder"),
    path("don-doc/<int:pk>/du-thao/", form_views.reminder_draft, name="reminder-draft"),
    path("don-doc/<int:pk>/doi-chieu/", views.reminder_recount, name="reminder-recount"),
    path("don-doc/<int:pk>/da-xong/", views.reminder_reached, name="reminder-reached"),
    path("don-doc/<int:pk>/thu-hoi/", form_views.reminder_withdraw, name="reminder-withdraw"),
    path("don-doc/<int:pk>/ban-in.pdf", paper_views.reminder_pdf, name="reminder-pdf"),
    path("don-doc/<int:pk>/ban-in.docx", paper_views.reminder_docx, name="reminder-docx"),
    path("don-doc/noi-nhan/<int:pk>/da-nhan/", form_views.reminder_seen, name="reminder-seen"),
    path("don-doc/noi-nhan/<int:pk>/tra-loi/", form_views.reminder_answer, name="reminder-answer"),
    path("don-doc/noi-nhan/<int:pk>/thoi/", form_views.reminder_close, name="reminder-close"),
]
