"""Hints: whether a sentence can tell an act of violence, by its words alone, before anything is parsed.

What belongs here: what the rules of reading ask for at the least, over the lemmas that words may have.  Not here: those rules
(nouns.py, verbs.py, violence.py), what to do with a hint (extract/screen.py).  A hint too many costs a parse, one too few a fact.
"""

from __future__ import annotations

from functools import cache
from itertools import chain

from pipelines.extract.forms import lemmas_in
from pipelines.extract.incidents.violence import IRREGULARS, UNMISTAKABLY_ARMED
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.lexicon import lexicon as load
from pipelines.extract.quantities.words import quantity_words

# A weak word of these kinds may be enough alone: who kills or shoots is known by the parse, and a blast needs nobody.
_ALONE = frozenset(("blast", "bomb", "grenade", "killing", "shooting"))
_TOLL = ("killed", "injured")


def may_tell_violence(text: str) -> bool:
    """Whether the words of a sentence can name an act of violence."""
    lemmas = frozenset(chain.from_iterable(lemmas_in(text)))
    if lemmas & _enough() or (lemmas & _casualties() and lemmas & _telling_of_the_dead()):
        return True
    if any(_has_company(word, lemmas) for word in lemmas & _weak()):
        return True
    return bool(lemmas & _company()) and any(lemmas.issuperset(phrase) for phrase in _phrases())


def _has_company(word: str, lemmas: frozenset[str]) -> bool:
    """Whether a weak word stands beside what makes it violence; a word of many senses, beside what is asked of it."""
    words = lexicon()
    company = _company() | words.modifiers.keys() if word in words.modified_nouns else _company()
    return bool(lemmas & (words.company.get(word) or company) - {word})


def counts_victims(text: str) -> bool:
    """Whether a sentence has a word for dead or injured: it may add to what another one tells."""
    return any(lemmas & _casualties() for lemmas in lemmas_in(text))


@cache
def _enough() -> frozenset[str]:
    """Words that name violence in any company, as far as words can say."""
    words = lexicon()
    weak = chain(words.weak_nouns.items(), words.weak_verbs.items())
    alone = {word for word, kind in weak if kind in _ALONE} - words.company.keys()
    return frozenset(chain(words.strong_nouns, words.strong_verbs, alone))


@cache
def _weak() -> frozenset[str]:
    words = lexicon()
    return frozenset(chain(words.weak_nouns, words.weak_verbs)) - _enough()


@cache
def _company() -> frozenset[str]:
    """Words that make a weak one tell violence: casualties, those in arms, weapons, and who answers for it."""
    words = lexicon()
    return frozenset(
        chain(_casualties(), words.armed, UNMISTAKABLY_ARMED, words.violent_modifiers, _weapons(), ["responsibility"])
    )


@cache
def _telling_of_the_dead() -> frozenset[str]:
    """Words that make the dead and injured those of violence, where no other word names it."""
    return _weapons() | IRREGULARS | lexicon().shots


@cache
def _weapons() -> frozenset[str]:
    return frozenset(word for listed in load("incident.yml")["means"].values() for word in listed if " " not in word)


@cache
def _casualties() -> frozenset[str]:
    words = quantity_words()
    tables = (words.transitive, words.intransitive, words.states, words.nouns)
    return frozenset(word for table in tables for word, effect in table.items() if effect in _TOLL)


@cache
def _phrases() -> tuple[frozenset[str], ...]:
    return tuple(frozenset((verb, *rest)) for verb, listed in lexicon().phrases.items() for rest, _ in listed)
