"""Figures of members: who they are, who was admitted and recognised in the period."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from taonguon.intake.models import LoadedRow
from taonguon.people.enums import PostKind, Standing
from taonguon.people.models import Membership, Tenure
from taonguon.people.queries.counts import Members, together
from taonguon.reports import counts
from taonguon.reports.day import JSON, Day
from taonguon.rules.dates import Period
from taonguon.rules.names import MAJORITY
from taonguon.rules.tree import Node

_SEX = {"m": "Nam", "f": "Nữ"}


def members(day: Day) -> JSON:
    """Count members by what, where and who they are."""
    rows = counts.activities(day.place).order_by().values_list("person__sex", "person__ethnicity", "standing")
    by = Counter(rows)
    ethnic: Counter[str] = Counter()
    for (_sex, group, _standing), number in by.items():
        ethnic[group] += number
    tops = day.place.bases
    rolled = counts.members_by_unit(day.place, tops, day.members_by_cell)
    total = together(day.members_by_cell.values())
    return {
        "definition": _(
            "Đảng viên trong ngày theo chi bộ đang sinh hoạt (không theo nơi ở). Chính thức từ ngày ký quyết định công nhận; dự bị từ ngày kết nạp đến ngày ấy, kể cả khi đã quá 12 tháng."
        ),
        "district": _members(total),
        "women": sum(n for (sex, _g, _s), n in by.items() if sex == "f"),
        "ethnic_minority": sum(n for group, n in ethnic.items() if group and group != MAJORITY),
        "by_ethnicity": {group: n for group, n in sorted(ethnic.items()) if group},
        "by_organisation": {unit.name: _members(rolled[unit.pk]) for unit in tops},
        "probation_longer_than_12_months": len(day.overdue),
    }


def members_as_listed(day: Day) -> JSON:
    """Say what the member lists alone would give, and what other lists put right."""
    listed = LoadedRow.objects.filter(load__kind="members").exclude(remark="")
    if not day.place.whole:
        inside = counts.activities(day.place).values("person_id")
        listed = listed.filter(person_id__in=inside)
    remarks = Counter(dict(_counted(listed.order_by().values_list("remark", "person_id").distinct())))
    nameless = listed.filter(remark__in=("without-name", "dup-same", "dup-other")).values_list("remark", flat=True)
    remarks.update(nameless)
    persons = remarks["person"] + remarks["no-official-date"]
    in_a_list = LoadedRow.objects.filter(load__kind="members", person__isnull=False).values("person_id")
    unlisted = counts.activities(day.place).exclude(person_id__in=in_a_list)
    undated = listed.filter(remark="no-official-date").values("person_id")
    later = counts.recognised_between(day.place, date.min, day.on).filter(person_id__in=undated)
    return {
        "definition": _("Số nếu chỉ đếm danh sách đảng viên, đã bỏ dòng trùng, người đã đi và dòng không tên; không phải số đúng, chỉ để tìm chỗ lệch."),
        "total": persons,
        "without_official_date": remarks["no-official-date"],
        "rows_by_kind": {
            "person": persons,
            "gone": remarks["gone"],
            "dup-same": remarks["dup-same"],
            "without_name": remarks["without-name"],
            "dup-other": remarks["dup-other"],
        },
        "admitted_but_not_listed": list(unlisted.order_by("membership__admitted_on", "person_id").values_list("person__name", flat=True)),
        "recognised_but_listed_without_date": list(later.order_by("recognised_on", "pk").values_list("person__name", flat=True)),
    }  # fmt: skip


def admissions_in_quarter(day: Day) -> JSON:
    """Count ceremonies of the period."""
    rows = day.admitted
    until = list(counts.admitted_between(day.place, day.period.first, day.on).values_list("admitted_on", "decided_on"))
    signed = _signed_in(day)
    holding = _post_holders(day)
    return {
        "definition": _("Người có lễ kết nạp trong kỳ, theo ngày lễ; tổ chức theo chi bộ nơi kết nạp."),
        "total": len(rows),
        "by_month": _months(day.period, (m.admitted_on for m in rows)),
        "by_sex": dict(Counter(_SEX.get(m.person.sex, "") for m in rows)),
        "by_ethnicity": dict(Counter(m.person.ethnicity for m in rows)),
        "by_organisation": _by_base(day, rows),
        "village_post_holders": sum(1 for m in rows if m.person_id in holding),
        "decisions_in_the_list": len(until),
        "ceremonies_after_quarter_until_day": sum(1 for day_, _d in until if day_ and day_ > day.period.last),
        "decisions_signed_in_quarter": signed,
    }


def recognised_official_in_quarter(day: Day) -> JSON:
    """Count decisions of recognition signed in the period."""
    rows = day.recognised
    head_of = {posts.head for posts in day.posts.values()}
    by_date = Membership.objects.filter(
        official_on__range=(day.period.first, min(day.period.last, day.on)), official_precision="d"
    ).filter(
        person_id__in=counts.activities(day.place).filter(standing=Standing.OFFICIAL).values("person_id")
    )  # fmt: skip
    last_month = day.period.last.replace(day=1)
    return {
        "definition": _(
            "Người có quyết định công nhận chính thức ký trong kỳ. by_official_date: đếm theo ngày được tính chính thức (hết 12 tháng)."
        ),
        "total": len(rows),
        "by_month": _months(day.period, (m.recognised_on for m in rows)),
        "by_official_date": by_date.count(),
        "village_heads": sum(1 for m in rows if m.person_id in head_of),
        "village_heads_in_last_month": sum(
            1 for m in rows if m.person_id in head_of and m.recognised_on and m.recognised_on >= last_month
        ),
        "decisions_in_the_list": counts.recognised_between(day.place, day.period.first, day.on).count(),
    }


def villages_head_turned_official_and_secretary(day: Day) -> JSON:
    """List villages whose head became official in the period's last month and is now cell secretary."""
    before = day.period.last.replace(day=1) - timedelta(days=1)
    earlier = Day(counts.day_map(day.place, before), day.period)
    rows = turned_heads(day, earlier)
    return {
        "definition": _(
            "Thôn có trưởng thôn là đảng viên dự bị đến hết tháng trước tháng cuối kỳ, được công nhận chính thức (ngày quyết định) trong tháng cuối kỳ và nay là bí thư chi bộ."
        ),
        "count": len(rows),
        "list": rows,
        "day_before": before.isoformat(),
        "concurrent_on_day_before": len(earlier.concurrent),
    }


