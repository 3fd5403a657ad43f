"""What is true of an invented district, in the shape of `reports.figures` (without its definitions)."""

from collections import Counter
from datetime import date

from taonguon.rules.coverage import share
from tests.intake.districts import KINDS, Someone

QUARTER = (date(2018, 1, 1), date(2018, 3, 31))


def true_figures(d):
    """Give the figures by group, as `reports.figures` words them (without definitions)."""
    lived_in = {p.village for p in d.members if p.village}
    covers = {v for c in d.cells for v in c.villages}
    seats = d.posts
    held = [p for p in seats.values() if isinstance(p, Someone)]
    counted = Counter(id(p) for p in held)
    distinct = {id(p): p for p in held}.values()
    by_commune = {c.name: {k: s for k, s in seats.items() if k[0].commune is c} for c in d.communes}
    return {
        "units": _units(d, covers),
        "villages_without_cell": {(v.commune.name, v.name, v.handled_by.name) for v in d.villages if v not in covers},
        "villages_without_members": {(v.commune.name, v.name) for v in d.villages if v not in lived_in},
        "posts": {"district": _existing(seats), "by_commune": {c: _existing(s) for c, s in by_commune.items()}},
        "holders": {
            "distinct_people": len(distinct),
            "people_with_two_posts": sum(1 for n in counted.values() if n > 1),
            "distinct_members": sum(1 for p in distinct if p.standing),
            "distinct_not_members": sum(1 for p in distinct if not p.standing),
        },
        "coverage": {"district": _covered(seats), "by_commune": {c: _covered(s) for c, s in by_commune.items()}},
        "secretaries": _secretaries(d),
        "members": _members(d),
        "admissions_in_quarter": _admissions(d),
        "recognised_official_in_quarter": _recognitions(d),
    }


def _units(d, covers):
    levels = Counter(u.level for u in d.units)
    village_cells = [c for c in d.cells if c.villages]
    combined = [c for c in village_cells if len(c.villages) > 1]
    return {
        "organisations": levels["committee"] + levels["base-cell"],
        "committees_dang_bo": levels["committee"],
        "base_cells_chi_bo_co_so": levels["base-cell"],
        "communes": len(d.communes),
        "cells": len(d.cells),
        "cells_under_committees": levels["cell"],
        "village_cells": len(village_cells),
        "combined_cells": len(combined),
        "villages": len(d.villages),
        "villages_in_combined_cells": sum(len(c.villages) for c in combined),
        "villages_by_commune": {c.name: len(c.villages) for c in d.communes},
        "village_cells_by_commune": {c.name: sum(1 for x in village_cells if x.commune is c) for c in d.communes},
    }


def _existing(seats):
    out = {}
    for kind in KINDS:
        values = [s for (_, k), s in seats.items() if k == kind]
        absent, vacant = values.count("absent"), values.count("vacant")
        exist = len(values) - absent
        out[kind] = {"exist": exist, "filled": exist - vacant, "vacant": vacant, "not_established": absent}
    return out


def _covered(seats):
    out = {}
    for kind in (*KINDS, "mass"):
        of = KINDS[2:] if kind == "mass" else (kind,)
        held = [s for (_, k), s in seats.items() if k in of and isinstance(s, Someone)]
        by = Counter(p.standing for p in held)
        members = by["official"] + by["probationary"]
        out[kind] = {
            "filled": len(held), "members": members, "official": by["official"], "probationary": by["probationary"],
            "coverage": share(members, len(held)), "coverage_official_only": share(by["official"], len(held)),
        }  # fmt: skip
    return out


def _secretaries(d):
    cells = [c for c in d.cells if c.villages]
    one = {c: c.commune.name for c in cells if c.secretary in [d.posts[(v, "head")] for v in c.villages]}
    concurrent = Counter(one.values())
    heads = [d.posts[(v, "head")] for v in d.villages]
    return {
        "village_cells": len(cells),
        "vacant": sum(1 for c in cells if c.secretary is None),
        "concurrent": len(one),
        "concurrent_by_commune": {c.name: concurrent[c.name] for c in d.communes},
        "heads_who_are_official_members": sum(1 for h in heads if isinstance(h, Someone) and h.standing == "official"),
    }


def _standing(people):
    by = Counter(p.standing for p in people)
    return {"total": sum(by.values()), "official": by["official"], "probationary": by["probationary"]}


def _members(d):
    tops = [u for u in d.units if u.level in {"committee", "base-cell"}]
    return {
        "district": _standing(d.members),
        "women": sum(1 for p in d.members if p.sex == "f"),
        "ethnic_minority": sum(1 for p in d.members if p.ethnicity != "Kinh"),
        "by_ethnicity": dict(Counter(p.ethnicity for p in d.members)),
        "by_organisation": {t.name: _standing([p for p in d.members if p.cell.base is t]) for t in tops},
    }


def _admissions(d):
    rows = [p for p in d.people if p.decided and QUARTER[0] <= p.admitted <= QUARTER[1]]
    months = Counter(f"{p.admitted:%Y-%m}" for p in rows)
    holding = {id(p) for p in d.posts.values() if isinstance(p, Someone)}
    return {
        "total": len(rows),
        "by_month": {m: months[m] for m in ("2018-01", "2018-02", "2018-03")},
        "by_sex": dict(Counter({"m": "Nam", "f": "Nữ"}[p.sex] for p in rows)),
        "by_ethnicity": dict(Counter(p.ethnicity for p in rows)),
        "by_organisation": dict(Counter(p.cell.base.name for p in rows)),
        "village_post_holders": sum(1 for p in rows if id(p) in holding),
    }


def _recognitions(d):
    rows = [p for p in d.people if p.recognised and QUARTER[0] <= p.recognised <= QUARTER[1]]
    months = Counter(f"{p.recognised:%Y-%m}" for p in rows)
    heads = {id(d.posts[(v, "head")]) for v in d.villages}
    return {
        "total": len(rows),
        "by_month": {m: months[m] for m in ("2018-01", "2018-02", "2018-03")},
        "village_heads": sum(1 for p in rows if id(p) in heads),
    }
