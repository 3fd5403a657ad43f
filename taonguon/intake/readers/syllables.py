"""Whether a word may be a Vietnamese syllable: the measure by which old letters are told from new.

The rhymes are those of the school primer plus the few of minority names (Moọc, Loòng). Tones are
checked where spelling binds them: a rhyme closed by c, ch, p or t has only sắc or nặng.
"""

import re
import unicodedata
from functools import lru_cache

_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich im in ing inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
uy uya uych uyên uyêt uynh uyt uyp uyu
ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y ych yêm yên yêng yêt yêu ynh yp yt yu
"""
_ONSETS = "b ch c d đ gh gi g h kh k l m ngh ng nh n ph p qu q r s th tr t v x"
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_SYLLABLE = re.compile(
    f"(?:{_ONSETS.replace(' ', '|')})?(?:{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})|g(?:i|in|iêng)"
)
_STOPPED = re.compile(r"(?:c|ch|p|t)\Z")
_STOP_TONES = ("\u0301", "\u0323")
_VOWELS = frozenset("aăâeêioôơuưy")
_LETTERS = frozenset("abcdđeghiklmnopqrstuvxyăâêôơư")


@lru_cache(maxsize=100_000)
def is_syllable(word: str) -> bool:
    """Say whether the word can be read as one Vietnamese syllable or as initials such as 'ĐTN'.

    >>> is_syllable("huyện"), is_syllable("huyÖn")
    (True, False)
    """
    spread = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in spread if ord(c) in _TONES]
    base = unicodedata.normalize("NFC", spread.translate(_TONES))
    if len(tones) > 1 or not _LETTERS.issuperset(base):
        return False
    if _VOWELS.isdisjoint(base):
        return not tones
    if not _SYLLABLE.fullmatch(base):
        return False
    return not _STOPPED.search(base) or bool(tones and tones[0] in _STOP_TONES)
