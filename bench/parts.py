"""The parts of a measurement: loading, first pages, search, the rules."""

import json
import os
from statistics import median
from typing import Any

from bench.databases import Databases
from bench.requests import WRITES
from bench.tables import RUNS, fresh, measured, print_timings, quickest, table

SAMPLE = {"default": 2_000, "bulk": 10_000, "bulk-bare": 20_000}
"""Rows the yardstick is given: it is linear in them, and all of them would take it minutes."""


# -- loading


def load(where: Databases, people: int) -> dict[str, Any]:
    """Measure loading the list of 100,000 against its yardsticks."""
    where.create("units")
    measured(where, "units", "migrate")
    paths = {name: str(where.folder / f"{name}.xlsx") for name in ("list", *SAMPLE)}
    about = measured(where, "units", "load-world", list_=paths["list"], count=people,
                     flats={paths[kind]: min(rows, people) for kind, rows in SAMPLE.items()})  # fmt: skip
    out: dict[str, Any] = {"people": people, **about}
    firsts, agains = [], []
    for _ in range(RUNS):
        where.create("ours", like="units")
        firsts.append(measured(where, "ours", "load-ours", path=paths["list"]))
        agains.append(measured(where, "ours", "load-ours", path=paths["list"]))
        where.drop("ours")
    out["first"], out["again"] = quickest(firsts), quickest(agains)
    for kind in SAMPLE:
        where.create("theirs", like="units")
        out[kind] = measured(where, "theirs", "load-yardstick", kind=kind, path=paths[kind])
        out[kind]["scaled"] = out[kind]["seconds"] * people / out[kind]["rows"]
        where.drop("theirs")
    for kind in ("orm", "insert"):
        floors = []
        for _ in range(RUNS):
            where.create("floor", like="units")
            floors.append(measured(where, "floor", "load-floor", kind=kind, path=paths["list"]))
            where.drop("floor")
        out[f"floor-{kind}"] = quickest(floors)
    where.drop("units")
    _print_load(where, out)
    return out


def _print_load(where: Databases, out: dict[str, Any]) -> None:
    ours, again = out["first"], out["again"]
    rows = [
        ("taonguon, whole path", f"{out['people']:,}", f"{ours['seconds']:.1f} s", f"{ours['cpu']:.1f} s", "1", f"{ours['parent_mb']} + {ours['child_mb']} MB"),
        ("taonguon, the same file again", f"{out['people']:,}", f"{again['seconds']:.1f} s", f"{again['cpu']:.1f} s", _ratio(again, ours), f"{again['parent_mb']} + {again['child_mb']} MB"),
    ]  # fmt: skip
    for kind, label in (
        ("default", "django-import-export, default"), ("bulk", "django-import-export, bulk"),
        ("bulk-bare", "the same, no row looked up"),
    ):  # fmt: skip
        one = out[kind]
        rows.append(
            (
                label,
                f"{one['rows']:,}, scaled",
                f"{one['scaled']:.1f} s",
                f"{one['cpu'] * out['people'] / one['rows']:.1f} s",
                f"{one['scaled'] / ours['seconds']:.1f}",
                f"{one['parent_mb']} MB",
            )
        )
    for kind, label in (
        ("floor-orm", "floor: bulk_create, no checks"),
        ("floor-insert", "floor: bare insert, no checks"),
    ):
        one = out[kind]
        rows.append((
            label, f"{one['rows']:,}", f"{one['seconds']:.1f} s", f"{one['cpu']:.1f} s", _ratio(one, ours),
            f"{one['parent_mb']} MB",
        ))  # fmt: skip
    table(
        f"Loading a list of {out['people']:,} people ({out['megabytes']:.1f} MB, {out['defects']} defects) "
        f"into {out['units']:,} units, {where.engine}",
        ("what", "rows", "time", "processor", "time / ours", "peak memory"), rows,
    )  # fmt: skip
    print(
        f"\nread {ours['read']:,} = created {ours['created']:,} + updated {ours['updated']:,} + unchanged "
        f"{ours['unchanged']:,} + rejected {ours['rejected']:,}; {ours['cells']:,} cells reported, {ours['doubts']:,} "
        f"doubts; again: unchanged {again['unchanged']:,}, rejected {again['rejected']:,}.\n"
        f"Of our time: child process {ours['read_seconds']:.1f} s, understanding the rows "
        f"{ours['open_seconds'] - ours['read_seconds']:.1f} s, matching, writing and giving back "
        f"{ours['seconds'] - ours['open_seconds']:.1f} s."
    )


