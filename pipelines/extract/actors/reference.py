"""Who a short mention means: a surname, a pronoun, "the army": an earlier full mention of the same article, where safe.

What belongs here: links between the mentions of one article.  Not here: the mentions themselves (mentions.py).
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from pipelines.extract.actors.context import Context
from pipelines.extract.actors.model import Actor
from pipelines.extract.attribution.quotes import Quotes, find_quotes
from pipelines.extract.document import Document

_PERSONAL = frozenset(("he", "she", "him", "her"))
_PLURAL = frozenset(("they", "them"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
# How many sentences back an antecedent may stand.
_REACH = 4
_BODY_KINDS = frozenset(("organization", "armed_group", "government"))


def with_full_names(context: Context, actors: list[Actor]) -> list[Actor]:
    """Give a person named by one word ("Mujahid") the identity of the full name that holds the word."""
    full = _full_names(actors)
    linked = [_as(actor, full.get(actor.name.split()[-1])) if _is_short(actor) else actor for actor in actors]
    taken = {offset for actor in actors for offset in range(actor.start, actor.end)}
    surnames = [
        _surname(context, token, full[token.text])
        for token in context.doc
        if token.text in full and token.pos_ == "PROPN" and token.idx not in taken and token.i not in context.names
    ]
    return sorted([*linked, *surnames], key=lambda a: a.start)


def _full_names(actors: list[Actor]) -> dict[str, Actor]:
    """The best-known person of each last and last but one word of a name."""
    full: dict[str, Actor] = {}
    for actor in actors:
        if actor.kind == "person" and (actor.actor_id or (" " in actor.name and actor.name[:1].isupper())):
            for word in actor.name.replace("-", " ").split()[-2 if actor.actor_id else -1 :]:
                known = full.get(word)
                if known is None or (known.actor_id is None and (actor.actor_id or (actor.role and not known.role))):
                    full[word] = actor
    return full


def _surname(context: Context, token: Token, meant: Actor) -> Actor:
    """A surname the phrases missed."""
    end = token.idx + len(token)
    mention = replace(meant, start=token.idx, end=end, text=context.text[token.idx : end], head=token.idx, role=None)
    return _as(replace(mention, confidence=0.8), meant)


def _is_short(actor: Actor) -> bool:
    return (
        actor.kind == "person" and actor.actor_id is None and actor.name[:1].isupper() and " " not in actor.name.strip()
    )


def _as(mention: Actor, meant: Actor | None) -> Actor:
    """The mention with the identity of what it means."""
    if meant is None or meant is mention:
        return mention
    return replace(
        mention,
        name=meant.name,
        actor_id=meant.actor_id,
        iso3=meant.iso3,
        sector=meant.sector,
        inter=meant.inter,
        role=mention.role or meant.role,
        affiliation_id=meant.affiliation_id,
        # Identity rests on the full name, however sure the short one looked by itself.
        confidence=round(0.9 * meant.confidence, 2),
    )


def with_references(document: Document, context: Context, actors: list[Actor]) -> list[Actor]:
    """Resolve definite short mentions ("the army") and add the pronouns whose antecedent is safe."""
    found: list[Actor] = []
    tokens = {token.idx: token for token in context.doc}
    actors = _with_appositions(tokens, actors)
    taken = {offset for actor in actors for offset in range(actor.start, actor.end)}
    pronouns = [
        t
        for t in context.doc
        if t.idx not in taken and (t.lower_ in _PERSONAL or (t.lower_ in _PLURAL and t.dep_ in _SUBJECTS))
    ]
    quotes = find_quotes(document.text)
    at = 0
    for actor in actors:
        while at < len(pronouns) and pronouns[at].idx < actor.start:
            _append_pronoun(document, tokens, pronouns[at], found, quotes)
            at += 1
        found.append(_definite(tokens, actor, found))
    for pronoun in pronouns[at:]:
        _append_pronoun(document, tokens, pronoun, found, quotes)
    return found


def _with_appositions(tokens: dict[int, Token], actors: list[Actor]) -> list[Actor]:
    """ "X, head of the service" and "the minister, X": the office beside a name is the person of that name."""
    persons = {actor.head: actor for actor in actors if actor.kind == "person" and actor.name[:1].isupper()}
    linked: list[Actor] = []
    for actor in actors:
        token = tokens.get(actor.head)
        beside: Actor | None = None
        if token is not None and actor.kind == "person" and token.pos_ != "PROPN":
            names = [token.head, *token.children] if token.dep_ == "appos" else list(token.children)
            beside = next((persons[t.idx] for t in names if t.idx in persons and "appos" in (t.dep_, token.dep_)), None)
        linked.append(_as(actor, beside))
    return linked


def _append_pronoun(
    document: Document, tokens: dict[int, Token], pronoun: Token, found: list[Actor], quotes: Quotes
) -> None:
    meant = _antecedent(document, tokens, pronoun, found, quotes)
    if meant is None:
        return
    start, end = pronoun.idx, pronoun.idx + len(pronoun)
    words, sure = document.text[start:end], round(meant.confidence * 0.8, 2)
    found.append(replace(meant, start=start, end=end, text=words, kind="pronoun", head=start, confidence=sure))


def _antecedent(
    document: Document, tokens: dict[int, Token], pronoun: Token, found: list[Actor], quotes: Quotes
) -> Actor | None:
    """The nearest fitting mention before a pronoun, subjects first, none from inside a quotation for one outside."""
    one = pronoun.lower_ in _PERSONAL
    here = document.sentence_at(pronoun.idx).number
    inside = quotes.at(pronoun.idx) is not None
    best: tuple[float, Actor] | None = None
    for actor in reversed(found[-40:]):
        back = here - document.sentence_at(actor.start).number
        if back > _REACH:
            break
        if not _fits(actor, one=one) or (quotes.at(actor.start) is not None and not inside):
            continue
        token = tokens.get(actor.head)
        is_subject = token is not None and _is_subject(token)
        if back == 0 and token is not None and token.head == pronoun.head and token.dep_ in _SUBJECTS:
            continue
        cost = back + (0.0 if is_subject else 0.8)
        if best is None or cost < best[0]:
            best = cost, actor
    return best[1] if best else None


def _fits(actor: Actor, *, one: bool) -> bool:
    if actor.kind == "pronoun":
        return (actor.text.lower() in _PERSONAL) == one
    if one:
        return actor.kind == "person"
    return actor.kind in ("collective", "armed_group") or (actor.kind == "organization" and actor.confidence > 0.6)


def _is_subject(token: Token) -> bool:
    while token.dep_ in ("conj", "appos"):
        token = token.head
    return token.dep_ in _SUBJECTS or (
        token.dep_ == "pobj" and token.head.lower_ == "to" and token.head.head.lower_ == "according"
    )


def _definite(tokens: dict[int, Token], actor: Actor, found: list[Actor]) -> Actor:
    """ "the army" after "Pakistan's army": the last body named by the same noun."""
    if actor.actor_id or actor.kind == "pronoun" or actor.iso3 or actor.affiliation_id:
        return actor
    head = tokens.get(actor.head)
    if head is None or (head.pos_ == "PROPN" and actor.kind == "person"):
        return actor
    if not any(child.lower_ in ("the", "this", "that") for child in head.children) or len(actor.text.split()) > 2:
        return actor
    for earlier in reversed(found[-60:]):
        other = tokens.get(earlier.head)
        if earlier.kind != "pronoun" and other is not None and other.lemma_.lower() == head.lemma_.lower():
            if earlier.actor_id or earlier.iso3 or earlier.affiliation_id:
                return _as(actor, earlier)
            return actor
        if head.lemma_.lower() == "group" and earlier.kind == "armed_group" and earlier.actor_id:
            return replace(_as(actor, earlier), kind="armed_group")
    return actor
