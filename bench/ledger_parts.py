"""The parts of a measurement: lists of the ledger, the nightly check, certificates, targets, pace."""

import json
from typing import Any

from bench.allocation import SIZES, measure
from bench.databases import Databases
from bench.pace import covered
from bench.tables import RUNS, fresh, measured, print_timings, quickest, table

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
    "year plan": "/ke-hoach/", "scheme": "/de-an/", "posts to win": "/de-an/chuc-danh/",
    "units not to forget": "/ke-hoach/khong-quen/",
}  # fmt: skip


def cases(where: Databases, times: int) -> dict[str, Any]:
    """Measure the lists of the ledger in a district with 3,000 open cases."""
    where.create("cases")
    measured(where, "cases", "migrate")
    made = measured(where, "cases", "case-world", count=OPEN_CASES)
    asked = [(f"{label}, board", "board", address.format(**made)) for label, address in LISTS.items()]
    asked += [(f"{label}, secretary", "secretary", LISTS[label]) for label in ("work list", "source", "review")]
    timings = measured(where, "cases", "pages", times=times, asked=asked)["timings"]
    print_timings(
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
    made = _made("bench.certificates", MADE, count)
    _print_made(f"{count:,} certificates, processes started anew", made, count)
    return {"count": count, "made": made}


# -- dispatches

REMINDERS = 100
SENT = (
    ("PDF, one file of all", "one-pdf", {}), ("PDF, a file for each", "each-pdf", {}), (".docx, a file for each", "each-docx", {}),
    ("WeasyPrint, one file of the same words as HTML", "weasyprint", {}), ("docxtpl, a file for each", "docxtpl", {}),
    ("one circular to all, PDF", "circular-pdf", {}), ("one circular to all, .docx", "circular-docx", {}),
)  # fmt: skip


def dispatches() -> dict[str, Any]:
    """Measure making the files of 100 reminders beside WeasyPrint and docxtpl, and a circular to 100 units."""
    made = _made("bench.dispatches", SENT, REMINDERS)
    _print_made(f"{REMINDERS} reminders, processes started anew", made, REMINDERS)
    return {"count": REMINDERS, "made": made}


def _made(module: str, what: tuple[tuple[str, str, dict[str, str]], ...], count: int) -> list[dict[str, Any]]:
    return [
        {"label": label, **fresh(["-m", module, name, json.dumps({"count": count} | more)])}
        for label, name, more in what
    ]


def _print_made(title: str, made: list[dict[str, Any]], count: int) -> None:
    table(
        title,
        ("what", "time", "processor", "ms each", "file", "peak memory, own + child"),
        [
            (one["label"], *("not installed", "", "", "", "")) if "missing" in one else (
                one["label"], f"{one['seconds']:.2f} s", f"{one['cpu']:.2f} s", f"{one['seconds'] * 1000 / count:.1f}",
                f"{one['bytes'] / 2**20:.1f} MB", f"{one['self_mb']} + {one['child_mb']} MB",
            )
            for one in made
        ],
    )  # fmt: skip


# -- the nightly check

ONE_BY_ONE = 1_000
"""Cases checked one by one through the ORM: it is linear in them."""


def recheck(where: Databases, count: int) -> dict[str, Any]:
    """Measure the nightly check of the open cases against checking them through the ORM one by one."""
    where.create("nightly")
    measured(where, "nightly", "migrate")
    made = measured(where, "nightly", "case-world", count=count)
    runs = [measured(where, "nightly", "recheck-ours") for _ in range(RUNS + 1)]
    first, again = runs[0], quickest(runs[1:])
    peer = quickest([measured(where, "nightly", "recheck-peer", count=min(ONE_BY_ONE, count)) for _ in range(RUNS)])
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

PACE_EACH, PACE_SEED = 100, 4018
PACE_KINDS = (
    (0.0, 0.0, 0), (0.1, 0.0, 0), (0.2, 0.0, 0), (0.3, 0.0, 0), (0.1, -0.3, 0), (0.1, 0.3, 0), (0.2, 0.0, 91),
)  # fmt: skip
"""How unsteady the half years are, by how much the pace changes in the time that is forecast (logarithms), and by how
many days the half years lie off those that the forecast looks at."""


def pace() -> dict[str, Any]:
    """Measure how often what came lay in the 80 % band, in generated districts."""
    rows = [
        {"unsteady": unsteady, "drift": drift, "shift": shift,
         **covered(PACE_EACH, unsteady=unsteady, drift=drift, shift=shift, seed=PACE_SEED + n)}
        for n, (unsteady, drift, shift) in enumerate(PACE_KINDS)
    ]  # fmt: skip
    steady = [r for r in rows if not r["drift"] and not r["shift"]]
    mix = sum(r["inside"] * r["told"] for r in steady) / sum(r["told"] for r in steady)
    table(
        f"The forecast half a year ahead, {PACE_EACH} generated districts a line: what came lay in the 80 % band",
        ("half years differ by", "drift", "off by", "in the band", "below", "above", "bias", "width", "time"),
        [(f"{r['unsteady']:.1f}", f"{r['drift']:+.1f}", f"{r['shift']} days", f"{r['inside']:.0%}", f"{r['below']:.0%}", f"{r['above']:.0%}",
          f"{r['bias']:+.0%}", f"{r['width']:.0%}", f"{r['seconds']:.2f} s") for r in rows],
    )  # fmt: skip
    print(f"\nover the mix without drift: {mix:.1%} of {sum(r['told'] for r in steady):.0f} districts")
    return {"rows": rows, "mix": mix}
