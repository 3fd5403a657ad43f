"""What stands around the list of a class: its name and kind, its days, who holds it, and by which decision."""

import re
from datetime import date
from itertools import pairwise

from taonguon.intake.interpret.records import CourseHead
from taonguon.intake.interpret.tables import Table, text_of
from taonguon.rules.dates import PartialDate, read_date_text
from taonguon.rules.names import fold, one_spelling, tidy, words_of

_DAY = r"(\d{1,2})/(\d{1,2})/(\d{4})"
_WORDS_OF_DAY = re.compile(r"(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?")
_SEPARATED = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{4})")
_FROM_TO = re.compile(
    rf"(\d{{1,2}})(?:/(\d{{1,2}}))?(?:/(\d{{4}}))?\s*(?:(?:den|toi)(?: het)?(?: ngay)?|-|–)\s*(?:ngay )?{_DAY}"
)
_OPENS = re.compile(rf"khai giang\D{{0,12}}{_DAY}")
_CLOSES = re.compile(rf"be giang\D{{0,12}}{_DAY}")
_ONE_DAY = re.compile(rf"(?:hoc|to chuc|mo lop)(?: trong| vao)?(?: mot)? ngay:? {_DAY}")
_ISSUED = re.compile(rf"cap (?:giay |gcn|chung nhan|chung chi)[^.;]*?ngay:? {_DAY}")
_SIGNED = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_DECISION = re.compile(
    r"(?:quyết định|qđ)(?: mở lớp)?(?: số)?\s*:?\s*(\d[^\s;,()]*)(?:\s*,?\s*ngày\s+(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}))?",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:địa điểm(?: học)?|học tại|tổ chức tại)\s*:?\s*([^;()]+)", re.IGNORECASE)
