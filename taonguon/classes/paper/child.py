"""The process in which certificates are made: limited, without rights to write files, and thrown away afterwards.

`python -m taonguon.classes.paper.child` reads a line of JSON (task, limits, papers, layout) and the template's
bytes; it writes a line of JSON, `{"made": …}` or `{"refused": …, "detail": …}`, and then the file made.
"""

import gc
import json
import sys
import zipfile
from typing import Any

from taonguon.classes.paper.values import Paper, PaperError, Problem
from taonguon.foreign.processes import give_up

_DAMAGE = (
    zipfile.BadZipFile, LookupError, ValueError, TypeError, AttributeError, SyntaxError, RecursionError, OSError,
)  # fmt: skip
"""What parsers raise for parts of a document that are not what they should be."""


def main() -> int:
    """Do one task."""
    asked = json.loads(sys.stdin.buffer.readline())
    template = sys.stdin.buffer.read()
    gc.disable()  # the process is thrown away; looking for what refers back to itself only costs time
    give_up(asked["memory"], asked["seconds"])
    try:
        fields, made = _done(asked, template)
    except PaperError as error:
        _answer({"refused": error.problem, "detail": error.detail})
    except MemoryError:
        _answer({"refused": Problem.MEMORY, "detail": ""})
    except _DAMAGE as error:
        _answer({"refused": Problem.BROKEN, "detail": f"{type(error).__name__}: {error}"[:120]})
    else:
        _answer({"made": fields})
        sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


def _done(asked: dict[str, Any], template: bytes) -> tuple[list[str], bytes]:
    papers = [Paper(**words) for words in asked["papers"]]
    if asked["task"] == "pdf":
        from taonguon.classes.paper.typeset import pdf_of  # noqa: PLC0415 each task loads what it needs

        return [], pdf_of(papers, asked["layout"])
    from taonguon.classes.paper.filling import check, docx_of  # noqa: PLC0415

    return (check(template), b"") if asked["task"] == "check" else ([], docx_of(papers, template))


def _answer(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main())
