"""What stands above a table: whose list it is, which commune's, and of which day."""

import re
from dataclasses import dataclass
from datetime import date

from taonguon.intake.interpret.tables import text_of
from taonguon.intake.readers.book import Sheet
from taonguon.rules.dates import read_date_text
from taonguon.rules.names import fold, one_spelling, person_name, tidy, words_of

# Compared with their marks: without them 'tỉnh' is the 'tính' of 'tính đến ngày'.
_ROOT = re.compile(
    r"^(?:đảng bộ )?(?:(tỉnh|thành|huyện|thị|quận) ủy|(tỉnh|thành phố|huyện|thị xã|quận)) ([^\d,;:(]+)(?:[,;:(].*)?$"
)
_COMMUNE = re.compile(r"^(?:dang uy|dang bo|uy ban nhan dan|ubnd) (xa|thi tran|phuong|dac khu) (.+)$")
_AS_OF = re.compile(r"(?:den|toi)(?: het)?(?: ngay)?\s*(\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4})")
_AS_OF_WORDS = re.compile(r"(?:den|toi)(?: het)? ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_SIGNED = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_ROOT_IN_TITLE = re.compile(r"\b(huyện|thị xã|thành phố|quận|tỉnh) (?!ủy|uỷ)(.+)", re.IGNORECASE)
_COMMUNE_IN_TITLE = re.compile(r"\b(xã|thị trấn|phường) (.+)", re.IGNORECASE)
_AFTER_NAME = frozenset({"năm", "quý", "tháng", "tính", "đến", "giai", "khóa", "nhiệm", "và", "có", "là"})
_FORMS = {"xa": "xã", "thi tran": "thị trấn", "phuong": "phường", "dac khu": "đặc khu"}
_LEVELS = {"thị": "thị xã", "thành": "thành phố"}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Names as found; '' where nothing was found."""

    root_level: str = ""
    root: str = ""
    commune_form: str = ""
    commune: str = ""
    titled: str = ""
    """A commune that only the title names, with its form."""
    as_of: date | None = None


def read_letterhead(sheet: Sheet, header: int) -> Letterhead:
    """Read the lines above the table's header."""
    level = root = form = commune = ""
    as_of = signed = None
    texts = [text for row in sheet.rows[: max(header, 0)] for text in map(text_of, row) if text]
    for text in texts:
        words = words_of(text)
        if not commune and (found := _COMMUNE.match(words)):
            form, commune = _FORMS[found[1]], _tail(text, found[2])
        elif not root or level == "tỉnh":  # the province above a district is not whose list it is
            level, root = _root_of_line(text) or (level, root)
        as_of = as_of or _day(fold(text))
        signed = signed or _signed(fold(text))
    if not root:
        level, root = next(filter(any, (_in_title(_ROOT_IN_TITLE, text) for text in texts)), ("", ""))
    titled = next(filter(any, (_in_title(_COMMUNE_IN_TITLE, text) for text in texts)), ("", ""))
    return Letterhead(level, root, form, commune, " ".join(titled).strip(), as_of or signed)


def _in_title(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """Find the place a title names in passing: 'DANH SÁCH … HUYỆN BA SƠN NĂM 2018'."""
    found = pattern.search(tidy(text))
    if not found:
        return "", ""
    name: list[str] = []
    for word in found[2].split(" ")[:4]:
        if not word[:1].isupper() or word.casefold() in _AFTER_NAME:
            break
        name.append(word.strip(",.;()"))
        if name[-1] != word:
            break
    return (found[1].casefold(), person_name(" ".join(name))) if name else ("", "")


def _root_of_line(text: str) -> tuple[str, str] | None:
    """Read a line that is the name of a committee or of its place."""
    found = _ROOT.match(one_spelling(tidy(text)).casefold())
    if not found or len(found[3]) > 40:
        return None
    short = found[1] or found[2]
    before_sign = re.split(r"[,;:(]", text, maxsplit=1)[0].strip()
    return _LEVELS.get(short, short), _tail(before_sign, found[3].strip())


def _tail(text: str, folded_tail: str) -> str:
    count = len(folded_tail.split(" "))
    return person_name(" ".join(tidy(text).split(" ")[-count:]))


def _day(folded: str) -> date | None:
    if found := _AS_OF.search(folded):
        value = read_date_text(re.sub(r"\s", "", found[1])).value
        return value.first if value else None
    if found := _AS_OF_WORDS.search(folded):
        value = read_date_text("/".join(found.groups())).value
        return value.first if value else None
    return None


def _signed(folded: str) -> date | None:
    found = _SIGNED.search(folded)
    value = read_date_text("/".join(found.groups())).value if found else None
    return value.first if value else None


def commune_of_sheet_name(name: str) -> str:
    """Give the folded commune a sheet is named after: 'Tình Húc (2)' is 'tinh huc'."""
    bare = re.sub(r"\(\d+\)|_", " ", name)
    return re.sub(r"^(xa|thi tran|tt|phuong|p) ", "", words_of(bare))
