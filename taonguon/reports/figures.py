"""Every figure, named and defined once. The page, the command and reports ask here.

`figures` gives plain JSON values by group; each group carries its definition. A unit's figures are
those of its part of the trees; keys named 'district' then hold the unit's own totals.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from taonguon.intake.models import LoadedRow
from taonguon.orgs.enums import OrganisationKind
from taonguon.people.enums import MASS_ORGANISATION_HEADS, VILLAGE_POSTS, PostKind, Standing
from taonguon.people.models import Membership, Person, Tenure
from taonguon.people.queries.counts import Members, together
from taonguon.plans.queries import goals_for
from taonguon.reports import counts
from taonguon.reports.counts import Seat
from taonguon.reports.day import JSON, Day, day_of, mismatch
from taonguon.reports.sources import sympathisers
from taonguon.rules.coverage import reached, share, still_needed
from taonguon.rules.dates import Period
from taonguon.rules.names import MAJORITY
from taonguon.rules.tree import Node

_SEX = {"m": "Nam", "f": "Nữ"}


def figures(on: date, unit_pk: int | None = None, period: Period | None = None) -> JSON:
    """Give every figure of a unit (None: everything) on a day, group by group."""
    day = day_of(unit_pk, on, period)
    return {name: group(day) for name, group in GROUPS.items()}


# -- groups


def units(day: Day) -> JSON:
    """Count units, cells and villages."""
    place = day.place
    kinds = Counter(n.kind for n in place.units)
    covered = place.map.covered
    combined = [c for c in place.village_cells if len(covered[c.pk]) > 1]
    by_commune = Counter(day.commune_name(covered[cell.pk][0]) for cell in place.village_cells)
    bases = kinds[OrganisationKind.GRASSROOTS] + kinds[OrganisationKind.BASE_CELL]
    return {
        "definition": _(
            "Tổ chức cơ sở đảng (đảng bộ và chi bộ cơ sở), chi bộ, xã và thôn có trên sơ đồ của ngày xem. "
            "Chi bộ cơ sở vừa là một tổ chức cơ sở vừa là một chi bộ; chi bộ ghép phụ trách từ hai thôn."
        ),
        "organisations": bases,
        "committees_dang_bo": kinds[OrganisationKind.GRASSROOTS],
        "base_cells_chi_bo_co_so": kinds[OrganisationKind.BASE_CELL],
        "communes": len(place.communes),
        "cells": len(place.cells),
        "cells_under_committees": kinds[OrganisationKind.CELL],
        "village_cells": len(place.village_cells),
        "combined_cells": len(combined),
        "villages": len(place.villages),
        "villages_in_combined_cells": sum(len(covered[c.pk]) for c in combined),
        "villages_by_commune": dict(Counter(day.commune_name(v.pk) for v in place.villages)),
        "village_cells_by_commune": {c.name: by_commune[c.name] for c in place.communes},
    }


def villages_without_cell(day: Day) -> JSON:
    """List villages no cell covers."""
    rows = []
    for village in day.villages_without_cell:
        handler = day.place.map.organisations.get(day.place.map.services.get(village.pk, (0, ""))[0])
        rows.append({**day.place_json(village.pk), "handled_by": handler.name if handler else None})
    return {
        "definition": _("Thôn không có chi bộ riêng và không nằm trong chi bộ ghép; chi bộ khác được giao phụ trách."),
        "count": len(rows),
        "list": rows,
    }


def villages_without_members(day: Day) -> JSON:
    """List villages in which no member lives."""
    rows = [day.place_json(v.pk) for v in day.villages_without_members]
    return {
        "definition": _(
            "Thôn mà trong ngày không có đảng viên (chính thức hay dự bị) nào cư trú, theo nơi ở ghi trong sổ."
        ),
        "count": len(rows),
        "list": rows,
    }


def posts(day: Day) -> JSON:
    """Count posts by kind."""
    return {
        "definition": _(
            "Chức danh thôn theo loại: có = đã có người + khuyết. “Không thành lập” là danh sách ghi thôn không có tổ chức đó, nên không có chức danh."
        ),
        "labels": {str(kind): str(PostKind(kind).label) for kind in VILLAGE_POSTS},
        "district": _by_kind(day.seats, _existing),
        "by_commune": _by_commune(day, lambda seats: _by_kind(seats, _existing)),
    }


def holders(day: Day) -> JSON:
    """Count distinct holders."""
    held = Counter(s.person for s in day.seats if s.person is not None)
    members = {s.person for s in day.seats if s.member}
    return {
        "definition": _(
            "Người đang giữ ít nhất một trong sáu loại chức danh thôn, mỗi người tính một lần; bí thư chi bộ không thuộc sáu loại."
        ),
        "distinct_people": len(held),
        "people_with_two_posts": sum(1 for n in held.values() if n >= 2),
        "distinct_members": len(members),
        "distinct_not_members": len(held) - len(members),
    }


def coverage(day: Day) -> JSON:
    """Give the share of filled posts held by members."""
    return {
        "definition": _(
            "Tỷ lệ = 100 × chức danh có người giữ là đảng viên trong ngày / chức danh có người giữ, làm tròn hai số lẻ. "
            "Người giữ hai chức danh tính ở mỗi chức danh một lần. “mass” là bốn trưởng đoàn thể cộng lại."
        ),
        "district": _with_mass(day.seats, covered),
        "by_commune": _by_commune(day, lambda seats: _with_mass(seats, covered)),
    }


def goals(day: Day) -> JSON:
    """Set the Scheme's goals beside the coverage."""
    out: JSON = {
        "definition": _(
            "Mục tiêu của Đề án đang có hiệu lực trong ngày so với tỷ lệ đạt; còn thiếu = số chức danh ít nhất phải có thêm người giữ là đảng viên, số chức danh giữ nguyên."
        ),
    }
    in_force = goals_for(day.place.unit.pk, day.on, day.place.map) if day.place.unit else {}
    have = _with_mass(day.seats, covered)
    for kind, goal in in_force.items():
        line = have[kind]
        out[kind] = {
            "goal": str(goal),
            "coverage": line["coverage"],
            "reached": reached(line["members"], line["filled"], goal),
            "more_members_needed": still_needed(line["members"], line["filled"], goal),
        }
    return out


