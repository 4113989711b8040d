"""The words of a fact, by which it is compared with facts that other articles tell.

What belongs here: which words of an article stand for which of its facts, and in which form.  Not here: what a word
weighs and how alike two facts are (dbt: int_incidents__worded, int_incidents__paired).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer
from spacy.lang.en.stop_words import STOP_WORDS

from pipelines.extract.document import Document

# Enough to tell one event from another; a longer list adds what all news of a beat shares.
MOST = 64
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")


def words_of_article(document: Document) -> Counter[str]:
    """Stems of the headline and of every sentence that is not boilerplate: the words of the article's main fact."""
    text = document.text
    told = (text[s.start : s.end] for s in document.sentences if not s.is_boilerplate)
    return _counted((document.article.title or "", *told))


def words_of_sentences(document: Document, spans: Iterable[tuple[int, int]]) -> Counter[str]:
    """Stems of some stretches of the text: the words of a fact that the article tells beside its main one."""
    return _counted(document.text[start:end] for start, end in dict.fromkeys(spans))


def _counted(texts: Iterable[str]) -> Counter[str]:
    """The most frequent stems, those told first where counts are equal."""
    counts = Counter(
        _stem(word)
        for text in texts
        for word in (_POSSESSIVE.sub("", match) for match in _WORD.findall(text.lower()))
        if len(word) > 1 and word not in STOP_WORDS
    )
    return Counter(dict(counts.most_common(MOST)))


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


_STEMMER = snowballstemmer.stemmer("english")
