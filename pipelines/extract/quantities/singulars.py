"""Counts without a number: one person told in the singular, or nobody, where the clause says what happened.

What belongs here: names, pronouns, nouns in the singular, "nobody".  Not here: numbers (counted.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipelines.extract.quantities.counted import is_hit
from pipelines.extract.quantities.effects import effect_beside, effect_on
from pipelines.extract.quantities.model import Quantity
from pipelines.extract.quantities.words import Effect, is_age_as_person, is_person_noun, quantity_words

_DETERMINING = frozenset(("det", "amod", "compound", "neg", "nummod"))
_ONE_PERSON = frozenset(("he", "she", "him", "her"))


def singulars(doc: Doc, taken: set[int]) -> Iterator[tuple[Quantity, Token]]:
    """A person told in the singular, or nobody at all, where the clause says what happened."""
    words = quantity_words()
    for token in doc:
        if token.i in taken or token.dep_ in ("compound", "amod", "nummod"):
            continue
        is_name = token.pos_ == "PROPN" and token.ent_type_ == "PERSON"
        is_pronoun = token.tag_ == "PRP" and token.lower_ in _ONE_PERSON
        is_age = is_age_as_person(token)
        is_noun = is_age or token.tag_ == "NN" or (token.tag_ == "NNP" and not is_name and is_person_noun(token))
        is_national = token.ent_type_ == "NORP" and token.tag_ in ("NN", "NNP")
        is_nobody = token.lower_ in ("nobody", "no-one") or (
            token.lower_ == "one" and any(c.lower_ == "no" for c in token.children)
        )
        is_none = token.pos_ == "NOUN" and any(c.lower_ == "no" and c.dep_ in ("det", "neg") for c in token.children)
        if not (is_name or is_noun or is_national or is_pronoun or is_nobody or is_none):
            continue
        effect, source = effect_on(token)
        if effect is None and (is_name or is_person_noun(token)):
            start = min((c.i for c in token.children if c.i < token.i and c.dep_ in _DETERMINING), default=token.i)
            effect, source = effect_beside(doc, start, token)
        if effect not in ("killed", "injured", "abducted") or source is None:
            continue
        is_effect_noun = source.i == token.i
        if is_none or is_nobody:
            if (
                not is_effect_noun
                and not is_nobody
                and token.lemma_.lower() not in ("people", "person", "one", "casualty")
            ):
                continue
            yield _single(token, effect, source, 0, "nobody"), token
            continue
        if is_effect_noun or token.lemma_.lower() in words.things or token.lemma_.lower() in words.measures:
            continue
        if not (is_name or is_national or is_pronoun or is_age or is_person_noun(token)):
            continue
        if any(
            c.dep_ == "nummod" or (c.dep_ in ("det", "amod") and c.lower_ in ("all", "both", "every", "many", "any"))
            for c in token.children
        ):
            continue
        yield _single(token, effect, source, 1, "name" if is_name else "pronoun" if is_pronoun else "singular"), token


def _single(token: Token, effect: Effect, source: Token, count: int, rule: str) -> Quantity:
    words = quantity_words()
    span = [
        t
        for t in token.subtree
        if t.dep_ in ("det", "amod", "compound", "neg", "nummod") and t.head == token and t.i < token.i
    ]
    first = min(span, key=lambda t: t.i, default=token)
    noun = token.lemma_.lower()
    return Quantity(
        start=first.idx,
        end=token.idx + len(token.text),
        number_start=first.idx,
        number_end=token.idx + len(token.text),
        low=count,
        best=count,
        high=count,
        approximator="exact",
        noun=noun,
        unit="individuals",
        effect=effect,
        effect_at=source.idx,
        is_attackers=noun in words.attackers,
        is_civilian=noun in words.civilians,
        is_hit=is_hit(effect, source),
        rule=rule,
    )
