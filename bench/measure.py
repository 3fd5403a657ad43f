"""One measurement in a fresh process: `python -m bench.measure WHAT JSON` prints a line of JSON."""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any


def _ready() -> None:
    import django

    django.setup()
    from django.conf import settings

    # Hashed file names need `collectstatic`, which only the server runs.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


def _peak(who: int) -> int:
    """Give the most memory used so far, in MB."""
    return resource.getrusage(who).ru_maxrss // 1024


def _busy() -> float:
    """Give the processor's seconds used so far, children included (a server database's are not)."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def migrate() -> dict[str, Any]:
    """Make the tables."""
    from taonguon.config.ready import make_ready

    make_ready()
    return {}


def load_world(list_: str, flats: dict[str, int], count: int) -> dict[str, Any]:
    """Write the units of a province, the list of its members, and flat sheets of the first of them."""
    from bench import sheets, world

    made = world.make_trees(world.PROVINCE)
    people = sheets.lines(made, count, seed=2018)
    defects = sheets.write_list(Path(list_), made, people)
    for flat, rows in flats.items():
        sheets.write_flat(Path(flat), people[:rows])
    return {"units": len(made.units), "defects": defects, "megabytes": Path(list_).stat().st_size / 2**20}


def load_ours(path: str) -> dict[str, Any]:
    """Load the list as `taonguon load` does."""
    from taonguon.intake.actions import Request, load_file, open_file
    from taonguon.web.clock import today

    stages: dict[str, float] = {}
    began, busy = time.perf_counter(), _busy()

    def progress(stage: str, _done: int, _total: int) -> None:
        stages[stage] = time.perf_counter() - began

    request = Request(actor=None, scope=None, today=today(), progress=progress)
    opened = open_file(Path(path), request)
    opened_at = time.perf_counter() - began
    report = load_file(opened, request)
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds, "cpu": _busy() - busy, "read_seconds": stages.get("read", 0), "open_seconds": opened_at, "state": report.state,
        "reason": report.reason, "read": report.read, "created": report.created, "updated": report.updated,
        "unchanged": report.unchanged, "rejected": report.rejected, "cells": len(report.cells), "doubts": report.doubts,
        "returned": bool(report.feedback), "parent_mb": _peak(resource.RUSAGE_SELF),
        "child_mb": _peak(resource.RUSAGE_CHILDREN),
    }  # fmt: skip


def load_yardstick(kind: str, path: str) -> dict[str, Any]:
    """Import the flat sheet with django-import-export."""
    from bench import yardsticks

    options, plain = {
        "default": ({}, False), "bulk": (yardsticks.BULK, False), "bulk-bare": (yardsticks.NO_LOOK_UPS, True),
    }[kind]  # fmt: skip
    began, busy = time.perf_counter(), _busy()
    count = yardsticks.import_export(Path(path), options, plain=plain)
    return {
        "seconds": time.perf_counter() - began,
        "cpu": _busy() - busy,
        "rows": count,
        "parent_mb": _peak(resource.RUSAGE_SELF),
    }


def load_floor(kind: str, path: str) -> dict[str, Any]:
    """Read and insert with no checks."""
    from bench import yardsticks
    from taonguon.orgs.models import Locality, Organisation

    cell, place = Organisation.objects.latest("pk").pk, Locality.objects.latest("pk").pk
    write = {"insert": yardsticks.floor_insert, "orm": yardsticks.floor_orm}[kind]
    began, busy = time.perf_counter(), _busy()
    count = write(Path(path), cell, place)
    return {
        "seconds": time.perf_counter() - began,
        "cpu": _busy() - busy,
        "rows": count,
        "parent_mb": _peak(resource.RUSAGE_SELF),
    }


def main() -> None:
    """Run one measurement."""
    _ready()
    from bench import recheck, requests

    known = {
        "migrate": migrate, "load-world": load_world, "load-ours": load_ours, "load-yardstick": load_yardstick,
        "load-floor": load_floor, "page-world": requests.page_world, "case-world": requests.case_world, "pages": requests.pages,
        "recheck-ours": recheck.ours, "recheck-peer": recheck.peer,
    }  # fmt: skip
    print(json.dumps(known[sys.argv[1]](**json.loads(sys.argv[2]))))


if __name__ == "__main__":
    main()
