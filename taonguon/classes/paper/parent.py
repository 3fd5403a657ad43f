"""The parent's side: look at a template from outside, start the child, take what it made or say why not."""

import io
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from taonguon.classes.paper.values import Layout, Paper, PaperError, Problem
from taonguon.foreign.packages import Bounds, PackageError, Wrong, check_package
from taonguon.foreign.processes import bare_environment

TEMPLATE_MAX = 2 * 2**20
"""Bytes of a template: a page of text, and a picture or two."""
_BOUNDS = Bounds(unpacked=40 * 2**20, ratio=200, entries=200)
_MEMORY = 1536 * 2**20
_SECONDS = 60
_CHECK_SECONDS = 10
_WRONG = {Wrong.BROKEN: Problem.BROKEN, Wrong.ENCRYPTED: Problem.ENCRYPTED, Wrong.BOMB: Problem.BOMB}
_ENCRYPTED = b"\xd0\xcf\x11\xe0"
"""How an old .doc, and a .docx under a password, begins."""


def make_pdf(papers: Sequence[Paper], layout: Layout) -> bytes:
    """Make one PDF of all certificates."""
    return _asked("pdf", papers, layout=layout)[1]


def make_docx(papers: Sequence[Paper], template: bytes) -> bytes:
    """Make one .docx of all certificates, in the template given."""
    look_at(template)
    return _asked("docx", papers, template)[1]


def check_template(template: bytes) -> list[str]:
    """Give the fields a template uses; raise PaperError where it cannot be used."""
    look_at(template)
    return _asked("check", (), template, seconds=_CHECK_SECONDS)[0]


def look_at(template: bytes) -> None:
    """Refuse what is no sound .docx before anything parses it."""
    if len(template) > TEMPLATE_MAX:
        raise PaperError(Problem.TOO_BIG)
    if template.startswith(_ENCRYPTED):
        raise PaperError(Problem.ENCRYPTED)
    if not template.startswith(b"PK\x03\x04"):
        raise PaperError(Problem.NOT_DOCX)
    try:
        check_package(io.BytesIO(template), _BOUNDS, _check_names)
    except PackageError as error:
        raise PaperError(_WRONG[error.wrong]) from None


def _check_names(names: list[str]) -> None:
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise PaperError(Problem.NOT_DOCX)
    for name in names:
        plain = name.casefold()
        if plain.endswith(("vbaproject.bin", "vbadata.xml")):
            raise PaperError(Problem.MACROS)
        if plain.startswith(("word/embeddings/", "word/activex/", "word/afchunk")):
            raise PaperError(Problem.EMBEDDED, name.rsplit("/", 1)[-1])


def _asked(
    task: str, papers: Sequence[Paper], template: bytes = b"", *, layout: Layout = Layout.A5, seconds: int = _SECONDS
) -> tuple[list[str], bytes]:
    """Let a limited process do a task; give the fields it found and the file it made."""
    about = {
        "task": task, "layout": layout, "memory": _MEMORY, "seconds": seconds,
        "papers": [asdict(paper) for paper in papers],
    }  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-P", "-X", "utf8", "-m", "taonguon.classes.paper.child"],
            input=json.dumps(about).encode() + b"\n" + template,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=bare_environment(),
            timeout=2 * seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PaperError(Problem.TIMEOUT) from None
    if done.returncode == -getattr(signal, "SIGXCPU", 0) != 0:
        raise PaperError(Problem.TIMEOUT)
    head, _, made = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise PaperError(Problem.DIED, str(done.returncode))
    said = _read(head)
    if "refused" in said:
        raise PaperError(Problem(said["refused"]), str(said["detail"])[:200])
    return [str(name) for name in said["made"]], made


def _read(head: bytes) -> dict[str, Any]:
    """Read the child's answer; JSON, so that nothing a hijacked child says is run."""
    try:
        return dict(json.loads(head))
    except (ValueError, TypeError):
        raise PaperError(Problem.DIED, "answer") from None
