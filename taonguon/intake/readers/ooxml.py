"""What calamine does not tell of an .xlsx file: error cells, the fonts of cells, a cell far outside.

Runs in the child only. Sheets are streamed in blocks of whole rows; values and text stay calamine's work.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from taonguon.intake.readers.legacy import kind_of_font

Cell = tuple[int, int]
_BLOCK = 1 << 20
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^>]*\bt=[\"']e[\"'](?:[^>]*[^>/])?)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^>/])>\s*<(?:\w+:)?f(?:\s[^>]*/>|(?:\s[^>]*)?>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_BARE_FORMULAS = (b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />", b"/></c>")
_MOST_UNCALCULATED = 10_000
_SHOWN = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^>/])>")  # one with content: cells that only have a look do not count
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_STYLE = re.compile(rb"\bs=[\"']([0-9]+)[\"']")
_FAR = re.compile(rb" r=[\"'](?:[A-Z]{3}|[A-Z]{1,2}[0-9]{7})[^>]*[^>/]>")
_NEAR_COLUMNS, _NEAR_ROWS = 702, 999_999  # the same border as the pattern: column ZZ, six digits


@dataclass(frozen=True, slots=True)
class Box:
    """How far the cells of a sheet reach: the last one that made the box larger, cells held, room taken."""

    corner: str
    held: int
    room: int


class Package:
    """The parts of one workbook that say how cells look."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.sheets = tuple(self._sheet_parts())

    def size(self, part: str) -> int:
        """Give the unpacked bytes of a part, 0 if it is missing."""
        return self._archive.getinfo(part).file_size if part in self._archive.namelist() else 0

    def far_cell(self, part: str) -> tuple[str, bool]:
        """Name a cell that lies far outside ('' for none), and say whether the sheet may hold errors or formulas
        without a value."""
        errors = False
        for block in self._blocks(part):
            if _FAR.search(block) and (far := _far_in(block)):
                return far, errors
            errors = errors or b't="e"' in block or b"t='e'" in block or any(bare in block for bare in _BARE_FORMULAS)
        return "", errors

    def box(self, part: str) -> Box:
        """Measure the box around all cells that hold something."""
        row = column = count = 0
        name = ""
        for block in self._blocks(part):
            for found in _CELL.finditer(block):
                count += 1
                place = _place(found[1])
                if place and (place[0] > row + 1 or place[1] > column):
                    name = cell_name(*place)
                if place:
                    row, column = max(row, place[0]), max(column, place[1])
        return Box(name, count, (row + 1) * (column + 1))

    def errors(self, part: str) -> dict[Cell, str]:
        """Give the error cells of a sheet as shown. A cell that does not say where it stands is left out."""
        found: dict[Cell, str] = {}
        for block in self._blocks(part):
            for cell in _ERROR.finditer(block):
                place, shown = _place(cell[1]), _SHOWN.search(cell[2])
                if place and shown:
                    found[place] = shown[1].decode("utf-8", "replace")
        return found

    def uncalculated(self, part: str) -> list[Cell]:
        """Give the cells with a formula that no program ever calculated: they have no value, not even an empty text."""
        found: list[Cell] = []
        for block in self._blocks(part):
            for cell in _FORMULA.finditer(block):
                if b't="str"' not in cell[1] and (place := _place(cell[1])) and len(found) < _MOST_UNCALCULATED:
                    found.append(place)
        return found

    def fonts(self, part: str) -> dict[Cell, str]:
        """Give the cells whose font is one of old letters, with the kind of letters."""
        kinds = self._style_kinds()
        if not any(kinds):
            return {}
        default = kinds[0]
        found: dict[Cell, str] = {}
        for block in self._blocks(part):
            for cell in _CELL.finditer(block):
                style = _STYLE.search(cell[1])
                number = int(style[1]) if style else 0
                kind = kinds[number] if number < len(kinds) else default
                if kind and (place := _place(cell[1])):
                    found[place] = kind
        return found

    def rich_texts(self) -> dict[str, str]:
        """Give the shared texts that are typed in runs of an old font, with the kind of letters."""
        part = "xl/sharedStrings.xml"
        if part not in self._archive.namelist() or not _has_old_runs(data := self._archive.read(part)):
            return {}
        found: dict[str, str] = {}
        for item in fromstring(data, forbid_dtd=True):
            kind = next(filter(None, (kind_of_font(_value(font)) for font in _all(item, "rFont"))), "")
            if kind:
                found["".join(text.text or "" for run in _all(item, "r") for text in _all(run, "t"))] = kind
        return found

    def _blocks(self, part: str) -> Iterator[bytes]:
        if part not in self._archive.namelist():
            return
        rest = b""
        with self._archive.open(part) as stream:
            while fresh := stream.read(_BLOCK):
                cut = fresh.rfind(b"row>") + 4
                if cut < 4:
                    rest += fresh
                    continue
                yield rest + fresh[:cut]
                rest = fresh[cut:]
        yield rest

    def _sheet_parts(self) -> Iterator[str]:
        targets = {
            link.get("Id", ""): link.get("Target", "")
            for link in fromstring(self._archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
        }
        for sheet in _all(fromstring(self._archive.read("xl/workbook.xml"), forbid_dtd=True), "sheet"):
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            yield posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")

    def _style_kinds(self) -> list[str]:
        if "xl/styles.xml" not in self._archive.namelist():
            return []
        root = fromstring(self._archive.read("xl/styles.xml"), forbid_dtd=True)
        fonts = [
            next((kind_of_font(_value(name)) for name in _all(font, "name")), "")
            for group in _all(root, "fonts")
            for font in group
        ]
        formats = [item for group in _all(root, "cellXfs") for item in group]
        numbers = [int(item.get("fontId", "0")) for item in formats]
        return [fonts[number] if number < len(fonts) else "" for number in numbers]


def cell_name(row: int, column: int) -> str:
    """Name a cell as sheets do.

    >>> cell_name(1048575, 16383)
    'XFD1048576'
    """
    letters, column = "", column + 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


def _has_old_runs(data: bytes) -> bool:
    return b"rFont" in data and re.search(rb"rFont[^>]*val=[\"'](?:\.Vn|VNI)", data, re.IGNORECASE) is not None


def _far_in(block: bytes) -> str:
    for found in _CELL.finditer(block):
        place = _place(found[1])
        if place and (place[0] >= _NEAR_ROWS or place[1] >= _NEAR_COLUMNS):
            return cell_name(*place)
    return ""


def _place(attributes: bytes) -> Cell | None:
    found = _PLACE.search(attributes)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return int(found[2]) - 1, column - 1


def _all(element: Element, name: str) -> Iterator[Element]:
    """Give the descendants of that name in whatever namespace."""
    return (item for item in element.iter() if item.tag == name or str(item.tag).endswith(f"}}{name}"))


def _value(element: Element) -> str:
    return element.get("val", "")