def _ratio(one: dict[str, Any], ours: dict[str, Any]) -> str:
    return f"{one['seconds'] / ours['seconds']:.2f}"


# -- pages


def pages(where: Databases, times: int) -> dict[str, Any]:
    """Measure the first page of units in a district alone and in a province."""
    alone, province = _worlds(where)
    home = "/?don-vi={}".format
    one = measured(where, "district", "pages", times=times, asked=[
        ("district, alone in its database", "board", home(alone["district"])),
        ("commune, alone", "board", home(alone["commune"])),
        ("cell, alone", "board", home(alone["cell"])),
    ])["timings"]  # fmt: skip
    other = measured(where, "province", "pages", times=times, asked=[
        ("district, inside the province", "district", home(province["district"])),
        ("commune, inside the province", "district", home(province["commune"])),
        ("cell, inside the province", "district", home(province["cell"])),
        ("province root", "board", home(province["root"])),
        ("cell, its own secretary", "secretary", "/"),
        ("the same cell, administrator", "admin", home(province["cell"])),
        *((f"province root, {just_after}", "board", home(province["root"])) for just_after in WRITES),
    ])["timings"]  # fmt: skip
    print_timings(f"The first page, {where.engine}", one + other)
    for here, there in zip(one, other, strict=False):
        print(f"{there['label']} / {here['label']}: {there['median'] / here['median']:.2f}")
    print(f"cell secretary / administrator on the same page: {other[4]['median'] / other[5]['median']:.2f}")
    return {"alone": alone, "province": province, "timings": one + other}


def _worlds(where: Databases) -> tuple[dict[str, Any], dict[str, Any]]:
    out = []
    for name in ("district", "province"):
        if not (where.folder / f"{name}.json").exists():
            where.create(name)
            measured(where, name, "migrate")
            made = measured(where, name, "page-world", shapes=name)
            (where.folder / f"{name}.json").write_text(json.dumps(made))
        out.append(json.loads((where.folder / f"{name}.json").read_text()))
    print("\n".join(
        f"{name}: {made['people']:,} people, {made['units']:,} units, {made['villages']:,} villages"
        for name, made in zip(("district alone", "province"), out, strict=True)
    ))  # fmt: skip
    return out[0], out[1]


# -- search

SEARCHES = {
    "no filter": "",
    "frequent, no marks: nguyen van": "tim=nguyen+van",
    "frequent: nguyễn": "tim=nguy%E1%BB%85n",
    "rare: sằn dếnh": "tim=s%E1%BA%B1n+d%E1%BA%BFnh",
    "of nobody: zzz": "tim=zzz",
    "nguyen van in a unit": "tim=nguyen+van&don-vi={unit}",
    "members in a unit": "don-vi={unit}&tu-cach=member",
    "members": "tu-cach=member",
    "heads of villages": "chuc-danh=head",
}


def search(where: Databases, times: int) -> dict[str, Any]:
    """Measure the list of people among 110,000."""
    _, province = _worlds(where)
    asked = [
        (f"{who}: {label}, page {page}", who, f"/nguoi/?{query.format(unit=unit)}&trang={page}")
        for who, unit in (("admin", province["district"]), ("secretary", province["cell"]))
        for label, query in SEARCHES.items()
        for page in (1, 40)
    ]
    timings = measured(where, "province", "pages", times=times, asked=asked)["timings"]
    print_timings(f"The list of people among {province['people']:,}, {where.engine}", timings)
    print(f"slowest: {max(t['median'] for t in timings) * 1000:.0f} ms")
    return {"timings": timings}


