"""Triggers: the words of a sentence that name an act of violence, each with its kind, grouped into one frame per event.

What belongs here: going through a sentence, and which of its triggers tell one event.  Not here: which words are triggers (nouns.py,
verbs.py), who and whom (roles.py), figures (tolls.py), events told by several sentences (merge.py).
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from pipelines.extract.arguments.attachment import NOMINAL, attachment_cost
from pipelines.extract.incidents.acts import Trigger
from pipelines.extract.incidents.nouns import headline_phrase, is_event_gerund, noun_trigger, singular
from pipelines.extract.incidents.verbs import verb_trigger
from pipelines.extract.incidents.words import lexicon

# Beyond this cost two triggers of a sentence tell two events.
_ONE_EVENT = 7.5
_SHORT = 16


def find_triggers(sentence: Span) -> list[Trigger]:
    """Every trigger of a sentence, from left to right."""
    found = (_trigger(token) for token in sentence)
    return [trigger for trigger in found if trigger is not None]


def grouped(triggers: list[Trigger]) -> list[list[Trigger]]:
    """Triggers of one sentence, grouped by the event they tell."""
    groups: list[list[Trigger]] = []
    for trigger in triggers:
        home = next((group for group in groups if any(_tell_one_event(other, trigger) for other in group)), None)
        if home is None:
            groups.append([trigger])
        else:
            home.append(trigger)
    return groups


def _tell_one_event(first: Trigger, second: Trigger) -> bool:
    if _is_introduced(second.token) and first.token.dep_ not in ("ROOT",):
        return False
    between = first.token.doc[first.token.i + 1 : second.token.i]
    apart = [token.lower_ for token in between if token.lemma_.lower() in lexicon().separators]
    if apart and not (
        apart == ["after"] and first.kind in ("killing", "toll") and second.kind not in ("killing", "toll")
    ):
        # "Three were killed after gunmen opened fire" is one event all the same.
        return False
    if apart:
        return True
    there = attachment_cost(first.token, second.token)
    back = attachment_cost(second.token, first.token)
    costs = [cost for cost in (there, back) if cost is not None]
    if costs:
        return min(costs) < _ONE_EVENT
    # The parse shows no way; so short a stretch of one sentence still tells one event.
    return len(between) <= _SHORT


def _is_introduced(token: Token) -> bool:
    """Whether the words before a noun set it apart as another event ("a separate attack")."""
    return any(child.lower_ in lexicon().new_event_words for child in token.children if child.i < token.i)


def _trigger(token: Token) -> Trigger | None:
    lemma = token.lemma_.lower()
    if is_event_gerund(token):
        return noun_trigger(token, token.lower_)
    if token.pos_ in NOMINAL or token.tag_ in ("NN", "NNS", "NNP", "NNPS"):
        return headline_phrase(token) or noun_trigger(token, singular(token))
    if token.pos_ == "VERB" or token.tag_.startswith("VB"):
        return verb_trigger(token, lemma)
    return None
