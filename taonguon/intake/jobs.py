"""Loads asked for on the page: files put aside, a process of its own for each batch, progress in small files.

The work runs outside the web server, so that a long load holds up nobody; how far it has come is
written to a file, not to the database, which the load's own transaction keeps busy. A process that
was killed leaves a load that says nothing any more: `settle_silent` closes it. Nothing of it was
written, since a file is written whole or not at all.
"""

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import activate, get_language

from taonguon.accounts.enums import MAY_LOAD_CLASSES
from taonguon.accounts.models import User
from taonguon.intake.actions import Request, load_file, open_file
from taonguon.intake.interpret.records import Kind
from taonguon.intake.models import Load
from taonguon.orgs.access import scope_of

_SILENT_SECONDS = 90
_BEAT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """How far a load has come."""

    stage: str = "wait"
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int | None:
        """Whole per cent of the stage, None while its length is not known."""
        return 100 * self.done // self.total if self.total else None


def _folder(name: str) -> Path:
    folder = settings.DATA / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return Path(folder)


def _progress_file(pk: int) -> Path:
    return _folder("progress") / f"{pk}.json"


def _stop_file(pk: int) -> Path:
    return _folder("progress") / f"{pk}.stop"


def _kept_file(pk: int) -> Path:
    return _folder("uploads") / f"{pk}"


def put_aside(files: Iterable["UploadedFile[bytes]"], user: User, unit: int | None) -> list[Load]:
    """Keep uploaded files for the process that will load them, each with its waiting load."""
    out = []
    for file in files:
        load = Load.objects.create(
            at=timezone.now(), actor=user, unit_id=unit, file_name=Path(file.name or "tệp").name[:255], fingerprint=""
        )
        draft = _folder("uploads") / uuid.uuid4().hex
        with draft.open("wb", buffering=1 << 16) as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        draft.rename(_kept_file(load.pk))
        _write(load.pk, Step())
        out.append(load)
    return out


def start(loads: list[Load]) -> None:
    """Start the process that loads a batch; it goes on when the page is closed."""
    command = [sys.executable, "-m", "taonguon", "work", get_language() or "vi", *(str(load.pk) for load in loads)]
    subprocess.Popen(  # noqa: S603 our own interpreter and our own numbers
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True, env=os.environ.copy()
    )


def work(pks: list[int], language: str, today: date) -> None:
    """Load a batch, in the order its kinds need. Runs in the process that `start` made."""
    activate(language)
    loads = {load.pk: load for load in Load.objects.filter(pk__in=pks, state=Load.State.WAITING)}
    Load.objects.filter(pk__in=loads).update(state=Load.State.RUNNING)
    opened = [(load, open_file(_kept_file(pk), _request(load, today), load.file_name)) for pk, load in loads.items()]
    order = [str(kind) for kind in Kind]
    opened.sort(key=lambda pair: order.index(pair[1].parsed.kind) if pair[1].parsed else -1)
    for load, one in opened:
        try:
            load_file(one, _request(load, today), load)
        finally:
            _tidy(load.pk)


def _request(load: Load, today: date) -> Request:
    beat = [0.0]
    step = [Step()]

    def progress(stage: str, done: int, total: int) -> None:
        step[0] = Step(stage, done, total)
        cancelled()

    def cancelled() -> bool:
        if time.monotonic() - beat[0] > _BEAT_SECONDS:
            beat[0] = time.monotonic()
            _write(load.pk, step[0])
        return _stop_file(load.pk).exists()

    assert load.actor is not None  # noqa: S101 loads of the page have an actor
    scope = scope_of(load.actor, today).holding(MAY_LOAD_CLASSES)
    return Request(load.actor, scope, today, progress=progress, cancelled=cancelled, unit=load.unit_id)


def progress_of(load: Load) -> Step:
    """Give how far a load has come."""
    try:
        return Step(**json.loads(_progress_file(load.pk).read_text()))
    except (FileNotFoundError, ValueError):
        return Step()  # not begun, or being rewritten this instant


def cancel(load: Load) -> None:
    """Ask the process to stop; it does so at the next step, and nothing of the file is written."""
    if load.state in {Load.State.WAITING, Load.State.RUNNING}:
        _stop_file(load.pk).touch()


def settle_silent(load: Load) -> Load:
    """Close a load whose process has said nothing for long: it was killed, and nothing was written."""
    if load.state not in {Load.State.WAITING, Load.State.RUNNING}:
        return load
    file = _progress_file(load.pk)
    said = file.stat().st_mtime if file.exists() else load.at.timestamp()
    if time.time() - said > _SILENT_SECONDS:
        changed = Load.objects.filter(pk=load.pk, state__in=(Load.State.WAITING, Load.State.RUNNING)).update(
            state=Load.State.REFUSED, refusal={"code": "cut", "details": {}}
        )
        if changed:
            _tidy(load.pk)
        load.refresh_from_db()
    return load


def _write(pk: int, step: Step) -> None:
    draft = _folder("progress") / f"{pk}.{os.getpid()}"
    draft.write_text(json.dumps({"stage": step.stage, "done": step.done, "total": step.total}))
    draft.replace(_progress_file(pk))


def _tidy(pk: int) -> None:
    for file in (_kept_file(pk), _progress_file(pk), _stop_file(pk)):
        file.unlink(missing_ok=True)
