"""Telling: how a sentence tells an event: as news, as the past of its story, as a trend; as known or as another one.

What belongs here: tense, number and the words beside the event.  Not here: mood (modality.py), whether it is violence
(violence.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.arguments.attachment import within
from pipelines.extract.incidents.acts import Trigger
from pipelines.extract.incidents.words import lexicon, not_events
from pipelines.extract.mentions import Reading, When

# Days within which what is told beside courts and trials is news, not the past of a trial.
_NEWS_DAYS = 14
# More acts under one number than one report tells of: a statistic.
_MANY_ACTS = 9
# What opens a sentence that tells another event.
_OPENING = re.compile(
    r"\W*(?:separately|elsewhere|meanwhile|likewise|in addition(?! to)|in a separate|in another)\b", re.IGNORECASE
)
_CLOSING = " \n\"'”’)]"


def is_trend(reading: Reading, group: Sequence[Trigger], main: Token, text: str, *, has_toll: bool) -> bool:
    """Whether the sentence tells what goes on or went before, not one event."""
    words = not_events()
    if words.long_periods.search(text):
        return True
    if not has_toll and (words.trends.search(text) or _is_background(group)):
        return True
    return _is_statistic(reading, group) or _is_habit(main) or _is_survived(group)


def _is_background(group: Sequence[Trigger]) -> bool:
    """ "recent attacks", "a series of bombings": told as the past of the story, not as its event."""
    words = lexicon().background_words
    for trigger in group:
        token = trigger.token
        if token.tag_ in ("NNS", "NNPS") and any(
            child.lower_ in words for child in token.children if child.i < token.i
        ):
            return True
        if token.dep_ == "pobj" and token.head.lower_ in ("of", "in") and _names_trend(token.head.head):
            return True
    return False


def _names_trend(token: Token) -> bool:
    return token.pos_ == "NOUN" and token.lemma_.lower() in lexicon().background_words


def _is_habit(main: Token) -> bool:
    """ "Those who attack outposts", "the weapons they are using to kill": what people do, not what they did."""
    return main.dep_ == "relcl" and main.tag_ in ("VBP", "VBZ")


def _is_survived(group: Sequence[Trigger]) -> bool:
    """ "The general, who survived a bomb attack": the past of a person."""
    governors = (trigger.token.head for trigger in group if trigger.token.dep_ in ("dobj", "obj"))
    return any(verb.lemma_.lower() in ("survive", "escape") and verb.dep_ == "relcl" for verb in governors)


def _is_statistic(reading: Reading, group: Sequence[Trigger]) -> bool:
    """ "142 murders in September": acts that are themselves counted, by more than a report would tell."""
    acts = [trigger.token.idx for trigger in group if trigger.token.tag_ in ("NNS", "NNPS")]
    return any((q.low or 0) > _MANY_ACTS and q.start <= at < q.end for at in acts for q in reading.quantities)


def is_retrospective(reading: Reading, text: str, when: When) -> bool:
    """Whether the sentence is of a trial, an anniversary, an inquiry."""
    return bool(not_events().retrospective.search(text)) and not _is_news(reading, when)


def _is_news(reading: Reading, when: When) -> bool:
    """Whether a frame is dated to the days before the article, so that courts and trials in its sentence are of today."""
    published = reading.document.article.published
    return (
        published is not None
        and when.start is not None
        and when.prec in (1, 2)
        and (published - when.start).days <= _NEWS_DAYS
    )


def is_present(main: Token) -> bool:
    """Whether the clause is told in the present, as headlines and digests tell what has just happened."""
    verb = next((t for t in (main, *main.ancestors) if t.pos_ in ("VERB", "AUX")), main)
    if verb.tag_ in ("VBZ", "VBP"):
        return True
    return verb.tag_ == "VBN" and any(c.dep_ == "auxpass" and c.lower_ in ("is", "are") for c in verb.children)


def is_chronicle(reading: Reading, sentence: Sentence, text: str, main: Token) -> bool:
    """Whether a full sentence tells it in the present and names no day: the day is that of the record."""
    is_dated = any(timex.date_start for timex in within(reading.timexes, sentence.start, sentence.end))
    return is_present(main) and text.rstrip(_CLOSING).endswith(".") and not is_dated


def is_definite(token: Token) -> bool:
    return token.lemma_.lower() in lexicon().anaphors and any(
        child.lower_ in ("the", "this", "these", "those", "that", "both")
        for child in token.children
        if child.i < token.i
    )


def is_new(token: Token) -> bool:
    return any(child.lower_ in lexicon().new_event_words for child in token.children if child.i < token.i)


def opens_another(text: str) -> bool:
    return bool(_OPENING.match(text))
