"""Addresses of the ledger: its lists, the calendar feed, and one case with its forms."""

from django.urls import path

from taonguon.admissions.views import acts, case, conduct, digest, exceptions, review, source, work

urlpatterns = [
    path("viec/", work.work, name="work"),
    path("viec/lich.ics", work.feed, name="feed"),
    path("viec/lich/", work.feed_new, name="feed-new"),
    path("viec/lich/thu-hoi/", work.feed_end, name="feed-end"),
    path("viec/thu/", digest.digest, name="digest"),
    path("nguon/", source.source, name="source"),
    path("nguon/chua-co/", source.missing, name="source-missing"),
    path("nguon/xuat/", source.export, name="source-export"),
    path("nguon/du-bi/", conduct.probation, name="probation"),
    path("nguon/chua-dung-quy-dinh/", conduct.irregular, name="irregular"),
    path("nguon/ra-soat/", review.board, name="rounds"),
    path("nguon/ra-soat/chi-bo/<int:pk>/", review.of_cell, name="review"),
    path("nguon/ra-soat/chi-bo/<int:pk>/ghi/", review.record, name="review-record"),
    path("nguon/ra-soat/chi-bo/<int:pk>/de-xuat/", review.suggestion_add, name="suggestion-add"),
    path("nguon/ra-soat/de-xuat/<int:pk>/rut/", review.suggestion_withdraw, name="suggestion-withdraw"),
    path("nguon/ra-soat/ky/<int:pk>/", review.one, name="round"),
    path("nguon/ra-soat/ky/<int:pk>/y-kien/", review.answer, name="round-answer"),
    path("ho-so/<int:pk>/", case.candidacy, name="candidacy"),
    path("ho-so/<int:pk>/truong-hop.toml", case.case_file, name="candidacy-file"),
    path("ho-so/<int:pk>/ghi/<slug:key>/", acts.act_record, name="act-record"),
    path("ho-so/<int:pk>/ghi/<slug:key>/thu/", acts.act_judge, name="act-judge"),
    path("ho-so/buoc/<int:pk>/sua/", acts.act_correct, name="act-correct"),
    path("ho-so/buoc/<int:pk>/tra-loi/", exceptions.act_answer, name="act-answer"),
    path("ho-so/<int:pk>/giup-do/", acts.helper_assign, name="helper-assign"),
    path("ho-so/<int:pk>/gioi-thieu/", acts.introducers_set, name="introducers-set"),
    path("ho-so/<int:pk>/dieu-kien/", acts.facts_set, name="facts-set"),
    path("ho-so/<int:pk>/giay-to/<str:form_number>/", acts.paper_set, name="paper-set"),
    path("ho-so/<int:pk>/di-xa/", acts.away_set, name="away-set"),
    path("ho-so/<int:pk>/ket-thuc/", acts.candidacy_close, name="candidacy-close"),
    path("ho-so/<int:pk>/chuyen/", acts.candidacy_move, name="candidacy-move"),
    path("nguoi/<int:pk>/dua-vao-nguon/", acts.candidacy_open, name="candidacy-open"),
    path("nguoi/<int:pk>/ket-nap-lai/", exceptions.readmit, name="candidacy-readmit"),
]
