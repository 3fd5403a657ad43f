"""Names of people and places: the form shown, the form searched, the form sorted by.

Source of the alphabet's order: the Vietnamese national standard for dictionaries (letters first,
then the tone in the order ngang, huyền, hỏi, ngã, sắc, nặng). Names sort by the given name, the
last word, as every office list does.
"""

import re
import unicodedata
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + n) for n, letter in enumerate(ALPHABET)}
# Combining marks that are part of a letter, not a tone.
_SHAPES = {("a", "\u0306"): "ă", ("a", "\u0302"): "â", ("e", "\u0302"): "ê",
           ("o", "\u0302"): "ô", ("o", "\u031b"): "ơ", ("u", "\u031b"): "ư"}  # fmt: skip
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# What nobody sees: zero-width spaces, marks of writing direction, and the NUL that no database takes.
_INVISIBLE = dict.fromkeys([0, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF])
_PUNCTUATION = re.compile(r"[^\w\s]+")


# Two schools write the tone of an open oa, oe, uy: hoà and hòa. One is kept, so that one name is one name.
_OPEN = re.compile(r"(?i)(?<![q])(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![\w])")
_ON_FIRST = {
    a + b: c + d
    for first, second, tones in (("o", "a", "àáảãạ"), ("o", "e", "èéẻẽẹ"), ("u", "y", "ỳýỷỹỵ"))
    for b, (c, d), a in (
        (toned, (unicodedata.normalize("NFC", first + unicodedata.normalize("NFD", toned)[1:]), second), first)
        for toned in tones
    )
}


def tidy(text: str) -> str:
    """Give the text in composed Unicode with single spaces and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


def one_spelling(text: str) -> str:
    """Put the tone of an open oa, oe, uy on its first letter: Hoà and Hòa are one spelling.

    >>> one_spelling("Uỷ ban xã Hoà Quý")
    'Ủy ban xã Hòa Quý'
    """
    return _OPEN.sub(_moved, text)


def _moved(found: re.Match[str]) -> str:
    pair = found[0]
    low = _ON_FIRST[pair.lower()]
    return "".join(new.upper() if old.isupper() else new for old, new in zip(pair, low, strict=True))


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Give the text without case, marks or doubled spaces: what search and matching compare.

    >>> fold("Đồng  VĂN")
    'dong van'
    """
    decomposed = unicodedata.normalize("NFD", text.replace("\u200b", "").casefold().replace("đ", "d"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.split())


@lru_cache(maxsize=50_000)
def words_of(text: str) -> str:
    """Fold and drop punctuation: how headings and fixed phrases are compared."""
    return " ".join(_PUNCTUATION.sub(" ", fold(text)).replace("_", " ").split())


@lru_cache(maxsize=50_000)
def _word_key(word: str) -> tuple[str, str]:
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.casefold()):
        if char in _TONES:
            tones.append(_TONES[char])
        elif unicodedata.combining(char):
            shaped = _SHAPES.get((letters[-1], char)) if letters else None
            if shaped:
                letters[-1] = shaped
        else:
            letters.append(char)
    return "".join(_RANK.get(x, x if x < "A" else "~") for x in letters), "".join(tones)


@lru_cache(maxsize=200_000)
def sort_key(name: str) -> str:
    """Give a plain ASCII-ordered key: the given name with its tone, then the rest; letters before tones.

    A list ordered by this key as bytes is in the Vietnamese order, as a list sorted by its column "Tên" is:
    every An stands before every Án, whatever the family name.
    """
    rest, _, given = tidy(name).rpartition(" ")
    letters, tone = _word_key(given)
    return f"{letters}  {tone or '0'}  {place_key(rest)}"


@lru_cache(maxsize=50_000)
def place_key(name: str) -> str:
    """Give the key for places and units, which sort from their first word."""
    keys = [_word_key(w) for w in tidy(name).split(" ")]
    return " ".join(k[0] for k in keys) + "  " + " ".join(k[1] or "0" for k in keys)


VILLAGE_FORMS = ("thôn", "bản", "khu", "khu phố", "tổ dân phố", "xóm", "làng", "ấp")


def without_form(name: str, form: str = "") -> str:
    """Take the form word off the front of a village's name: the one given, or any where none is.

    A word with other marks is another word, and a name that is nothing but the word keeps it.

    >>> without_form("Thôn Thử Hai", "thôn")
    'Thử Hai'
    """
    text = tidy(name)
    for word in (form,) if form else sorted(VILLAGE_FORMS, key=len, reverse=True):
        head, rest = text[: len(word)].casefold(), text[len(word) :]
        if rest.startswith(" ") and head in {word.casefold(), fold(word)}:
            return rest.strip()
    return text


@lru_cache(maxsize=200_000)
def person_name(text: str) -> str:
    """Give a person's name with each word's first letter large, whatever case it came in.

    Capitals made by a font alone (.VnTimeH) arrive as small letters, names from above as capitals:
    neither says anything, so both take the one form.
    """
    name = one_spelling(tidy(text))
    if name == name.upper() or name == name.lower():
        return " ".join(w[:1].upper() + w[1:].lower() for w in name.split(" "))
    return name


