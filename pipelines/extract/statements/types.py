"""The type of an act of speech: by its cue, else by what is said.

What belongs here: the choice among the types of lexicon/statement_types.yml.
Not here: which attributions are statements (find.py), who does what in what is said (deeds.py).
"""

from __future__ import annotations

from pipelines.extract.statements.acts import Act
from pipelines.extract.statements.commitments import offers_mediation, on_condition
from pipelines.extract.statements.deeds import (
    DEEDS,
    claims_deed,
    disowns,
    hostile_doer,
    is_pinned,
    threatens,
    vows_force,
)
from pipelines.extract.statements.words import words

# Types whose cues say too little: what is said may make them another.
TYPED_BY_CONTENT = frozenset(("claim", "announcement", "confirmation", "reassurance"))
# Types by which the speaker takes on something.
_COMMITTING = frozenset(("offer", "promise", "conditional_commitment"))
# Objects of a light verb that say what is done: "placed the blame on Y, saying …".
_DONE_BY_NOUN = frozenset(("blame", "accusation", "threat", "warning", "denial", "demand"))


def type_of(act: Act) -> str | None:
    """The type of an act of speech: by its cue, else by its content; None for a cue that is no utterance."""
    if _claims_attack(act):
        return "claim_of_responsibility"
    if act.attribution.stance == "declines_comment":
        return None
    by_cue = _by_cue(act)
    if by_cue is None or (by_cue not in ("denial", "refusal") and _is_negated(act)):
        return None
    if act.attribution.rule == "attribution.adjective" and by_cue != "conditional_commitment":
        return None  # what one is worried about or sure of is a thought
    if by_cue in _COMMITTING:
        return _commitment(act, by_cue)
    if act.has_cue and by_cue not in TYPED_BY_CONTENT:
        return by_cue
    beside = _light_verb_type(act) if act.has_cue else None
    return beside or _type_by_content(act) or (by_cue if by_cue in TYPED_BY_CONTENT else "claim")


def _commitment(act: Act, by_cue: str) -> str | None:
    """What is offered, promised or agreed to.  "Is ready to …", "agreed to …" are acts of speech only with a condition."""
    if offers_mediation(act):
        return "mediation_offer"
    if by_cue == "offer":
        return "offer"
    if _holds(act, "threat") or threatens(act) or vows_force(act):
        return "threat" if by_cue == "promise" else None
    return on_condition(act) or ("promise" if by_cue == "promise" else None)


def _claims_attack(act: Act) -> bool:
    """ "X claimed responsibility", "claimed the attack": a deed, not that something is so; "took responsibility" for a deed only."""
    if act.attribution.stance == "claims_responsibility":
        return act.attribution.rule != "attribution.noun" or any(t.lemma_.lower() in DEEDS for t in act.tokens)
    if act.attribution.verb != "claim" or act.attribution.rule != "attribution.object":
        return False
    claimed = act.reading.document.span(*act.pieces[0])
    return len(claimed) > 0 and claimed.root.pos_ == "NOUN" and claimed.root.lemma_ in DEEDS


def _is_negated(act: Act) -> bool:
    """ "Has not announced": nothing was said."""
    return any(t.dep_ == "neg" for t in act.cue_tokens)


def _by_cue(act: Act) -> str | None:
    """What the verb does, with the word that makes it another act: "call for", "blame on", "asked X to", "lay responsibility"."""
    verb = act.attribution.verb or ":"
    by_cue, text = words().by_cue, act.reading.document.text
    for start, end in act.attribution.cue[:1]:
        inside, after = text[start:end].lower().split()[1:2], text[end : end + 6].lower().split()[:1]
        to = "one_to" if act.attribution.addressee else "to"
        infinitive = [to] if act.attribution.rule == "attribution.infinitive" else []
        longer = [f"{verb}_{particle}" for particle in (*inside, *after, *infinitive)]
        if act.attribution.rule == "attribution.noun":
            longer.append(f"{act.cue_tokens[0].lemma_}_{verb}")
        found = next((by_cue[key] for key in longer if key in by_cue), None)
        if found is not None:
            return found
    return by_cue.get(verb)


def _light_verb_type(act: Act) -> str | None:
    """ "X placed the blame on Y, saying …": the noun of the main clause says what is done."""
    if not act.cue_tokens:
        return None
    verb = act.reading.document.span(*act.attribution.cue[0]).root
    while verb.dep_ in ("advcl", "conj", "xcomp") and verb.head != verb:
        verb = verb.head
        for child in verb.children:
            if child.dep_ == "dobj" and child.lemma_ in _DONE_BY_NOUN:
                return words().by_cue.get(child.lemma_)
        kind = words().by_cue.get(verb.lemma_)
        if kind is not None and kind not in TYPED_BY_CONTENT:
            return kind
    return None


def _type_by_content(act: Act) -> str | None:
    if offers_mediation(act):
        return "mediation_offer"
    if _holds(act, "offer"):
        return "offer"
    if act.speaker.kind == "armed_group" and claims_deed(act):
        return "claim_of_responsibility"
    if _holds(act, "threat") or threatens(act):
        return "threat"
    if _holds(act, "denial") or disowns(act):
        return "denial"
    if (committed := on_condition(act)) is not None:
        return committed
    if _holds(act, "condemnation"):
        return "condemnation"
    if _holds(act, "demand"):
        return "demand"
    if _holds(act, "accusation") or hostile_doer(act) is not None or is_pinned(act):
        return "accusation"
    return None


def _holds(act: Act, kind: str) -> bool:
    """Whether what is said holds one of the phrases of a type."""
    return any(_is_in(act.lowered, phrase) for phrase in words().phrases[kind])


def _is_in(text: str, phrase: str) -> bool:
    at = text.find(phrase)
    if at < 0:
        return False
    before_ok = at == 0 or not text[at - 1].isalnum() or not phrase[0].isalnum()
    end = at + len(phrase)
    return before_ok and (end == len(text) or not text[end].isalnum())
