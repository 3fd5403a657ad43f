"""The measurements behind docs/bench.md: `python bench/run.py [load] [pages] [search]`.

Each number is taken in a fresh process on a new database of invented people; ratios are of numbers
of the same run.
"""

import argparse
import json
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.databases import Databases, databases  # noqa: E402 the folder must be found first

SAMPLE = {"default": 2_000, "bulk": 10_000, "bulk-bare": 20_000}
"""Rows the yardstick is given: it is linear in them, and all of them would take it minutes."""


RUNS = 2
"""Our load and the floor are taken so many times, the quickest counts: what else the machine does only adds."""


def measured(where: Databases, name: str, what: str, **arguments: Any) -> dict[str, Any]:
    """Run one measurement in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.measure", what, json.dumps(arguments)],
        env=where.environment(name), cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print a small table as Markdown, so that it can be pasted into docs/bench.md."""
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
    print(f"\n{title}\n")
    for row in (head, tuple("-" * w for w in widths), *rows):
        print("| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |")
    sys.stdout.flush()


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
    out["first"], out["again"] = _quickest(firsts), _quickest(agains)
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
        out[f"floor-{kind}"] = _quickest(floors)
    where.drop("units")
    _print_load(where, out)
    return out


def _quickest(runs: list[dict[str, Any]]) -> dict[str, Any]:
    return min(runs, key=lambda run: run["seconds"])


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
    ])["timings"]  # fmt: skip
    _print_timings(f"The first page, {where.engine}", one + other)
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


def _print_timings(title: str, timings: list[dict[str, Any]]) -> None:
    table(title, ("what", "median", "p95", "least", "first", "queries", "page"), [
        (t["label"], f"{t['median'] * 1000:.0f} ms", f"{t['p95'] * 1000:.0f} ms", f"{t['least'] * 1000:.0f} ms", f"{t['first'] * 1000:.0f} ms",
         f"{t['queries']}", f"{t['bytes'] // 1024} kB")
        for t in timings
    ])  # fmt: skip


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
    _print_timings(f"The list of people among {province['people']:,}, {where.engine}", timings)
    print(f"slowest: {max(t['median'] for t in timings) * 1000:.0f} ms")
    return {"timings": timings}


def main() -> None:
    """Read the command line, measure, print, and keep the numbers in bench/last.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="*", choices=["load", "pages", "search", []], help="only these parts")
    parser.add_argument("--people", type=int, default=100_000, help="rows of the loaded list")
    parser.add_argument("--times", type=int, default=30, help="requests a page is asked for")
    options = parser.parse_args()
    parts = options.part or ["load", "pages", "search"]
    began = time.monotonic()
    with databases() as where:
        out: dict[str, Any] = {"engine": where.engine, "python": platform.python_version()}
        for part, run in (("load", lambda: load(where, options.people)), ("pages", lambda: pages(where, options.times)),
                          ("search", lambda: search(where, options.times))):  # fmt: skip
            if part in parts:
                out[part] = run()
    file = ROOT / "bench" / "last.json"
    file.write_text(json.dumps(out, indent=1))
    print(f"\n{time.monotonic() - began:.0f} s in all; numbers kept in {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
