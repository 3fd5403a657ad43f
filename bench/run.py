"""The measurements behind docs/bench.md: `python bench/run.py [part …]`, all of them where none is named.

Each number is taken in a fresh process on a new database of invented people; ratios are of numbers
of the same run.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.allocation import SIZES, measure  # noqa: E402
from bench.databases import Databases, databases  # noqa: E402 the folder must be found first
from bench.pace import covered  # noqa: E402
from bench.requests import WRITES  # noqa: E402

SAMPLE = {"default": 2_000, "bulk": 10_000, "bulk-bare": 20_000}
"""Rows the yardstick is given: it is linear in them, and all of them would take it minutes."""


RUNS = 2
"""Our load and the floor are taken so many times, the quickest counts: what else the machine does only adds."""


def measured(where: Databases, name: str, what: str, **arguments: Any) -> dict[str, Any]:
    """Run one measurement in a process of its own."""
    return _fresh(["-m", "bench.measure", what, json.dumps(arguments)], where.environment(name))


def _fresh(arguments: list[str], environment: dict[str, str] | None = None) -> dict[str, Any]:
    """Run Python in a new process; give the JSON of the last line it prints."""
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True
    )
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
        *((f"province root, {just_after}", "board", home(province["root"])) for just_after in WRITES),
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
    table(title, ("what", "median", "p95", "least", "processor", "first", "queries", "page"), [
        (t["label"], f"{t['median'] * 1000:.0f} ms", f"{t['p95'] * 1000:.0f} ms", f"{t['least'] * 1000:.0f} ms", f"{t['cpu'] * 1000:.0f} ms", f"{t['first'] * 1000:.0f} ms",
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


# -- the rules

STARTS = 15


def rules(where: Databases, count: int) -> dict[str, Any]:
    """Measure the engine: checks a second, memory, start, and the same beside zen-engine and SpiffWorkflow."""
    from bench.rules import STARTED

    few = max(count // 10, 1)

    def ask(what: str, **arguments: int) -> dict[str, Any]:
        return _fresh(["-m", "bench.rules", what, json.dumps(arguments)])

    # As where it is installed: byte code is there, whatever the one who measures has set.
    compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(where.folder / "bytecode")}
    starts = [_fresh(["-c", STARTED], compiled) for _ in range(1 + STARTS)][1:]  # the first writes it
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


# -- lists of the ledger

OPEN_CASES = 3_000
LISTS = {
    "work list": "/viec/", "work list, overdue": "/viec/?han=qua-han", "work list, by name": "/viec/?tim=nguyen+van",
    "work list, last page": "/viec/?trang=999", "source": "/nguon/", "source, one commune": "/nguon/?don-vi={commune}",
    "source, certificates": "/nguon/?chi=sap-het-han", "source, post holders": "/nguon/?chi=chuc-danh",
    "review": "/nguon/ra-soat/", "review, not yet": "/nguon/ra-soat/?xem=chua",
    "review, form of a cell": "/nguon/ra-soat/chi-bo/{cell}/ghi/",
    "hand-over register": "/nguon/giao-nhan/", "hand-over register, a year": "/nguon/giao-nhan/so/",
    "helpers": "/nguon/giup-do/", "probation": "/nguon/du-bi/", "acts against the rules": "/nguon/chua-dung-quy-dinh/",
    "pace": "/ke-hoach/tien-do/", "consolidation": "/kien-toan/",
}  # fmt: skip


def cases(where: Databases, times: int) -> dict[str, Any]:
    """Measure the lists of the ledger in a district with 3,000 open cases."""
    where.create("cases")
    measured(where, "cases", "migrate")
    made = measured(where, "cases", "case-world", count=OPEN_CASES)
    asked = [(f"{label}, board", "board", address.format(**made)) for label, address in LISTS.items()]
    asked += [(f"{label}, secretary", "secretary", LISTS[label]) for label in ("work list", "source", "review")]
    timings = measured(where, "cases", "pages", times=times, asked=asked)["timings"]
    _print_timings(
        f"{made['cases']:,} open cases with {made['acts']:,} acts, {made['rounds']:,} rounds, {where.engine}", timings
    )
    print(f"slowest: {max(t['median'] for t in timings) * 1000:.0f} ms")
    return {"world": made, "timings": timings}


# -- certificates

MADE = (
    ("PDF, A5", "pdf", {"layout": "a5"}), ("PDF, A4 two-up", "pdf", {"layout": "a4"}), (".docx, own template", "docx", {}),
    ("tokens alone", "tokens", {}), ("WeasyPrint, the same words as HTML", "weasyprint", {}),
    ("docxtpl, a file for each", "docxtpl", {}), ("LibreOffice, our .docx to PDF", "libreoffice", {}),
)  # fmt: skip


def certificates(count: int) -> dict[str, Any]:
    """Measure printing certificates beside WeasyPrint, docxtpl as documented, and LibreOffice where installed."""
    made = [
        {"label": label, **_fresh(["-m", "bench.certificates", what, json.dumps({"count": count} | more)])}
        for label, what, more in MADE
    ]
    table(
        f"{count:,} certificates, processes started anew",
        ("what", "time", "processor", "ms each", "file", "peak memory, own + child"),
        [
            (one["label"], *("not installed", "", "", "", "")) if "missing" in one else (
                one["label"], f"{one['seconds']:.2f} s", f"{one['cpu']:.2f} s", f"{one['seconds'] * 1000 / count:.1f}",
                f"{one['bytes'] / 2**20:.1f} MB", f"{one['self_mb']} + {one['child_mb']} MB",
            )
            for one in made
        ],
    )  # fmt: skip
    return {"count": count, "made": made}


# -- the nightly check

ONE_BY_ONE = 1_000
"""Cases checked one by one through the ORM: it is linear in them."""


def recheck(where: Databases, count: int) -> dict[str, Any]:
    """Measure the nightly check of the open cases against checking them through the ORM one by one."""
    where.create("nightly")
    measured(where, "nightly", "migrate")
    made = measured(where, "nightly", "case-world", count=count)
    runs = [measured(where, "nightly", "recheck-ours") for _ in range(RUNS + 1)]
    first, again = runs[0], _quickest(runs[1:])
    peer = _quickest([measured(where, "nightly", "recheck-peer", count=min(ONE_BY_ONE, count)) for _ in range(RUNS)])
    rows = [
        (label, f"{one['cases']:,}", f"{one['seconds']:.1f} s", f"{one['cpu']:.1f} s", f"{one['cases'] / one['seconds']:,.0f}",
         f"{one['cases'] / one['cpu']:,.0f}", f"{_each(one, 'seconds') / _each(again, 'seconds'):.1f}",
         f"{_each(one, 'cpu') / _each(again, 'cpu'):.1f}", f"{one['peak_mb']} MB")
        for label, one in (
            ("taonguon recheck, the first night", first), ("taonguon recheck, the nights after", again),
            (f"through the ORM one by one, {peer['queries']} queries a case", peer),
        )
    ]  # fmt: skip
    table(
        f"The nightly check of {made['cases']:,} open cases with {made['acts']:,} acts, {where.engine}",
        ("what", "cases", "time", "processor", "cases a second", "of processor time", "time / ours", "processor / ours",
         "peak memory"), rows,
    )  # fmt: skip
    print("\nevery stage, next step, last day and finding the same")
    where.drop("nightly")
    return {"world": made, "first": first, "again": again, "peer": peer}


def _each(one: dict[str, Any], what: str) -> float:
    return float(one[what]) / int(one["cases"])


# -- sharing a year's total


def allocation() -> list[dict[str, Any]]:
    """Measure the proposal of targets for 8, 100 and 6,000 units."""
    found = [measure(count) for count in SIZES]
    table(
        "Sharing a year's total among units (one process, one thread)",
        ("units", "total", "ours", "the solver alone", "gap to its optimum", "with groups that bind", "its gap"),
        [(f"{r['units']:,}", f"{r['total']:,}", f"{r['seconds'] * 1000:.1f} ms", f"{r['solver']:.2f} s",
          f"{max(r['gap'], 0):.1e}", f"{r['tight']:.2f} s", f"{r['tight_gap']:.1e}") for r in found],
    )  # fmt: skip
    table(
        "The same totals: the proposal / in proportion to members by largest remainders",
        ("units", *found[0]["ours"]),
        [(f"{r['units']:,}", *(f"{r['ours'][name]:,} / {r['proportion'][name]:,}" for name in r["ours"])) for r in found],
    )  # fmt: skip
    return found


# -- the band of the year's pace

PACE_EACH = 100
PACE_KINDS = ((0.0, 0.0), (0.1, 0.0), (0.2, 0.0), (0.3, 0.0), (0.1, -0.3), (0.1, 0.3))
"""How unsteady the half years are, and by how much the pace changes in the time that is forecast (logarithms)."""


def pace() -> dict[str, Any]:
    """Measure how often what came lay in the 80 % band, in generated districts."""
    rows = [
        {"unsteady": unsteady, "drift": drift, **covered(PACE_EACH, unsteady=unsteady, drift=drift, seed=2018 + n)}
        for n, (unsteady, drift) in enumerate(PACE_KINDS)
    ]
    steady = [r for r in rows if not r["drift"]]
    mix = sum(r["inside"] * r["told"] for r in steady) / sum(r["told"] for r in steady)
    table(
        f"The forecast half a year ahead, {PACE_EACH} generated districts a line: what came lay in the 80 % band",
        ("half years differ by", "drift", "in the band", "below", "above", "bias", "width", "time"),
        [(f"{r['unsteady']:.1f}", f"{r['drift']:+.1f}", f"{r['inside']:.0%}", f"{r['below']:.0%}", f"{r['above']:.0%}",
          f"{r['bias']:+.0%}", f"{r['width']:.0%}", f"{r['seconds']:.2f} s") for r in rows],
    )  # fmt: skip
    print(f"\nover the mix without drift: {mix:.1%} of {sum(r['told'] for r in steady):.0f} districts")
    return {"rows": rows, "mix": mix}


def main() -> None:
    """Read the command line, measure, print, and keep the numbers in bench/last.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "part",
        nargs="*",
        choices=["load", "pages", "search", "rules", "cases", "recheck", "certificates", "allocation", "pace", []],
        help="only these parts",
    )
    parser.add_argument("--people", type=int, default=100_000, help="rows of the loaded list")
    parser.add_argument("--times", type=int, default=30, help="requests a page is asked for")
    parser.add_argument("--cases", type=int, default=100_000, help="cases the engine checks")
    parser.add_argument("--open", type=int, default=20_000, help="open cases of the nightly check")
    parser.add_argument("--papers", type=int, default=500, help="certificates that are printed")
    options = parser.parse_args()
    parts = options.part or [
        "load",
        "pages",
        "search",
        "rules",
        "cases",
        "recheck",
        "certificates",
        "allocation",
        "pace",
    ]
    began = time.monotonic()
    with databases() as where:
        out: dict[str, Any] = {"engine": where.engine, "python": platform.python_version()}
        for part, run in (("load", lambda: load(where, options.people)), ("pages", lambda: pages(where, options.times)),
                          ("search", lambda: search(where, options.times)), ("rules", lambda: rules(where, options.cases)),
                          ("cases", lambda: cases(where, options.times)),
                          ("recheck", lambda: recheck(where, options.open)),
                          ("certificates", lambda: certificates(options.papers)),
                          ("allocation", allocation), ("pace", pace)):  # fmt: skip
            if part in parts:
                out[part] = run()
    file = ROOT / "bench" / "last.json"
    file.write_text(json.dumps(out, indent=1))
    print(f"\n{time.monotonic() - began:.0f} s in all; numbers kept in {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