def turned_heads(day: Day, earlier: Day) -> list[JSON]:
    """Give the villages of that group."""
    last_month = day.period.last.replace(day=1)
    recognised = {m.person_id: m for m in day.recognised if m.recognised_on and m.recognised_on >= last_month}
    was = dict(
        counts.activities(earlier.place).filter(person_id__in=recognised).values_list("person_id", "standing")
    )  # fmt: skip
    out = []
    for village, cell in day.place.own_cells:
        head = day.posts[village.pk].head if village.pk in day.posts else None
        if head is None or head not in recognised:
            continue
        if day.secretaries.get(cell.pk) == head and was.get(head) == Standing.PROBATIONARY:
            out.append(_turned(day, village, cell, recognised[head]))
    return out


def _turned(day: Day, village: Node, cell: Node, membership: Membership) -> JSON:
    held = Tenure.objects.filter(post__organisation_id=cell.pk, post__kind=PostKind.SECRETARY)
    now = held.filter(person=membership.person_id, until__isnull=True).first()
    since = now.since if now else None
    before = held.filter(until=since).select_related("person").first() if since else None
    born = membership.person.born
    return {
        **day.place_json(village.pk),
        "head": membership.person.name,
        "born": born.year if born else None,
        "ceremony": _iso(membership.admitted_on),
        "official_from": _iso(membership.official_on),
        "decision": _iso(membership.recognised_on),
        "secretary_since": _iso(since),
        "secretary_before": before.person.name if before else None,
    }


# -- parts


def _members(some: Members) -> JSON:
    return {"total": some.total, "official": some.official, "probationary": some.probationary}


def _months(period: Period, days: Iterable[date | None]) -> JSON:
    found = Counter(f"{d:%Y-%m}" for d in days if d)
    return {month: found[month] for month in period.months() if found[month]}


def _by_base(day: Day, rows: list[Membership]) -> JSON:
    """Count by the grassroots organisation of the cell each was admitted in."""
    cells = dict(
        counts.activities(day.place).filter(membership__in=[m.pk for m in rows]).values_list("membership_id", "cell_id")
    )
    bases = {n.pk for n in day.place.bases}
    found: Counter[int] = Counter()
    for row in rows:
        node = day.place.map.organisations.get(cells.get(row.pk))
        while node is not None and node.pk not in bases:
            node = node.parent
        if node is not None:
            found[node.pk] += 1
    return {n.name: found[n.pk] for n in day.place.bases if found[n.pk]}


def _post_holders(day: Day) -> set[int]:
    return {s.person for s in day.seats if s.person is not None}


def _signed_in(day: Day) -> int:
    rows = Membership.objects.filter(decided_on__range=(day.period.first, min(day.period.last, day.on)))
    if not day.place.whole:
        rows = rows.filter(person_id__in=counts.activities(day.place).values("person_id"))
    return rows.count()


def _counted(pairs: Iterable[tuple[str, int | None]]) -> dict[str, int]:
    out: dict[str, int] = defaultdict(int)
    for remark, person in pairs:
        if person is not None:
            out[remark] += 1
    return out


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