# -- the rules

STARTS = 15


def rules(where: Databases, count: int) -> dict[str, Any]:
    """Measure the engine: checks a second, memory, start, and the same beside zen-engine and SpiffWorkflow."""
    from bench.rules import STARTED

    few = max(count // 10, 1)

    def ask(what: str, **arguments: int) -> dict[str, Any]:
        return fresh(["-m", "bench.rules", what, json.dumps(arguments)])

    # As where it is installed: byte code is there, whatever the one who measures has set.
    compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(where.folder / "bytecode")}
    starts = [fresh(["-c", STARTED], compiled) for _ in range(1 + STARTS)][1:]  # the first writes it
    out = {
        "starts": {key: {"median": median(s[key] for s in starts), "least": min(s[key] for s in starts)} for key in starts[0]},
        "checks": ask("checks", count=count), "asked": ask("asked", count=few),
        "decision": ask("beside-decision", count=few), "stepping": ask("beside-stepping", walks=max(few // 50, 1)),
    }  # fmt: skip
    _print_rules(out)
    return out


def _print_rules(out: dict[str, Any]) -> None:
    ours, asked, other, steps = out["checks"], out["asked"], out["decision"], out["stepping"]
    rate = ours["cases"] / ours["cpu"]
    table(
        f"The engine, {ours['cases']:,} invented cases, one core",
        ("what", "a second of processor time"),
        [
            ("full checks, all cases", f"{rate:,.0f} (chunks: {ours['slowest']:,.0f} to {ours['best']:,.0f})"),
            ("of them cell meetings", f"{ours['meetings'] / ours['meetings-cpu']:,.0f}"),
            ("of them other steps", f"{ours['others'] / ours['others-cpu']:,.0f}"),
            ("tables of a case file read and checked", f"{asked['read']:,.0f}"),
            ("all clocks of a case", f"{asked['calendar']:,.0f}"),
            ("what can come next, each step judged", f"{asked['next']:,.0f}"),
        ],
    )
    print(
        f"\nby the clock {ours['cases'] / ours['clock']:,.0f} a second; {ours['rules'] / ours['cases']:.0f} rules a check on average; verdicts: "
        f"{_counts({name: ours[name] for name in ('allowed', 'blocked', 'needs-human')})}\npeak memory after "
        f"{', '.join(f'{at} {kb / 1024:.1f} MB' for at, kb in ours['peaks'].items())}"
    )
    table(
        "Start, fresh processes", ("what", "median", "least"),
        [(label, *(f"{out['starts'][key][of] * 1000:.1f} ms" for of in ("median", "least"))) for label, key in (
            ("import of the engine", "import"), ("reading the books", "books"), ("both", "all"),
            ("then the first check: calendar of working days", "first"),
        )],
    )  # fmt: skip
    table(
        f"{other['rules']} rules of the cell's meeting, {other['count']:,} cases, every verdict and finding the same",
        ("what", "a second of processor time", "ours / theirs"),
        [
            ("taonguon", f"{other['ours']:,.0f}", "1"),
            ("zen-engine", f"{other['theirs']:,.0f}", f"{other['ours'] / other['theirs']:.1f}"),
        ],
    )
    print(f"\nverdicts: {_counts(other['verdicts'])}; carried but never found: {', '.join(other['never']) or 'none'}")
    table(
        "A full check beside a step of SpiffWorkflow, which judges nothing", ("what", "a second of processor time", "ours / theirs"),
        [(label, f"{steps[key]:,.0f}", f"{steps['check'] / steps[key]:.1f}") for label, key in (
            ("full checks, taonguon", "check"), ("core library, in memory", "core"), ("BPMN, in memory", "bpmn"),
            ("BPMN, stored between the steps", "stored"),
        )],
    )  # fmt: skip


def _counts(found: dict[str, int]) -> str:
    return ", ".join(f"{name} {many:,}" for name, many in sorted(found.items()))
