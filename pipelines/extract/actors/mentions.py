"""Phrases that name an actor: aliases, persons with their titles, governments, bodies, collectives.

What belongs here: one phrase at a time, read with the tables.  Not here: who "he" or "the army" is (reference.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Span, Token

from pipelines.extract.actors.model import Actor, ActorKind
from pipelines.extract.actors.tables import (
    Known,
    Named,
    NounClass,
    body_of,
    government,
    known_actor,
    known_actors,
    names_in,
    noun_classes,
    role_on,
    standing_for,
)
from pipelines.extract.attribution.words import people_nouns, reporting
from pipelines.extract.document import Document
from pipelines.extract.places.find import Place

# A country after one of these is where something is, not who does something.
_LOCATIVE = frozenset(
    [
        "in",
        "into",
        "inside",
        "across",
        "throughout",
        "around",
        "near",
        "at",
        "within",
        "outside",
        "onto",
        "through",
        "via",
        "beyond",
        "over",
        "toward",
        "towards",
    ]
)
_DIRECTIONAL = frozenset(["to", "from", "of"])
# Words that belong to the counting of a phrase, not to the name of what it counts.
_COUNTING = frozenset(("det", "nummod", "predet", "quantmod", "punct", "cc", "preconj", "advmod"))
_HONORIFICS = frozenset(
    [
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "dr",
        "dr.",
        "sen",
        "sen.",
        "rep",
        "rep.",
        "gov",
        "gov.",
        "gen",
        "gen.",
        "lt",
        "lt.",
        "col",
        "col.",
        "maj",
        "maj.",
        "sgt",
        "sgt.",
        "capt",
        "capt.",
        "prof",
        "prof.",
        "sheikh",
        "mullah",
        "mawlawi",
        "maulana",
        "imam",
        "ayatollah",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "rev.",
        "adm",
        "adm.",
        "brig",
        "brig.",
    ]
)
# As a modifier ("police operation", "militant attacks") only the armed and the governing act.
_ACTING_CLASSES = frozenset(("military", "forces", "police", "rebel", "attacker", "militia", "government"))
# What the people of one of these classes do, the group they belong to does.
_MEMBERS = frozenset(("rebel", "attacker", "militia", "forces", "organization"))
# Those who are nobody unless the text says where they are from.
_NAMELESS = frozenset(("official", "source", "negotiation_side"))
_LINKS_TO_BODY = frozenset(("of", "for", "from", "with"))


@dataclass(frozen=True, slots=True)
class Context:
    """The article being read: names of the tables by the index of each token they cover."""

    doc: Doc
    text: str
    day: date | None
    names: dict[int, Named]
    place_tokens: frozenset[int]


def context_of(document: Document, places: Iterable[Place]) -> Context:
    """Prepare an article: match the tables' names once."""
    doc = document.doc
    names: dict[int, Named] = {}
    # spaCy joins the tokens anew at every `doc.text`.
    text = doc.text
    for named in names_in(text):
        for token in _tokens(doc, named.start, named.end):
            names.setdefault(token.i, named)
    for place in places:
        if place.iso3 and (place.is_actor or _stands_for_government(doc, place)):
            named = Named(place.start, place.end, "country", place.iso3)
            for token in _tokens(doc, place.start, place.end):
                names.setdefault(token.i, named)
    placed = {t.i for p in places if p.place_id for t in _tokens(doc, p.start, p.end)}
    return Context(doc, text, document.article.published, names, frozenset(placed))


def _stands_for_government(doc: Doc, place: Place) -> bool:
    """Whether a capital speaks ("Kabul denies") or owns people ("Islamabad's team"), so that it means a government."""
    if place.feature_code != "PPLC":
        return False
    words = reporting()
    for token in _tokens(doc, place.start, place.end):
        if token.dep_ == "nsubj" and token.head.lemma_ in words.clause | words.object | words.infinitive:
            return True
        if token.dep_ == "poss" and token.head.lemma_.lower() in people_nouns():
            return True
    return False


def phrases(context: Context) -> list[Actor]:
    """Every actor the article names by a name, a title or a noun: the better reading where two overlap, in order."""
    found: list[tuple[int, Actor]] = []
    for chunk in context.doc.noun_chunks:
        found += _read_chunk(context, chunk)
    found += ((4, actor) for actor in _stray_names(context))
    return _without_overlaps(found)


