"""Every figure, named and defined once. The page, the command and reports ask here.

`figures` gives plain JSON values by group; each group carries its definition. A unit's figures are
those of its part of the trees; keys named 'district' then hold the unit's own totals.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from taonguon.orgs.enums import OrganisationKind
from taonguon.people.enums import MASS_ORGANISATION_HEADS, VILLAGE_POSTS, PostKind, Standing
from taonguon.people.models import Person
from taonguon.people.queries.seats import Seat
from taonguon.plans.queries import goals_for
from taonguon.reports.classes import article_figures, classes
from taonguon.reports.day import JSON, Day, day_of, mismatch
from taonguon.reports.member_figures import (
    admissions_in_quarter,
    members,
    members_as_listed,
    recognised_official_in_quarter,
    villages_head_turned_official_and_secretary,
)
from taonguon.reports.sources import sympathisers
from taonguon.reports.targets import targets
from taonguon.rules.coverage import reached, share, still_needed
from taonguon.rules.dates import Period


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


GROUPS: dict[str, Callable[[Day], JSON]] = {
    group.__name__: group
    for group in (
        units, villages_without_cell, villages_without_members, posts, holders, coverage, goals,
        coverage_by_marks_alone, secretaries, members, members_as_listed, admissions_in_quarter,
        recognised_official_in_quarter, villages_head_turned_official_and_secretary, sympathisers,
        classes, article_figures, targets,
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
