"""Quantities of people and things: bounds, approximation, what is counted and what happened to it.

What belongs here: reading one number in its clause; a person named or told in the singular counts one where the clause
says what happened to that person.  Not here: values of number words (numerals.py), which event a count belongs to and
how tolls merge (incidents/tolls.py).  Knowledge is data: lexicon/quantity.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from pipelines.extract.document import Document
from pipelines.extract.quantities.effects import effect_beside, effect_on
from pipelines.extract.quantities.numerals import Numeral, numerals
from pipelines.extract.quantities.words import Approximator, Effect, Unit, is_age_as_person, is_person_noun
from pipelines.extract.quantities.words import quantity_words as _words

_NOMINAL = frozenset(("NOUN", "PROPN"))
_DETERMINING = frozenset(("det", "amod", "compound", "neg", "nummod"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """One count at characters [start, end) of the article's text ("at least four civilians").

    number_start, number_end: the number alone, with its approximator ("at least four").
    low, high: bounds as data-model.md reads vague words; high None where open.  best: None where only a bound is known.
    noun: lemma of what is counted ("civilian"), None where elliptic ("killed 10").
    effect: what happened to the counted, None where the clause does not say.  effect_at: offset of the word that says it.
    is_cumulative: a running total ("since 2023", "so far").  is_revision: "rose to 31".
    part_of: index (in the returned list) of the quantity it is a subset of ("14, including six attackers").
    is_attackers: the counted are those who attacked ("six attackers").  is_civilian: the noun says they are civilians.
    is_hit: "injured" only says that they were shot: some of them may be dead.
    unit: what one of them is: individuals, families, or things.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: int | None
    best: int | None
    high: int | None
    approximator: Approximator
    noun: str | None
    unit: Unit
    effect: Effect | None
    effect_at: int | None
    is_cumulative: bool = False
    is_revision: bool = False
    part_of: int | None = None
    is_attackers: bool = False
    is_civilian: bool = False
    is_hit: bool = False
    rule: str = ""


def find_quantities(document: Document) -> list[Quantity]:
    """Every count of people or things of the article, in order of start."""
    doc = document.doc
    read: list[tuple[Quantity, Token]] = []
    taken: set[int] = set()
    for numeral in numerals(doc):
        found = _counted(doc, numeral)
        if found is not None:
            read.append(found)
            taken.update((found[1].i, numeral.last))
    read += _singulars(doc, taken)
    read.sort(key=lambda item: (item[0].start, item[0].end))
    return _with_parts(document, _with_shared_effects(document, read))


# --- numbers -----------------------------------------------------------------------------------------------------


_JOINT = re.compile(r"\s*(?:,|and|,\s*and|&|or)\s*", re.IGNORECASE)


def _with_shared_effects(document: Document, read: list[tuple[Quantity, Token]]) -> list[tuple[Quantity, Token]]:
    """In a list the last count says what happened to all ("19 militants, three soldiers die")."""
    out = list(read)
    for index in range(len(out) - 2, -1, -1):
        quantity, head = out[index]
        following = out[index + 1][0]
        is_open = quantity.effect is None and quantity.unit == "individuals"
        is_listed = bool(_JOINT.fullmatch(document.text[quantity.end : following.start]))
        if is_open and is_listed and following.effect in ("killed", "injured"):
            shared = replace(quantity, effect=following.effect, effect_at=following.effect_at, is_hit=following.is_hit)
            out[index] = (shared, head)
    return out


def _counted(doc: Doc, numeral: Numeral) -> tuple[Quantity, Token] | None:
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
    words = _words()
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
            is_hit=_is_hit(effect, source),
            rule="number",
        ),
        head,
    )


def _is_hit(effect: Effect | None, source: Token | None) -> bool:
    """Whether the word behind an injury is a shot or its wound, which leaves open who lived."""
    if effect != "injured" or source is None:
        return False
    if {source.lemma_.lower(), source.lower_} & (_words().shooting | _words().striking):
        return True
    return source.pos_ != "ADJ" and any(child.lower_ == "gunshot" for child in source.subtree)


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


