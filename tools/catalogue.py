"""Reading a .po file: only what a check needs, so that it needs no gettext programs."""

import ast
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Sentence:
    """One entry of a catalogue."""

    parts: dict[str, str] = field(default_factory=dict)
    """keyword (msgctxt, msgid, msgid_plural, msgstr, msgstr[0], …) -> text"""
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Context and sentence: what makes an entry one of its own."""
        return self.parts.get("msgctxt", ""), self.parts.get("msgid", "")

    @property
    def translations(self) -> list[str]:
        """All forms of the translation."""
        return [text for keyword, text in self.parts.items() if keyword.startswith("msgstr")]


def read(file: Path) -> list[Sentence]:
    """Give the entries of a .po or .pot file, without its header and without entries no longer used."""
    found: list[Sentence] = []
    current, keyword = Sentence(), ""
    for line in [*file.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#,"):
            current.fuzzy |= "fuzzy" in line
        elif line.startswith('"'):
            current.parts[keyword] += ast.literal_eval(line)
        elif line.startswith("msg"):
            keyword, _, text = line.partition(" ")
            current.parts[keyword] = ast.literal_eval(text)
        elif not line.strip():
            if current.key[1]:
                found.append(current)
            current, keyword = Sentence(), ""
    return found
