"""Addresses of the ledger's lists: what waits, the source, probation, acts against the rules, the calendar feed."""

from django.urls import path

from taonguon.admissions.views import conduct, source, work

urlpatterns = [
    path("viec/", work.work, name="work"),
    path("viec/lich.ics", work.feed, name="feed"),
    path("viec/lich/", work.feed_new, name="feed-new"),
    path("viec/lich/thu-hoi/", work.feed_end, name="feed-end"),
    path("nguon/", source.source, name="source"),
    path("nguon/chua-co/", source.missing, name="source-missing"),
    path("nguon/xuat/", source.export, name="source-export"),
    path("nguon/du-bi/", conduct.probation, name="probation"),
    path("nguon/chua-dung-quy-dinh/", conduct.irregular, name="irregular"),
]