# What stands right before a number of money, an address, a clause or an age.
_BEFORE_NO_COUNT = frozenset(
    ("$", "£", "€", "#", "No", "No.", "Rs", "Rs.", ".", "/", "§", "Flight", "Route", "age", "Image")
)


def _is_no_count(doc: Doc, numeral: Numeral, last: Token, head: Token) -> bool:
    """Ages, dates, money, measures, addresses, ordinals."""
    words = _words()
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
        if following.like_num and following.lower_ not in _words().states:
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
    return any(f" {phrase} " in text for phrase in _words().cumulative) and clause.sent == sentence


# --- one person, told in the singular ----------------------------------------------------------------------------


_ONE_PERSON = frozenset(("he", "she", "him", "her"))


def _singulars(doc: Doc, taken: set[int]) -> Iterator[tuple[Quantity, Token]]:
    """A person told in the singular, or nobody at all, where the clause says what happened."""
    words = _words()
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
    words = _words()
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
        is_hit=_is_hit(effect, source),
        rule=rule,
    )


# --- parts of a whole --------------------------------------------------------------------------------------------


def _with_parts(document: Document, read: list[tuple[Quantity, Token]]) -> list[Quantity]:
    """Mark counts that only break down another of the sentence ("14, including six attackers", "one of the seven")."""
    out: list[Quantity] = []
    for index, (quantity, head) in enumerate(read):
        following = read[index + 1] if index + 1 < len(read) else None
        if following is not None and _is_share(document, quantity, following[0]):
            out.append(replace(quantity, part_of=index + 1))
            continue
        if out and out[-1].part_of == index and quantity.effect is None and out[-1].effect_at == quantity.end + 1:
            # "one of the seven shot": the parser gives the verb to the share alone.
            quantity = replace(quantity, effect=out[-1].effect, effect_at=out[-1].effect_at, is_hit=out[-1].is_hit)
        whole = next(
            (
                index
                for index in range(len(out) - 1, -1, -1)
                if out[index].part_of is None and _opens_part(document, out[index], quantity, head)
            ),
            None,
        )
        if whole is None:
            out.append(quantity)
            continue
        effect = quantity.effect or out[whole].effect
        out.append(
            replace(quantity, part_of=whole, effect=effect, effect_at=quantity.effect_at or out[whole].effect_at)
        )
    return out


_SHARE_OF = re.compile(r"\s+of(?:\s+(?:the|these|those|its|his|her|their))?\s+", re.IGNORECASE)
_SHARE_AMONG = re.compile(r"\s+among(?:\s+(?:the|these|those|its|his|her|their))?\s+", re.IGNORECASE)


def _is_share(document: Document, part: Quantity, whole: Quantity) -> bool:
    """Whether one count is a share of the next ("one of the seven people shot", "two officers among five killed")."""
    text = document.text
    of = _SHARE_OF.fullmatch(text[part.number_end : whole.number_start])
    among = _SHARE_AMONG.fullmatch(text[part.end : whole.number_start])
    return bool(of or among) and (part.low or 0) < (whole.low or 0)


def _opens_part(document: Document, whole: Quantity, part: Quantity, head: Token) -> bool:
    if whole.end > part.start or document.sentence_at(whole.start) != document.sentence_at(part.start):
        return False
    between = " ".join(document.text[whole.end : part.start].lower().split())
    openers = _words().subset_openers
    tail = document.text[part.number_start : part.end].lower() + " " + document.text[part.end : part.end + 9].lower()
    if " of them" in tail or " of whom" in tail:
        return True
    if whole.high is not None and part.low is not None and part.low > whole.high:
        return False
    if "other" in tail.split() or "others" in tail.split():
        return False
    # What follows "including" up to the next verb of the sentence is a list of parts.
    for opener in openers:
        at = between.rfind(opener)
        if at >= 0 and not any(
            t.pos_ == "VERB" and t.dep_ != "prep" and t.lower_ not in ("including", "comprising") and t.tag_ != "VBN"
            for t in _tokens_between(head, whole.end + at + len(opener), part.start)
        ):
            return True
    return False


def _tokens_between(head: Token, start: int, end: int) -> Iterator[Token]:
    return (t for t in head.sent if start <= t.idx < end)
