"""Counts by number: what a number counts, and what happened to it.

What belongs here: the noun of a number, and numbers that count nothing (ages, dates, money, addresses).  Not here: values of number
words (numerals.py), what a clause says happened (effects.py), persons told in the singular (singulars.py).
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from pipelines.extract.quantities.effects import effect_beside, effect_on
from pipelines.extract.quantities.model import Quantity
from pipelines.extract.quantities.numerals import Numeral
from pipelines.extract.quantities.words import Effect, Unit, is_person_noun, quantity_words

_NOMINAL = frozenset(("NOUN", "PROPN"))
# What stands right before a number of money, an address, a clause or an age.
_BEFORE_NO_COUNT = frozenset(
    ("$", "£", "€", "#", "No", "No.", "Rs", "Rs.", ".", "/", "§", "Flight", "Route", "age", "Image")
)


def counted(doc: Doc, numeral: Numeral) -> tuple[Quantity, Token] | None:
    """The count a numeral makes, with the head of what is counted; None where it counts neither people nor things."""
    last = doc[numeral.last]
    head = _noun_of(last)
    if head.i == last.i and numeral.first < numeral.last:
        # "between 25 and 30 militants": the noun hangs on the first of the two.
        head = _noun_of(doc[numeral.first])
        head = last if head.i == numeral.first else head
    if numeral.approximator == "several" and head is not last and head.tag_ == "NN" and head.lower_ != "people":
        # "a multiple murder" counts nobody.
        return None
    is_nobody = last.lower_ == "one" and last.i > 0 and last.nbor(-1).lower_ == "no"
    if is_nobody or _is_no_count(doc, numeral, last, head):
        return None
    # "One of two men shot has died": the share has a clause of its own.
    effect, source = effect_on(last) if last.i < head.i and head.head.head == last else (None, None)
    if effect is None:
        effect, source = effect_on(head)
    if effect is None:
        effect, source = effect_beside(doc, numeral.opens, doc[max(head.i, numeral.last)])
    if effect is None and head.i != last.i:
        effect, source = effect_beside(doc, numeral.opens, last)
    noun = None if head.i == last.i else head.lemma_.lower()
    if (noun is None and effect is None) or noun == "wound":
        return None
    end_token = max(head.i, last.i) if 0 <= head.i - last.i <= 6 else last.i
    words = quantity_words()
    unit: Unit = "families" if noun in words.families else "things" if noun in words.things else "individuals"
    first = doc[numeral.opens]
    return (
        Quantity(
            start=first.idx,
            end=doc[end_token].idx + len(doc[end_token].text),
            number_start=first.idx,
            number_end=last.idx + len(last.text),
            low=numeral.low,
            best=numeral.best,
            high=numeral.high,
            approximator=numeral.approximator,
            noun=noun,
            unit=unit,
            effect=effect,
            effect_at=source.idx if source is not None else None,
            is_cumulative=_is_cumulative(head),
            is_revision=source is not None and source.lemma_.lower() in words.rising,
            is_attackers=noun in words.attackers,
            is_civilian=noun in words.civilians,
            is_hit=is_hit(effect, source),
            rule="number",
        ),
        head,
    )


def _noun_of(token: Token) -> Token:
    """The noun a number counts: what it modifies, through "dozens of people", "two of the men"; itself where elliptic."""
    if _is_verb_of_headline(token.head):
        return token
    is_modifier = token.dep_ in ("nummod", "amod", "det", "quantmod", "compound", "nmod")
    if is_modifier and token.head.pos_ in _NOMINAL and token.head.i > token.i:
        return _outermost(token.head)
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            noun = next((c for c in child.children if c.dep_ == "pobj"), None)
            if noun is not None and noun.pos_ in _NOMINAL:
                return noun
    if token.head.dep_ in ("nummod", "quantmod") and token.head.i > token.i:
        return _noun_of(token.head)
    return token


def _is_verb_of_headline(noun: Token) -> bool:
    """A verb that the parser takes for what is counted ("Three die in blast", "Four shot dead")."""
    following = noun.nbor().lower_ if noun.i + 1 < len(noun.doc) else ""
    return noun.pos_ in _NOMINAL and (noun.lower_ in ("die", "dies") or (noun.lower_, following) == ("shot", "dead"))


def _outermost(noun: Token) -> Token:
    while noun.dep_ == "compound" and noun.head.i > noun.i and noun.head.pos_ in _NOMINAL:
        noun = noun.head
    return noun


def _is_no_count(doc: Doc, numeral: Numeral, last: Token, head: Token) -> bool:
    """Ages, dates, money, measures, addresses, ordinals."""
    words = quantity_words()
    first = doc[numeral.first]
    following = doc[last.i + 1] if last.i + 1 < len(doc) else None
    before = doc[first.i - 1] if first.i else None
    if head.lemma_.lower() in words.measures or head.lower_ in words.measures:
        return True
    if following is not None and following.sent == last.sent:
        if following.lower_ in words.measures or following.lemma_.lower() in words.measures:
            return True
        if following.lower_ in ("-", "–") and last.i + 2 < len(doc) and not following.whitespace_:
            return True
        if following.text in (":", "/") and not last.whitespace_ and not following.whitespace_:
            return True
        if following.like_num and following.lower_ not in quantity_words().states:
            return True
    if before is not None and before.sent == first.sent:
        if before.text in _BEFORE_NO_COUNT or (before.text == ":" and not before.whitespace_):
            return True
        if before.pos_ == "PROPN" and before.ent_type_ == "DATE":
            return True
        if before.lower_ in ("-", "–") and not before.whitespace_ and first.i > 1 and not doc[first.i - 2].whitespace_:
            return True
    if _is_listed_age(first) or (before is not None and before.lower_ == "both" and first.is_digit):
        return True
    if first.is_digit and first.i == last.i:
        is_plural = head is not last and head.tag_ in ("NNS", "NNPS")
        if not is_plural and 1900 <= int(first.text[:9]) <= 2100:
            return True
        if _is_age(doc, last):
            return True
    return (
        last.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "ORDINAL")
        and head is last
        and effect_on(last)[0] is None
    )


def _is_listed_age(number: Token) -> bool:
    """ "children aged 3, 5 and 9", "between ages 12 and 16", "two boys, 15 and 16,"."""
    doc, at = number.doc, number.i - 1
    while at > number.sent.start and (doc[at].like_num or doc[at].lower_ in (",", "and", "to", "or", "between")):
        at -= 1
    if at < 0 or doc[at].lower_ in ("aged", "ages"):
        return at >= 0
    is_apposed = doc[at + 1].text == "," and number.is_digit and number.nbor(-1).lower_ == "and"
    return is_apposed and is_person_noun(doc[at]) and number.i + 1 < len(doc) and number.nbor().is_punct


def _is_age(doc: Doc, number: Token) -> bool:
    """ "Doe, 34," — a number of two digits between commas after a name."""
    if not 0 < number.i < len(doc) or len(number.text) > 3:
        return False
    before = doc[number.i - 1]
    after = doc[number.i + 1] if number.i + 1 < len(doc) else None
    is_closed = (
        after is None or after.text in (",", ".", ";", ")") or after.lower_ in ("of", "was", "and", "were", "died")
    )
    named = doc[number.i - 2] if number.i > 1 else None
    return before.text == "," and named is not None and is_closed and (named.pos_ == "PROPN" or is_person_noun(named))


def _is_cumulative(head: Token) -> bool:
    clause = head
    while clause.pos_ not in ("VERB", "AUX") and clause.dep_ != "ROOT":
        clause = clause.head
    sentence = head.sent
    text = " " + " ".join(t.lower_ for t in sentence) + " "
    return any(f" {phrase} " in text for phrase in quantity_words().cumulative) and clause.sent == sentence


def is_hit(effect: Effect | None, source: Token | None) -> bool:
    """Whether the word behind an injury is a shot or its wound, which leaves open who lived."""
    if effect != "injured" or source is None:
        return False
    if {source.lemma_.lower(), source.lower_} & (quantity_words().shooting | quantity_words().striking):
        return True
    return source.pos_ != "ADJ" and any(child.lower_ == "gunshot" for child in source.subtree)