# Words that stay as they are written here when a unit's name is given in capitals only.
_PHRASES = (
    "THPT", "THCS", "PTDT", "HĐND", "UBND", "UBMTTQ", "MTTQ", "TTYT", "TNCS", "CCB", "LĐLĐ", "GDTX", "GDNN",
    "Trung tâm", "Quân sự", "Công an", "Y tế", "Chính trị", "Cơ quan", "Huyện ủy", "Tỉnh ủy", "Đảng ủy",
    "Trường", "Trạm", "Mầm non", "Tiểu học", "Nội trú", "Bán trú", "Bệnh viện", "Phòng", "Ban", "Hạt", "Kho bạc",
    "Giáo dục", "Đào tạo", "Khối", "Tòa án", "Viện kiểm sát", "Công ty", "Ngân hàng", "Nông nghiệp", "Văn phòng",
    "Đồn Biên phòng", "Biên phòng", "Nông trường", "Lâm trường", "Chi cục", "Thuế", "Điện lực", "Bưu điện",
)  # fmt: skip
_SMALL = frozenset(
    [
        "xã",
        "thị",
        "trấn",
        "phường",
        "huyện",
        "tỉnh",
        "thành",
        "phố",
        "thôn",
        "bản",
        "khu",
        "phố",
        "tổ",
        "dân",
        "và",
        "của",
        "thuộc",
        "cơ",
        "sở",
        "bộ",
        "phận",
        "trực",
        "lực",
        "lượng",
        "vũ",
        "trang",
        "doanh",
        "nghiệp",
    ]
)
_LEADS = ("Đảng bộ bộ phận", "Đảng bộ", "Chi bộ cơ sở", "Chi bộ", "Đảng ủy", "Huyện ủy", "Tỉnh ủy")


def unit_name(text: str) -> str:
    """Give a unit's name as offices write it inside a sentence.

    A name in mixed case is kept; one in capitals only is set by the phrases above, every other word
    being taken for part of a place name.

    >>> unit_name("ĐẢNG BỘ XÃ ĐỒNG TÂM")
    'Đảng bộ xã Đồng Tâm'
    """
    name = one_spelling(tidy(text))
    if name not in {name.upper(), name.lower()}:
        return name
    rest, out = name, []
    for lead in _LEADS:
        if fold(rest).startswith(fold(lead) + " ") or fold(rest) == fold(lead):
            out.append(lead)
            rest = rest[len(lead) :].strip()
            break
    while rest:
        low = rest.casefold()
        phrase = next((p for p in _PHRASES if (low + " ").startswith(p.casefold() + " ")), None)
        if phrase:
            out.append(phrase)
            rest = rest[len(phrase) :].strip()
            continue
        word, _, rest = rest.partition(" ")
        small = word.casefold()
        out.append(small if small in _SMALL and out else small[:1].upper() + small[1:])
    return " ".join(out)


# ethnic group -> spellings seen; the first name is the one of the state's list of 54 groups
_ETHNIC = {
    "Kinh": ("kinh", "viet", "kinh viet"),
    "Tày": ("tay", "tho"),
    "Nùng": ("nung",),
    "Dao": ("dao", "man", "dao thanh phan", "dao thanh y", "dao do", "dao tien", "thanh phan", "thanh y"),
    "Sán Chay": ("san chay", "san chi", "cao lan", "cao lan san chi", "san chay san chi", "san chay cao lan"),
    "Sán Dìu": ("san diu",),
    "Hoa": ("hoa", "han", "hoa han"),
    "Mông": ("mong", "hmong", "h mong", "meo"),
    "Thái": ("thai",),
    "Mường": ("muong",),
    "Ngái": ("ngai",),
    "Khơ Mú": ("kho mu",),
    "Giáy": ("giay",),
    "Lô Lô": ("lo lo",),
    "La Chí": ("la chi",),
    "Bố Y": ("bo y",),
    "Pà Thẻn": ("pa then",),
    "Khmer": ("khmer", "kho me"),
    "Ê Đê": ("e de", "ede"),
    "Gia Rai": ("gia rai", "jarai", "gia lai"),
    "Ba Na": ("ba na", "bahnar", "bana"),
    "Chăm": ("cham",),
}
_ETHNIC_BY_SPELLING = {spelling: name for name, all_ in _ETHNIC.items() for spelling in all_}
MAJORITY = "Kinh"


@lru_cache(maxsize=4096)
def ethnic_group(text: str) -> str:
    """Give the group's name in the state's list for a spelling of the office's; '' for none.

    'Sán Chỉ' and 'Sán Chay (Sán Chỉ)' are Sán Chay, 'Dao (Thanh Phán)' is Dao. An unknown
    group keeps the spelling it came with.
    """
    plain = words_of(text)
    if not plain:
        return ""
    if plain in _ETHNIC_BY_SPELLING:
        return _ETHNIC_BY_SPELLING[plain]
    before_bracket = words_of(text.split("(", maxsplit=1)[0])
    return _ETHNIC_BY_SPELLING.get(before_bracket, person_name(text))