_FOR_WHOM = re.compile(r"\(?\s*dành cho\s+([^;()]+)", re.IGNORECASE)
_TITLE = re.compile(r"\b(lớp|khóa bồi dưỡng|khóa học)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"^danh sách\s+(.+?)\s+(?:học|tham gia|dự)\s+(lớp\b.*)$", re.IGNORECASE)
_GOES_ON = re.compile(r"^(khoa|dot|nam \d|quy|cho|danh cho|doi tuong|tai|ve) ")
_IS_A_CLASS = re.compile(
    r"\bhoc vien\b|\b(lop|khoa) (hoc )?(boi duong|nhan thuc|tap huan|dang vien|doi tuong|cam tinh|ly luan|so cap|trung cap)\b"
)
_ORGANISER = re.compile(
    r"^(trung tam|tt) .*(chinh tri|bdct)|^(ban (tuyen giao|to chuc|chqs|chi huy quan su|dan van)|truong chinh tri)\b"
)
_KINDS = (
    ("new-member", re.compile(r"dang vien moi")),
    ("pre-enlistment", re.compile(r"nhap ngu|nghia vu quan su|\bnvqs\b")),
    ("awareness", re.compile(r"nhan thuc ve dang|tim hieu ve dang|(doi tuong|cam tinh)( ket nap)? dang")),
)
_AUDIENCES = (
    ("enlistees", re.compile(r"nhap ngu|nghia vu quan su|\bnvqs\b")),
    ("commune-staff", re.compile(r"khong chuyen trach|chuc danh (thon|ban|khu)|truong (thon|ban|khu)\b|can bo thon")),
    ("forces", re.compile(r"luc luong vu trang|quan doi|bo doi|chien si|cong an(?! vien)")),
    ("workers", re.compile(r"doanh nghiep|cong nhan\b(?! (thuc|dang|dvct))|nguoi lao dong|hop tac xa")),
    ("pupils", re.compile(r"hoc sinh|sinh vien")),
    ("civil-servants", re.compile(r"cong chuc|vien chuc|giao vien|can bo\b")),
    ("farmers", re.compile(r"nong dan|doan vien|hoi vien")),
)
_SHORT = {"tt": "trung tâm", "bdct": "bồi dưỡng chính trị", "chqs": "Chỉ huy Quân sự", "bd": "bồi dưỡng"}
_ROMAN = re.compile(r"^[ivxlc]+$")
_FORMS = frozenset({"xã", "trấn", "phường", "huyện", "thôn", "bản", "khu", "tỉnh", "cụm"})
_NO_NAME = frozenset({"năm", "khóa", "về", "cho", "là", "và", "của", "quý", "đợt", "tại", "phố", "ủy"})
_OF_MEMBERS = frozenset({"viên", "bộ", "ủy", "uỷ"})
_AFTER_TABLE = 12


def speaks_of_a_class(table: Table) -> bool:
    """Say whether the lines above a table name it the list of a class."""
    return any(_IS_A_CLASS.search(words_of(text)) for text in _lines(table, 0, table.header))


def read_head(table: Table) -> CourseHead:
    """Read the lines above the table, and below it the day of the certificates and of the list."""
    above = _lines(table, 0, table.header)
    below = _lines(table, max(table.first, len(table.sheet.rows) - _AFTER_TABLE), len(table.sheet.rows), most=3)
    everything = " ; ".join(above)
    days = _plain_days(everything)
    head = CourseHead(name=_name(above, everything))
    head.since, head.until = _from_to(days)
    head.kind = next((code for code, pattern in _KINDS if pattern.search(words_of(everything))), "")
    head.audience = audience_of(head.name)
    if found := _DECISION.search(everything):
        head.opened_number = found[1].rstrip(".")
        head.opened_on = _whole(found[2])
    if found := _PLACE.search(everything):
        head.place = tidy(found[1])[:120]
    head.organiser, head.together_with = _organisers(above)
    issued = next((f for text in (*below, *above) if (f := _ISSUED.search(_plain_days(text)))), None)
    head.issued = PartialDate(day.year, day.month, day.day) if issued and (day := _day(issued.groups())) else None
    signed = (_SIGNED.search(fold(text)) for text in (*reversed(below), *above))
    head.signed = next((day for found in signed if found and (day := _day(found.groups()))), None)
    return head


def audience_of(text: str) -> str:
    """Give the code of the people a text names; '' where it names none."""
    words = words_of(text)
    return next((code for code, pattern in _AUDIENCES if pattern.search(words)), "")


def _lines(table: Table, first: int, last: int, most: int = 99) -> list[str]:
    rows = table.sheet.rows[max(first, 0) : max(last, 0)]
    filled = [[text for value in row if isinstance(value, str) and (text := text_of(value))] for row in rows]
    return [text for row in filled if len(row) <= most for text in row]


def _plain_days(text: str) -> str:
    """Fold a text and write every day in it as d/m/y, d/m or d."""
    plain = _WORDS_OF_DAY.sub(lambda m: "/".join(filter(None, m.groups())), fold(text))
    return _SEPARATED.sub(r"\1/\2/\3", plain)


def _from_to(days: str) -> tuple[date | None, date | None]:
    for found in _FROM_TO.finditer(days):
        day, month, year, *last = found.groups()
        until = _day(tuple(last))
        since = _day((day, month or last[1], year or last[2]))
        if since and until and since <= until:
            return since, until
    opens, closes = _OPENS.search(days), _CLOSES.search(days)
    if opens:
        since = _day(opens.groups())
        return since, (_day(closes.groups()) if closes else None) or since
    one = _ONE_DAY.search(days)
    on = _day(one.groups()) if one else None
    return on, on


def _day(parts: tuple[str | None, ...]) -> date | None:
    return _whole("/".join(part or "" for part in parts))


def _whole(text: str | None) -> date | None:
    value = read_date_text(text).value if text else None
    return value.first if value is not None and value.precision == "d" else None


def _name(lines: list[str], everything: str) -> str:
    """Give the class's name as a sentence writes it, from a title that may run over two lines."""
    for number, line in enumerate(lines):
        plain = one_spelling(line)
        if plain.startswith("(") or not _TITLE.search(plain) or re.match(r"(?i)^(kèm theo|quyết định)", plain):
            continue
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if not after.startswith("(") and _GOES_ON.match(f"{words_of(after)} "):
            plain = f"{as_sentence(plain)} {as_sentence(one_spelling(after))}"
        return _named(plain, everything)
    return ""


def _named(title: str, everything: str) -> str:
    whom = _FOR_WHOM.search(one_spelling(everything))
    if found := _SUBJECT.match(title):
        subject = as_sentence(found[1])
        both = f"{as_sentence(whom[1])} là {subject}" if whom else subject
        name = f"{as_sentence(found[2])} cho {both}" if not subject.startswith("học viên") else as_sentence(found[2])
    else:
        start = _TITLE.search(title)
        name = as_sentence(title[start.start() :] if start else title)
    name = re.sub(r"\s*\(.*$", "", name)
    name = re.sub(r"(khóa [IVXLC\d]+)\s*[/-]\s*((?:19|20)\d{2})", r"\1 năm \2", name)
    return (name[:1].upper() + name[1:])[:200].strip(" .,:;-")


def as_sentence(text: str) -> str:
    """Write capitals as words inside a sentence: 'VỀ ĐẢNG KHÓA II' is 'về Đảng khóa II'; mixed case is kept."""
    text = tidy(text)
    if text not in {text.upper(), text.lower()}:  # old letters write capitals as small ones
        return text
    out: list[str] = []
    in_name = False
    for raw, after in pairwise([*text.casefold().split(" "), ""]):
        word = raw
        bare = word.strip(".,;:()/")
        if _ROMAN.match(bare.split("/")[0]) and out and out[-1] in {"khóa", "đợt", "lớp", "quý"}:
            word = word.upper()
        elif bare in _SHORT:
            word = _SHORT[bare]
        elif bare == "đảng":
            word = word if after in _OF_MEMBERS else word.replace("đ", "Đ")
        elif in_name and bare not in _NO_NAME and bare not in _FORMS:
            word = word[:1].upper() + word[1:]
        in_name = bare in _FORMS or (in_name and bare not in _NO_NAME and word != raw)
        out.append(word)
    return " ".join(out)


def _organisers(lines: list[str]) -> tuple[str, str]:
    """Give who holds a class, and with whom: 'TRUNG TÂM BDCT - BAN CHQS HUYỆN'."""
    for line in lines:
        if not _ORGANISER.match(words_of(line)):
            continue
        parts = [p for p in re.split(r"\s+[-–]\s+|\s*,\s*|(?i:\s+phối hợp(?: với)?\s+)", line) if p]
        own = next((p for p in parts if re.search(r"chinh tri|bdct", words_of(p))), parts[0])
        name = re.sub(r"(?i)\s+(huyện|thị xã|thành phố)(\s+\S.*)?$", "", as_sentence(own))
        others = ", ".join(_capital(as_sentence(p)) for p in parts if p != own)
        return _capital(name)[:120], others[:120]
    return "", ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
