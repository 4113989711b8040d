"""Names of places levelled for comparison: one key for `Sana'a` and `SANAA`, `St. Louis` and `Saint Louis`.

What belongs here: spelling only.  Not here: tables (gazetteer.py) or meaning (find.py).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ə": "a", "æ": "ae", "œ": "oe", "&": " and ", "-": " ", "–": " ", "—": " "}
    | dict.fromkeys("'’‘`´ʻʼʿʾ.,\u200b\u200c", "")
)
_LONG = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point"}
_WORD = re.compile(r"[^\s/()\[\]\"“”]+")
# Marks of scholarly transliteration, which news never prints: macron, dots, and the turned commas of Arabic.
_SCHOLARLY = {"\u0304", "\u0323", "\u0331", "\u032e", "\u0332"}
_DIGIT = re.compile(r"\d")
_CEDILLA = "\u0327"


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The name without case, accents, points and apostrophes, hyphens as spaces, `St.` as `Saint`, no leading `the`."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    words = [_LONG.get(word, word) for word in _WORD.findall(plain.translate(_LETTERS))]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@lru_cache(maxsize=65536)
def name_key(folded: str) -> int:
    """63 bits of a hash of a levelled name, the same on every machine: what the index of names is sorted by."""
    return int.from_bytes(hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def plain_name(name: str) -> str:
    """The name as news prints it: `Khōst` is Khost, `Ḩalab` is Halab, but `São Paulo` and `Besançon` keep their marks."""
    if name.isascii():
        return name
    kept = "".join(
        mark
        for base, mark in pairwise(" " + unicodedata.normalize("NFD", name))
        if mark not in _SCHOLARLY and not (mark == _CEDILLA and base not in "cC")
    )
    return unicodedata.normalize("NFC", kept).replace("‘", "").replace("’", "'").replace("ʻ", "")


def is_printable_alias(name: str) -> bool:
    """Whether an alternate name could stand in English news: plain letters, a capital first, no code, no transcript."""
    return len(name) > 3 and name.isascii() and name[0].isupper() and not name.isupper() and not _DIGIT.search(name)
