"""Measurements of the engine, each in a fresh process: `python -m bench.rules WHAT JSON` prints a line of JSON.

No Django here: the engine needs none. Rates go by the processor's time of this one process.
"""

import json
import resource
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from bench.cases import cases, whole_votes
from taonguon.rules.cases import Case

CHUNK = 2_500
"""Cases made at a time: making them is not measured, and they are not kept."""

STARTED = """
import json, time
began = time.perf_counter()
from taonguon.rules.engine import check
imported = time.perf_counter()
from taonguon.rules.book import central
central()
read = time.perf_counter()
from datetime import date
from taonguon.rules.cases import Case
check(Case("decision", date(2025, 9, 15), done={"cell-resolution": date(2025, 8, 15)}))
checked = time.perf_counter()
print(json.dumps({"import": imported - began, "books": read - imported, "first": checked - read, "all": read - began}))
"""
"""What a fresh process is asked for, to time the start. All up to the books read, and then the first check."""


def _peak() -> int:
    """Give the most memory used so far, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _timed(act: Callable[[Any], object], all_of: Iterable[Any]) -> tuple[float, float]:
    """Do something for each of some things; give the processor's seconds and the clock's."""
    clock, busy = time.perf_counter(), time.process_time()
    for one in all_of:
        act(one)
    return time.process_time() - busy, time.perf_counter() - clock


def checks(count: int) -> dict[str, Any]:
    """Check cases of every step and generation, made as they are needed."""
    made = cases(count)
    chunks, peaks = [], []
    while (one := _chunk(made))["cases"]:
        chunks.append(one)
        peaks.append(_peak())
    total = sum(chunks, Counter())
    rates = [one["cases"] / (one["meetings-cpu"] + one["others-cpu"]) for one in chunks]
    at = {"first": 0, "tenth": len(peaks) // 10, "half": len(peaks) // 2, "end": -1}
    return {
        **total, "best": max(rates), "slowest": min(rates), "cpu": total["meetings-cpu"] + total["others-cpu"],
        "peaks": {name: peaks[index] for name, index in at.items()},
    }  # fmt: skip


def _chunk(made: Iterator[Case]) -> Counter[str]:
    """Check the next cases, and forget them: the meetings and the other steps apart."""
    from taonguon.rules.book import central
    from taonguon.rules.engine import check, rules_of

    out: Counter[str] = Counter()
    chunk = list(islice(made, CHUNK))

    def judge(case: Case) -> None:
        out[check(case).verdict] += 1

    for name, part in (
        ("meetings", [case for case in chunk if case.step == "cell-vote"]),
        ("others", [case for case in chunk if case.step != "cell-vote"]),
    ):
        out[f"{name}-cpu"], clock = _timed(judge, part)
        out[name] = len(part)
        out["clock"] += clock
    out["cases"] = len(chunk)
    out["rules"] = sum(len(rules_of(central(), case.step)) for case in chunk)
    return out


def asked(count: int) -> dict[str, Any]:
    """Check cases as their files have them, reckon their clocks, and ask what can come next."""
    from taonguon.rules.book import central
    from taonguon.rules.casefile import from_data, write
    from taonguon.rules.engine import calendar, check, next_steps

    known = frozenset(central().rules)
    held = list(cases(count))
    tables = [tomllib.loads(write(case)) for case in held]
    acts: dict[str, tuple[Callable[[Any], object], list[Any]]] = {
        "read": (lambda data: check(from_data(data, known)), tables),
        "calendar": (calendar, held),
        "next": (lambda case: next_steps(case, case.on), held),
    }
    return {name: count / min(_timed(act, over)[0] for _ in range(3)) for name, (act, over) in acts.items()}


def beside_decision(count: int) -> dict[str, Any]:
    """Judge the same meetings by the same rules here and in a GoRules decision; stop where they differ."""
    import zen

    from bench import jdm
    from taonguon.rules.book import central
    from taonguon.rules.engine import check
    from taonguon.rules.findings import STOPPING

    decision = zen.ZenEngine().create_decision(jdm.decision(central()))
    ours = [replace(case, only=jdm.CARRIED) for case in whole_votes(count)]
    theirs = [jdm.request(case) for case in ours]
    verdicts: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for case, request in zip(ours, theirs, strict=True):
        answer, result = check(case), decision.evaluate(request)["result"]
        found = {(f.rule, str(f.weight)) for f in answer.findings if f.weight in STOPPING}
        other = {(f["rule"], f["weight"]) for f in result["findings"]}
        if (str(answer.verdict), found) != (result["verdict"], other):
            sys.exit(f"{case}\nhere: {answer.verdict} {sorted(found)}\nthere: {result['verdict']} {sorted(other)}")
        verdicts[result["verdict"]] += 1
        named.update({rule for rule, _ in found})
    rounds = [(_timed(check, ours), _timed(decision.evaluate, theirs)) for _ in range(3)]
    return {
        "count": count, "rules": len(jdm.CARRIED), "never": sorted(set(jdm.CARRIED) - set(named)), "verdicts": verdicts,
        "ours": count / min(one[0] for one, _ in rounds), "theirs": count / min(other[0] for _, other in rounds),
        "theirs_clock": count / min(other[1] for _, other in rounds),
    }  # fmt: skip


def beside_stepping(walks: int) -> dict[str, Any]:
    """Walk a process of twelve steps in SpiffWorkflow, three ways, and check as many cases; give each a second."""
    from bench import stepping
    from taonguon.rules.engine import check

    count = walks * len(stepping.STEPS)
    walkers = {make.__name__: make() for make in (stepping.core, stepping.bpmn, stepping.stored)}
    for name, walk in walkers.items():
        if walk() != len(stepping.STEPS):
            sys.exit(f"{name}: not every step was taken")
    held = list(cases(count))
    best = dict.fromkeys(("check", *walkers), float("inf"))
    for _ in range(3):
        best["check"] = min(best["check"], _timed(check, held)[0])
        for name, walk in walkers.items():
            best[name] = min(best[name], _timed(lambda _, walk=walk: walk(), range(walks))[0])
    return {name: count / seconds for name, seconds in best.items()}


def main() -> None:
    """Run one measurement."""
    known = {
        "checks": checks, "asked": asked, "beside-decision": beside_decision, "beside-stepping": beside_stepping,
    }  # fmt: skip
    print(json.dumps(known[sys.argv[1]](**json.loads(sys.argv[2]))))


if __name__ == "__main__":
    main()