def coverage_by_marks_alone(day: Day) -> JSON:
    """Say what the post list's own marks would give, and where they differ from the members' list."""
    kinds = {"member_without_mark": 0, "mark_without_member": 0, "marked_probationary_but_official": 0}
    rank = {c.name: n for n, c in enumerate(day.place.communes)}
    found = [(s, kind) for s in day.seats if (kind := mismatch(s))]
    found.sort(key=lambda pair: (rank[day.commune_name(pair[0].village)], pair[0].post))  # as the post list has them
    names = dict(Person.objects.filter(pk__in={s.person for s, _k in found}).values_list("pk", "name"))
    for _seat, kind in found:
        kinds[kind] += 1
    return {
        "definition": _(
            "Tỷ lệ nếu chỉ tin dấu “đảng viên” của danh sách chức danh; không phải số đúng, chỉ để tìm chỗ lệch. “mismatches” là chỗ dấu và danh sách đảng viên khác nhau."
        ),
        "district": _with_mass(day.seats, _marked),
        "mismatches": kinds,
        "mismatch_list": [
            {"kind": kind, **day.place_json(s.village), "post": s.kind, "holder": names[s.person]}
            for s, kind in found
            if s.person is not None
        ],
    }


def secretaries(day: Day) -> JSON:
    """Count secretaries who head a village of their cell."""
    by_commune = Counter(day.commune_name(village) for _cell, village in day.concurrent)
    return {
        "definition": _(
            "Chi bộ thôn (riêng và ghép). “concurrent”: bí thư đồng thời là trưởng một thôn mà chi bộ phụ trách."
        ),
        "village_cells": len(day.place.village_cells),
        "vacant": sum(1 for c in day.place.village_cells if c.pk not in day.secretaries),
        "concurrent": len(day.concurrent),
        "concurrent_by_commune": {c.name: by_commune[c.name] for c in day.place.communes},
        "heads_who_are_official_members": sum(
            1 for posts in day.posts.values() if posts.head and posts.head_standing == Standing.OFFICIAL
        ),
    }


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
    """Give the rows of the group above."""
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


GROUPS: dict[str, Callable[[Day], JSON]] = {
    group.__name__: group
    for group in (
        units, villages_without_cell, villages_without_members, posts, holders, coverage, goals,
        coverage_by_marks_alone, secretaries, members, members_as_listed, admissions_in_quarter,
        recognised_official_in_quarter, villages_head_turned_official_and_secretary, sympathisers,
    )
}  # fmt: skip


# -- parts


def _existing(seats: list[Seat]) -> JSON:
    there = [s for s in seats if s.established]
    filled = sum(1 for s in there if s.person is not None)
    return {
        "exist": len(there),
        "filled": filled,
        "vacant": len(there) - filled,
        "not_established": len(seats) - len(there),
    }


def covered(seats: list[Seat]) -> JSON:
    """Give filled posts, those held by members, and the shares."""
    filled = [s for s in seats if s.person is not None]
    official = sum(1 for s in filled if s.standing == Standing.OFFICIAL)
    every = sum(1 for s in filled if s.member)
    return {
        "filled": len(filled),
        "members": every,
        "official": official,
        "probationary": every - official,
        "coverage": share(every, len(filled)),
        "coverage_official_only": share(official, len(filled)),
    }


def _marked(seats: list[Seat]) -> JSON:
    filled = [s for s in seats if s.person is not None]
    marked = sum(1 for s in filled if s.claim)
    return {
        "filled": len(filled),
        "marked": marked,
        "marked_official": sum(1 for s in filled if s.claim == Standing.OFFICIAL),
        "coverage": share(marked, len(filled)),
    }


def _by_kind(seats: list[Seat], measure: Callable[[list[Seat]], JSON]) -> JSON:
    groups: dict[str, list[Seat]] = {str(kind): [] for kind in VILLAGE_POSTS}
    for seat in seats:
        groups[seat.kind].append(seat)
    return {kind: measure(group) for kind, group in groups.items()}


def _with_mass(seats: list[Seat], measure: Callable[[list[Seat]], JSON]) -> JSON:
    return _by_kind(seats, measure) | {"mass": measure([s for s in seats if s.kind in MASS_ORGANISATION_HEADS])}


def _by_commune(day: Day, measure: Callable[[list[Seat]], JSON]) -> JSON:
    groups: dict[str, list[Seat]] = {c.name: [] for c in day.place.communes}
    for seat in day.seats:
        groups[day.commune_name(seat.village)].append(seat)
    return {name: measure(group) for name, group in groups.items()}


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
