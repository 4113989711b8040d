"""Forms: which lemmas a word may be a form of, before anything is parsed.

What belongs here: words of a text, and their possible lemmas by the tables of the language model.  Not here: which lemma a word
has in its sentence (document.py), what the lemmas mean (each reader's words).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import cast

from spacy.pipeline import Lemmatizer

from pipelines.extract.document import language_model

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
# Words of a long archive are many, and most of them rare; what is longer than these letters is none.
_REMEMBERED = 50_000
_LONGEST = 60


def lemmas_in(text: str) -> Iterator[frozenset[str]]:
    """Of each word, in lower case, the lemmas it may have; of a compound, also those of its parts."""
    for word in _WORD.findall(text.lower()):
        if len(word) > _LONGEST:
            continue
        yield lemmas_of(word)
        if "-" in word:
            yield from map(lemmas_of, word.split("-"))


@lru_cache(_REMEMBERED)
def lemmas_of(form: str) -> frozenset[str]:
    """Every lemma that a word in lower case may have as a noun or a verb, and the word itself."""
    found = {form}
    for exceptions, endings in _tables():
        found.update(exceptions.get(form, ()))
        found.update(form[: len(form) - len(old)] + new for old, new in endings if form.endswith(old))
    return frozenset(found)


@cache
def _tables() -> list[tuple[dict[str, list[str]], list[list[str]]]]:
    """Exceptions and rules of the model's lemmatizer for nouns and verbs."""
    tables = cast("Lemmatizer", language_model().get_pipe("lemmatizer")).lookups
    exceptions, endings = tables.get_table("lemma_exc"), tables.get_table("lemma_rules")
    return [(dict(exceptions.get(pos, {})), endings.get(pos, [])) for pos in ("noun", "verb")]
