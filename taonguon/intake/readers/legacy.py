"""Letters of before Unicode: TCVN 5712 under .VnTime ("ABC"), and VNI under VNI-Times.

Both put Vietnamese letters on the codes of Latin-1; what a code means is said by the font alone.
TCVN3 gives each small letter one code and has capitals only for the letters without tone; capitals
with a tone are small letters under a font whose shapes are capitals (.VnTimeH). VNI writes the mark
as a second character after the letter. Codes 0x80-0x9F are the punctuation of Windows in both.

A cell is decided by its font. Where fonts say nothing it is decided by which reading gives Vietnamese
syllables, and where that is even, by what the rest of the sheet says.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from taonguon.intake.readers.syllables import is_syllable

TCVN3, VNI = "tcvn3", "vni"

# The rows of TCVN 5712:1993 (VN3). Each string runs through consecutive codes; a space is a code not used.
_TCVN3_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ",
}
_TCVN3_TONES = {"\xb0": "\u0300", "\xb1": "\u0309", "\xb2": "\u0303", "\xb3": "\u0301", "\xb4": "\u0323"}
TCVN3_TO_UNICODE: dict[str, str] = {
    chr(start + n): letter for start, run in _TCVN3_RUNS.items() for n, letter in enumerate(run) if letter != " "
}
_FROM_TCVN3 = str.maketrans({**TCVN3_TO_UNICODE, "\u03bc": "à", **_TCVN3_TONES})
_INTO_TCVN3 = str.maketrans({letter: code for code, letter in TCVN3_TO_UNICODE.items()})

_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ì": "ì", "í": "í"}
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_ROOF, _BOWL = "\u0302", "\u0306"
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _ROOF, "à": _ROOF + _GRAVE, "á": _ROOF + _ACUTE, "å": _ROOF + _HOOK, "ã": _ROOF + _TILDE, "ä": _ROOF + _DOT,
    "ê": _BOWL, "è": _BOWL + _GRAVE, "é": _BOWL + _ACUTE, "ú": _BOWL + _HOOK, "ü": _BOWL + _TILDE, "ë": _BOWL + _DOT,
}  # fmt: skip
_ROOFED, _BOWLED, _TONED = "aeo", "a", "aeouyôö"


def _vni_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for mark, combining in _VNI_MARKS.items():
        for letter in _ROOFED if _ROOF in combining else _BOWLED if _BOWL in combining else _TONED:
            whole = unicodedata.normalize("NFC", _VNI_SINGLE.get(letter, letter) + combining)
            pairs[letter + mark] = whole
            pairs[letter.upper() + mark.upper()] = pairs[letter.upper() + mark] = whole.upper()
            pairs[letter + mark.upper()] = whole
    return pairs


VNI_TO_UNICODE: dict[str, str] = {
    **_VNI_SINGLE,
    **{code.upper(): letter.upper() for code, letter in _VNI_SINGLE.items()},
    **_vni_pairs(),
}
_VNI_TOKEN = re.compile("|".join(sorted(map(re.escape, VNI_TO_UNICODE), key=len, reverse=True)))


def _into_vni() -> dict[str, str]:
    """Choose for each letter the usual spelling: the mark in the same case as its letter."""
    table: dict[str, str] = {}
    for code, letter in VNI_TO_UNICODE.items():
        if len(code) == 1 or code.islower() or (code[0].isupper() and code[1].isupper()):
            table.setdefault(letter, code)
    return table


_INTO_VNI = str.maketrans(_into_vni())
_CONTROLS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}


def from_tcvn3(text: str) -> str:
    """Read text typed under a .Vn font.

    >>> from_tcvn3("huyÖn ñy b×nh liªu")
    'huyện ủy bình liêu'
    """
    return unicodedata.normalize("NFC", text.translate(_CONTROLS).translate(_FROM_TCVN3))


def to_tcvn3(text: str) -> str:
    """Write text as it was typed under .VnTime; capitals with a tone become small letters."""
    composed = unicodedata.normalize("NFC", text)
    kept = (c if ord(c) < 0x80 or ord(c) in _INTO_TCVN3 else c.lower() for c in composed)
    return "".join(kept).translate(_INTO_TCVN3)


def from_vni(text: str) -> str:
    """Read text typed under a VNI font.

    >>> from_vni("Hoï vaø teân")
    'Họ và tên'
    """
    read = _VNI_TOKEN.sub(lambda found: VNI_TO_UNICODE[found[0]], text.translate(_CONTROLS))
    return unicodedata.normalize("NFC", read)


def to_vni(text: str) -> str:
    """Write text as it was typed under VNI-Times."""
    return unicodedata.normalize("NFC", text).translate(_INTO_VNI)


CONVERTERS: Mapping[str, Callable[[str], str]] = {TCVN3: from_tcvn3, VNI: from_vni}


def kind_of_font(name: str) -> str:
    """Give the letters a font stands for, or '' for any font of Unicode."""
    plain = name.strip().casefold()
    if plain.startswith(".vn"):
        return TCVN3
    return VNI if plain.startswith(("vni-", "vni ")) else ""


# Letters that only Unicode text has: Vietnamese letters above Latin-1, and marks that stand alone.
_UNICODE = re.compile(r"[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9"
                      r"\u0300-\u0303\u0306\u0309\u031b\u0323]")  # fmt: skip
# A letter beside a Latin-1 code that modern Vietnamese never writes beside a letter.
_NOT_MODERN = (
    r"[\xa1-\xaf\xb5-\xb9\xbb-\xbf\xc4-\xc7\xcb\xce-\xd1\xd6-\xd8\xdb\xdc\xde\xdf"
    r"\xe4-\xe7\xeb\xee-\xf1\xf6-\xf8\xfb\xfc\xfe\xff\u03bc]"
)
_MAYBE_LEGACY = re.compile(_NOT_MODERN[:-1] + "âêÂÊ]")  # one set of letters is searched three times as fast
_LEGACY = re.compile(rf"[A-Za-z\xc0-\xff]{_NOT_MODERN}|{_NOT_MODERN}[A-Za-z\xc0-\xff]|[aeoAEO][âêÂÊ]")
_WORDS = re.compile(r"[^\s\x00-\x40\[-`{-\x7f\x80-\xa0\u2010-\u203a]+")


def is_unicode(text: str) -> bool:
    """Say whether the text holds a letter that only Unicode has."""
    return _UNICODE.search(text) is not None


def looks_legacy(text: str) -> bool:
    """Say cheaply whether the text may be in old letters. Wrong now and then: it only opens the closer look."""
    if not _MAYBE_LEGACY.search(text):
        return False
    return _LEGACY.search(text) is not None and not is_unicode(text)


@lru_cache(maxsize=100_000)
def reads_as(text: str, kind: str) -> tuple[int, int]:
    """Count the words with letters beyond ASCII, and those that are syllables in this reading.

    A sign that stands alone, as in '3 × 4', is itself in Unicode.
    """
    words = [w for w in _WORDS.findall(text) if not w.isascii()]
    if kind:
        return len(words), sum(is_syllable(CONVERTERS[kind](w)) for w in words)
    return len(words), sum(len(w) == 1 or is_syllable(w) for w in words)


@lru_cache(maxsize=100_000)
def _best(text: str) -> tuple[str, ...]:
    """Give the readings ('' is Unicode) under which most words are syllables."""
    if is_unicode(text):
        return ("",)
    scores = {kind: reads_as(text, kind)[1] for kind in ("", TCVN3, VNI)}
    top = max(scores.values())
    return tuple(kind for kind, score in scores.items() if score == top)


def prior_of(texts: Iterable[str]) -> str:
    """Give the reading that most of the texts which leave no doubt agree on."""
    sure = Counter(best[0] for best in map(_best, texts) if len(best) == 1)
    return max(sure, key=lambda kind: sure[kind]) if sure else ""


def kind_by_letters(text: str, prior: str) -> str:
    """Decide one text without a font: by its syllables, by the prior where they do not tell."""
    best = _best(text)
    return prior if prior in best else best[0]


def kind_by_font(text: str, font: str) -> str:
    """Decide one text whose font is known on a sheet where fonts do tell.

    The font rules, save where it is plainly not what the text was typed under: Unicode pasted into a
    cell of an old font, or old letters in a cell that was given a new font afterwards.
    """
    if is_unicode(text):
        return ""
    total, modern = reads_as(text, "")
    if font:
        return "" if modern == total and reads_as(text, font)[1] < total else font
    sure = [kind for kind in (TCVN3, VNI) if modern < total and reads_as(text, kind)[1] == total]
    return sure[0] if len(sure) == 1 and looks_legacy(text) else ""


def convert(text: str, kind: str) -> str:
    """Give the text in composed Unicode; kind '' only composes."""
    return CONVERTERS[kind](text) if kind else unicodedata.normalize("NFC", text)
