"""The sentences of the screen: Vietnamese in the code, English in the catalogue.

    python tools/messages.py extract    collect new sentences into the English catalogue
    python tools/messages.py compile    write the .mo the product reads
    python tools/messages.py check      fail on a missing, empty or doubtful sentence, or an old .mo

The sentences in the code are Vietnamese, so Vietnamese needs no catalogue. `extract` and `compile`
need GNU gettext; `check` looks for sentences not yet collected only where gettext is installed.
"""

import argparse
import gettext
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import catalogue

PACKAGE = Path(__file__).resolve().parent.parent / "taonguon"
PO = PACKAGE / "locale/en/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
_COLLECT = (
    "makemessages", "--locale", "en", "--no-location", "--no-obsolete", "--no-wrap", "--keep-pot",
    "--ignore", "static", "--ignore", "demo",
)  # fmt: skip


def _django(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "django", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def extract() -> list[str]:
    """Collect the code's sentences; say which are new. Look-alikes are not guessed at."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    _django(PACKAGE, *_COLLECT)
    (PACKAGE / "locale/django.pot").unlink()
    # A guessed translation reads well and says something else: better none.
    subprocess.run(["msgattrib", "--clear-fuzzy", "--empty", "--only-fuzzy", "-o", f"{PO}.fuzzy", PO], check=True)
    subprocess.run(["msgattrib", "--no-fuzzy", "--no-wrap", "-o", f"{PO}.sure", PO], check=True)
    joined = [f"{PO}.sure"] + ([f"{PO}.fuzzy"] if Path(f"{PO}.fuzzy").exists() else [])
    subprocess.run(["msgcat", "--no-wrap", "--use-first", "-o", PO, *joined], check=True)
    for part in joined:
        Path(part).unlink()
    return [s.parts["msgid"] for s in catalogue.read(PO) if not all(s.translations)]


def compile_() -> list[str]:
    """Write the .mo; placeholders that differ between the languages stop it."""
    _django(PACKAGE, "compilemessages", "--locale", "en")
    return []


def _used() -> set[tuple[str, str]]:
    """Collect the code's sentences in a copy, so that a check changes nothing."""
    with tempfile.TemporaryDirectory(prefix="tn-messages-") as folder:
        copy = Path(folder) / "taonguon"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("static", "demo", "locale", "__pycache__"))
        (copy / "locale").mkdir()
        _django(copy, *_COLLECT)
        return {s.key for s in catalogue.read(copy / "locale/django.pot")}


def check() -> list[str]:
    """Give a sentence for each thing that is wrong."""
    found = list(_faults(catalogue.read(PO)))
    if shutil.which("xgettext") is None:
        print("messages: gettext is not installed; sentences not yet collected are not looked for.")
        return found
    known = {s.key for s in catalogue.read(PO)}
    return found + [f"not in the catalogue: {text}" for _, text in sorted(_used() - known)]


def _faults(sentences: list[catalogue.Sentence]) -> Iterator[str]:
    for sentence in sentences:
        if sentence.fuzzy:
            yield f"doubtful (fuzzy): {sentence.parts['msgid']}"
        elif not all(sentence.translations):
            yield f"without English: {sentence.parts['msgid']}"
    with MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    yield from (f"the .mo is old: {s.parts['msgid']}" for s in sentences if not _is_in(compiled, s))


def _is_in(compiled: gettext.GNUTranslations, sentence: catalogue.Sentence) -> bool:
    context, text = sentence.key
    plural = sentence.parts.get("msgid_plural")
    if sentence.fuzzy or not all(sentence.translations):
        return True  # said already
    if plural is None:
        got = compiled.pgettext(context, text) if context else compiled.gettext(text)
        return got == sentence.parts["msgstr"]
    return compiled.ngettext(text, plural, 1) == sentence.parts["msgstr[0]"]


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="The sentences of the screen and their English.")
    parser.add_argument("what", choices=("extract", "compile", "check"))
    what = parser.parse_args().what
    said = {"extract": extract, "compile": compile_, "check": check}[what]()
    for line in said:
        print(f"messages: {line}")
    return 1 if said and what == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