def _without_overlaps(found: list[tuple[int, Actor]]) -> list[Actor]:
    kept: list[Actor] = []
    taken: set[int] = set()
    for _, actor in sorted(found, key=lambda f: (f[0], f[1].start - f[1].end)):
        span = range(actor.start, actor.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(actor)
    return sorted(kept, key=lambda a: a.start)


def _read_chunk(context: Context, chunk: Span) -> Iterator[tuple[int, Actor]]:
    """Readings of one noun phrase with their rank: the phrase as a whole, else the names and nouns that modify it."""
    root = chunk.root
    named = context.names.get(root.i)
    person = _person_tokens(context, chunk)
    if person:
        yield 0, person_from(context, chunk, person)
        return
    if named and named.what == "actor":
        yield 1, _from_known(context, named, root)
        return
    noun = _noun_class(root)
    if noun and not (root.pos_ == "PROPN" and root.ent_type_ in ("GPE", "LOC", "FAC", "WORK_OF_ART", "EVENT")):
        yield 1, _from_noun(context, chunk, *noun)
        return
    if named:
        actor = _from_country(context, named, root)
        if actor:
            yield 1, actor
        return
    if root.ent_type_ == "ORG" and root.pos_ == "PROPN" and not context.place_tokens.intersection([root.i]):
        yield 2, _from_org(context, chunk)
        return
    yield from ((3, actor) for actor in _modifiers(context, chunk))


# -- persons -----------------------------------------------------------------------------------------------------------


def _person_tokens(context: Context, chunk: Span) -> list[Token]:
    """The tokens of a personal name that ends this phrase; empty where it names no person."""
    root = chunk.root
    named = context.names.get(root.i)
    if named:
        known = known_actors().get(named.key) if named.what == "actor" else None
        return list(_tokens(context.doc, named.start, named.end)) if known and known.kind == "person" else []
    if root.pos_ not in ("PROPN", "NOUN", "ADJ") or not root.text[:1].isupper():
        return []
    tail: list[Token] = []
    for token in reversed(list(chunk)):
        if token.i > root.i and token.tag_ == "POS":
            continue
        if token.pos_ != "PROPN" and token.ent_type_ != "PERSON" and not (tail and token.text in ("-", "’", "'")):
            break
        if token.i in context.names or (_noun_class(token) and token.ent_type_ != "PERSON"):
            break
        tail.insert(0, token)
    while tail and tail[0].lower_ in _HONORIFICS:
        tail.pop(0)
    tail = [t for t in tail if not t.is_space]
    if not tail or not tail[0].text[:1].isalpha():
        return []
    before = context.doc[tail[0].i - 1] if tail[0].i > chunk.start else None
    titled = before is not None and (before.lower_ in _HONORIFICS or _is_role(before))
    if titled:
        return tail
    if not all(t.ent_type_ == "PERSON" for t in tail if t.text not in "-’'") and not _acts_as_person(chunk, tail):
        return []
    if len(tail) == 1 and tail[0].i in context.place_tokens:
        return []
    return [] if _is_heading(root.sent) else tail


def _is_heading(sentence: Span) -> bool:
    """Whether a sentence is a heading of its own line, where every word has a capital and none is a verb."""
    return len(sentence) > 2 and not any(
        t.pos_ in ("VERB", "AUX") or t.text == "." or (t.is_alpha and not t.is_stop and t.text[0].islower())
        for t in sentence
    )


def _acts_as_person(chunk: Span, name: list[Token]) -> bool:
    """Whether a bare proper name the model did not see as a person speaks, or has an office beside it."""
    root = chunk.root
    if chunk[0].dep_ == "det" or any(
        t.ent_type_ in ("GPE", "LOC", "NORP", "FAC", "DATE") or t.text.isupper() for t in name
    ):
        return False
    speaks = root.dep_ == "nsubj" and root.head.lemma_ in reporting().clause
    return (speaks and root.ent_type_ != "ORG") or any(c.dep_ == "appos" and _is_role(c) for c in root.children)


def person_from(context: Context, chunk: Span, name: list[Token]) -> Actor:
    """A person: the name, what title or apposition says of the office, and the dated roles of a known one."""
    before = context.doc[chunk.start : name[0].i]
    joint = max((t.i for t in before if t.dep_ == "cc" or t.text == ","), default=chunk.start - 1)
    title = [t for t in before if t.i > joint and t.dep_ != "det" and not t.is_punct]
    head = chunk.root
    words = context.text[name[0].idx : _end(name[-1])]
    named = context.names.get(name[-1].i)
    known = known_actors().get(named.key) if named else None
    office = _office(context, title) or _apposed_office(context, head)
    dated = role_on(known.actor_id, context.day) if known else None
    start = title[0].idx if title else name[0].idx
    affiliation = dated.affiliation_id if dated else office.affiliation_id if office else None
    boss = known_actor(affiliation) if affiliation else None
    return Actor(
        start=start,
        end=_end(name[-1]),
        text=context.text[start : _end(name[-1])],
        name=known.name if known else words,
        kind="person",
        actor_id=known.actor_id if known else None,
        iso3=(known.iso3 if known else None) or (office.iso3 if office else None) or (boss.iso3 if boss else None),
        sector=dated.sector if dated else office.sector if office else (known.sector if known else None),
        inter=dated.inter if dated else office.inter if office else (known.inter if known else None),
        role=(office.role if office else None) or (dated.role if dated else None),
        affiliation_id=affiliation,
        head=head.idx if chunk.start <= head.i < chunk.end else name[-1].idx,
        confidence=1.0 if known else 0.9 if len(name) > 1 or office else 0.6,
    )


@dataclass(frozen=True, slots=True)
class _Office:
    role: str
    iso3: str | None
    sector: str | None
    inter: int | None
    affiliation_id: str | None


def _office(context: Context, tokens: list[Token], holder: Token | None = None) -> _Office | None:
    """The office that the words before a name, or a phrase beside it, give their holder."""
    holder = holder or next((t for t in reversed(tokens) if _is_role(t)), None)
    if holder is None:
        return None
    found = _noun_class(holder)
    iso3, affiliation = _belonging(context, tokens)
    last_name = max((t.i for t in tokens if t.i in context.names and t.i < holder.i), default=-1)
    words = [t.text for t in tokens if last_name < t.i <= holder.i and t.tag_ != "POS" and t.dep_ != "det"]
    if affiliation is None and iso3:
        affiliation = government(iso3, context.day).actor_id
    boss = known_actor(affiliation) if affiliation else None
    noun = found[0] if found else None
    return _Office(
        role=" ".join(w if w.isupper() else w.lower() for w in words),
        iso3=iso3,
        sector=boss.sector if boss and boss.kind != "government" else noun.sector if noun else None,
        inter=boss.inter if boss else noun.inter if noun else None,
        affiliation_id=affiliation,
    )


def _apposed_office(context: Context, head: Token) -> _Office | None:
    """ "X, a spokesman for Y" and "the spokesman, X": the phrase beside the name."""
    beside = next((child for child in head.children if child.dep_ == "appos"), None)
    if beside is None and head.dep_ == "appos":
        beside = head.head
    if beside is None or not _is_role(beside):
        return None
    first, last = (
        (beside.left_edge.i, beside.i + 12) if beside.i > head.i else (beside.left_edge.i, head.left_edge.i - 1)
    )
    return _office(context, [t for t in beside.subtree if first <= t.i <= last], holder=beside)


# -- phrases by their noun ---------------------------------------------------------------------------------------------


def _noun_class(token: Token) -> tuple[NounClass, int] | None:
    """The class of the noun this token heads, and the index of the noun's first word."""
    entries = noun_classes().get(token.lemma_.lower())
    if not entries or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return None
    for noun, known in entries:
        words = noun.split()
        first = token.i - len(words) + 1
        if first >= 0 and all(
            want in (token.doc[first + k].lemma_.lower(), token.doc[first + k].lower_)
            for k, want in enumerate(words[:-1])
        ):
            return known, first
    return None


def _is_role(token: Token) -> bool:
    found = _noun_class(token)
    return bool(found and found[0].is_role) and token.tag_ in ("NN", "NNP", "NNPS", "NNS")


def _from_noun(context: Context, chunk: Span, noun: NounClass, first: int) -> Actor:
    """A phrase headed by a noun of the lexicon: a body of a country, a group's members, or its own words."""
    root = chunk.root
    inside = [t for t in chunk if t.i <= root.i]
    while inside and inside[0].i < first and _is_counting(inside[0]):
        inside.pop(0)
    iso3, affiliation = _belonging(context, [*inside, *_linked(root)])
    group = known_actors().get(affiliation) if affiliation else None
    start, end = inside[0].idx, _formal_end(root) if affiliation is None else _end(root)
    if noun.name in _NAMELESS and affiliation is None and iso3 is None:
        end = _origin_end(root)
    text = context.text[start:end]
    is_one = root.tag_ in ("NN", "NNP")
    kind: ActorKind = "person" if is_one and (noun.is_role or noun.name in ("attacker", "civilian")) else noun.kind
    body: Known | None = None
    if iso3 and affiliation is None:
        plain = noun.of_country and not _has_own_name(context, inside, first)
        body = body_of(iso3, noun.of_country, context.day) if plain and noun.of_country else None
        affiliation = (
            None if noun.inter != 1 or (body and body.kind == "government") else government(iso3, context.day).actor_id
        )
    elif group and group.kind == "armed_group" and noun.name in _MEMBERS:
        body, affiliation = group, None
    role = None
    if kind == "person" and noun.is_role:
        office = _office(context, inside)
        role = office.role if office else None
    return Actor(
        start=start,
        end=end,
        text=text,
        name=body.name if body else text,
        kind=body.kind if body else kind,
        actor_id=body.actor_id if body else None,
        iso3=iso3 or (group.iso3 if group else None),
        sector=group.sector if group and group.kind == "armed_group" and noun.is_role else noun.sector,
        inter=group.inter if group and group.kind == "armed_group" and (body or noun.is_role) else noun.inter,
        role=role,
        affiliation_id=affiliation,
        head=root.idx,
        confidence=0.9 if iso3 or affiliation or body else 0.7,
    )


def _is_counting(token: Token) -> bool:
    counts = token.dep_ in _COUNTING or token.pos_ == "NUM" or token.head.pos_ == "NUM"
    return counts or token.is_punct or token.is_space


def _origin_end(root: Token) -> int:
    """End of a phrase that says where people without a name are from: "officials from both countries"."""
    for prep in root.rights:
        beside = prep.i == root.i + 1 and prep.dep_ == "prep" and prep.lower_ in ("from", "of", "in")
        if beside and prep.right_edge.i <= prep.i + 4:
            return _end(prep.right_edge)
    return _end(root)


def _has_own_name(context: Context, inside: list[Token], first: int) -> bool:
    """Whether proper names other than the tables' stand before the noun ("the Helmand governor's army")."""
    return any(t.pos_ == "PROPN" and t.i < first and t.i not in context.names for t in inside)


def _linked(root: Token) -> list[Token]:
    """Words of a phrase that says whose it is: "government of X", "spokesman for the X"."""
    return [
        token
        for prep in root.rights
        if prep.dep_ == "prep" and prep.lower_ in _LINKS_TO_BODY
        for token in prep.subtree
        if token.i <= prep.i + 8
    ]


def _belonging(context: Context, tokens: Iterable[Token]) -> tuple[str | None, str | None]:
    """Country and known actor that the words of a phrase belong to."""
    iso3: str | None = None
    affiliation: str | None = None
    for token in tokens:
        named = context.names.get(token.i)
        if named is None or _is_only_where(token):
            continue
        if named.what == "actor":
            known = known_actors()[named.key]
            if known.kind != "person" and affiliation is None:
                affiliation = standing_for(known.actor_id, context.day)
                iso3 = iso3 or known.iso3
        elif iso3 is None:
            iso3 = named.key
    return iso3, affiliation


def _is_only_where(token: Token) -> bool:
    """ "X-based", "X-backed": where or by whom, not whose."""
    doc = token.doc
    return token.i + 2 < len(doc) and doc[token.i + 1].text in "-–" and doc[token.i + 2].tag_ == "VBN"


# -- names of the tables, countries, organisations -----------------------------------------------------------------------


def _from_known(context: Context, named: Named, head: Token) -> Actor:
    """An actor of the tables by one of its names, as what it was on the day."""
    actor_id = standing_for(named.key, context.day)
    known = known_actor(actor_id) or known_actors()[named.key]
    dated = role_on(known.actor_id, context.day)
    return _named_actor(
        context,
        named,
        head,
        known,
        sector=dated.sector if dated else known.sector,
        inter=dated.inter if dated else known.inter,
        role=dated.role if dated and known.kind == "person" else None,
        affiliation=dated.affiliation_id if dated else None,
    )


def _named_actor(
    context: Context,
    named: Named,
    head: Token,
    known: Known,
    *,
    sector: str | None,
    inter: int | None,
    role: str | None = None,
    affiliation: str | None = None,
    confidence: float = 1.0,
) -> Actor:
    return Actor(
        start=named.start,
        end=named.end,
        text=context.text[named.start : named.end],
        name=known.name,
        kind=known.kind,
        actor_id=known.actor_id,
        iso3=known.iso3,
        sector=sector,
        inter=inter,
        role=role,
        affiliation_id=affiliation,
        # A name may be part of a longer token ("AP-produced").
        head=head.idx if named.start <= head.idx < named.end else named.start,
        confidence=confidence,
    )


def _from_country(context: Context, named: Named, root: Token) -> Actor | None:
    """A country or capital as an actor; None where it is only the place.  "The Afghans" are people."""
    if named.what == "demonym" and root.pos_ in ("NOUN", "PROPN") and root.tag_ in ("NNS", "NNPS"):
        return Actor(
            named.start,
            named.end,
            context.text[named.start : named.end],
            context.text[named.start : named.end],
            "collective",
            None,
            named.key,
            "CVL",
            7,
            None,
            None,
            root.idx,
            0.8,
        )
    prep = _preposition(root)
    if prep in _LOCATIVE or named.what == "demonym":
        return None
    body = government(named.key, context.day)
    return _named_actor(
        context, named, root, body, sector="GOV", inter=1, confidence=0.5 if prep in _DIRECTIONAL else 0.9
    )


def _preposition(token: Token) -> str | None:
    """The preposition that governs a phrase or the phrase it is joined to."""
    while token.dep_ == "conj":
        token = token.head
    return token.head.lower_ if token.dep_ == "pobj" else None


def _from_org(context: Context, chunk: Span) -> Actor:
    """An organisation the model sees and no table knows."""
    tokens = [t for t in chunk if t.i <= chunk.root.i]
    while len(tokens) > 1 and _is_counting(tokens[0]):
        tokens.pop(0)
    iso3, affiliation = _belonging(context, tokens)
    end = _formal_end(chunk.root)
    text = context.text[tokens[0].idx : end]
    return Actor(
        tokens[0].idx,
        end,
        text,
        text,
        "organization",
        None,
        iso3,
        None,
        None,
        None,
        affiliation,
        chunk.root.idx,
        0.6,
    )


def _formal_end(root: Token) -> int:
    """End of a formal name that runs on after its head: "Federation of Journalists", "Ministry of Defence"."""
    if root.pos_ == "PROPN":
        for prep in root.rights:
            if prep.lower_ in ("of", "for") and prep.i == root.i + 1:
                named = next((c for c in prep.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
                if named is not None and named.i <= prep.i + 4:
                    return _end(named)
    return _end(root)


def _modifiers(context: Context, chunk: Span) -> Iterator[Actor]:
    """Actors inside a phrase that is none itself: "Pakistan's demands", "Israeli strike", "police operation"."""
    for token in chunk:
        named = context.names.get(token.i)
        if named and named.what == "actor":
            if token.idx == named.start:
                yield _from_known(context, named, token)
        elif named:
            if token.idx == named.start and token.dep_ in ("poss", "amod", "compound", "nmod"):
                body = government(named.key, context.day)
                sure = 0.8 if token.dep_ == "poss" else 0.5
                yield _named_actor(context, named, token, body, sector="GOV", inter=1, confidence=sure)
        elif token.dep_ in ("poss", "compound", "nmod") and token.i != chunk.root.i:
            found = _noun_class(token)
            if found and (token.dep_ == "poss" or found[0].name in _ACTING_CLASSES):
                inner = context.doc[max(chunk.start, token.left_edge.i) : token.i + 1]
                yield _from_noun(context, inner, *found)


def _stray_names(context: Context) -> Iterator[Actor]:
    """Names of the tables, and persons of the model, that stand in no noun phrase the parser saw."""
    seen: set[Named] = set()
    for i, named in context.names.items():
        if named.what == "actor" and named not in seen:
            seen.add(named)
            last = list(_tokens(context.doc, named.start, named.end))[-1]
            known = known_actors()[named.key]
            if known.kind == "person":
                span = context.doc[i : last.i + 1]
                yield person_from(context, span, list(span))
            else:
                yield _from_known(context, named, last)
    for entity in context.doc.ents:
        if entity.label_ == "PERSON" and len(entity) > 1 and all(t.i not in context.names for t in entity):
            tokens = [t for t in entity if not t.is_space]
            if tokens and not any(t.is_space for t in entity) and all(t.pos_ == "PROPN" or t.is_punct for t in tokens):
                yield person_from(context, entity, tokens)


def _tokens(doc: Doc, start: int, end: int) -> Iterable[Token]:
    return doc.char_span(start, end, alignment_mode="expand") or ()


def _end(token: Token) -> int:
    return token.idx + len(token)
