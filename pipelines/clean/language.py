"""In which language an article is written: by its words where it has enough of them, else as delivered.

What belongs here: that choice, and which languages are read.  Not here: reading (extract/).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from py3langid.langid import MODEL_FILE, LanguageIdentifier

Origin = Literal["text", "metadata", "none"]

READ = "en"
# Shorter texts are names more than words.
_ENOUGH_LETTERS = 100
# Neighbours (Malay, Indonesian; Arabic, Egyptian) share the probability between them.
_MOST_SURE, _NOT_ENGLISH = 0.5, 0.001
# The identifier reads the opening; an article does not change its language.
_OPENING = 2000
_LETTERS = re.compile(r"[^\W\d_]+")
# A sixth of the words of English prose are these, and none of them is common in another language.  A text that holds
# a good share of them is English however many foreign names stand in it.
_ENGLISH = frozenset("the of and to with that was were has have from by been which said who their this after".split())
_ENGLISH_SHARE = 0.08
# A headline, a bulletin in key words: not enough to say that it is another language.
_MOST_LIKELY = 0.03
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Language:
    """`tag`: BCP 47, null where nothing says it; `origin`: whether the text or its metadata did."""

    tag: str | None
    origin: Origin

    @property
    def is_read(self) -> bool:
        """Whether articles in it are read: English, and what may be English."""
        return self.tag is None or self.tag.split("-")[0] == READ


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str, delivered: str | None) -> Language:
    """The language of a text; `delivered` is what its metadata says."""
    tag = _tag(delivered)
    opening = text[:_OPENING]
    words = _LETTERS.findall(opening)
    share = sum(word.lower() in _ENGLISH for word in words) / len(words) if words else 0.0
    if share >= _ENGLISH_SHARE and sum(map(len, words)) >= _ENOUGH_LETTERS:
        # "en-GB" says more than "en".
        return Language(tag, "metadata") if tag and tag.split("-")[0] == READ else Language(READ, "text")
    if sum(map(len, words)) < _ENOUGH_LETTERS or share > _MOST_LIKELY:
        return Language(tag, "metadata") if tag else Language(None, "none")
    chances = dict(_identifier().rank(opening))
    found = max(chances, key=chances.__getitem__)
    if chances[found] < _MOST_SURE or chances[READ] > _NOT_ENGLISH:
        return Language(tag, "metadata" if tag else "none")
    return Language(tag, "metadata") if tag and tag.split("-")[0] == found else Language(found, "text")


def _tag(delivered: str | None) -> str | None:
    """The delivered tag in its usual form, where it is one ("en_us" is en-US)."""
    if delivered is None or not _TAG.fullmatch(delivered.strip()):
        return None
    first, *rest = re.split("[-_]", delivered.strip())
    return "-".join((first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)))
