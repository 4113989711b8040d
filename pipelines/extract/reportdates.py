"""Days that the form of a report gives: news told in the present tense, and acts that are done by announcing them.

What belongs here: dates from tense and from the day of an announcement, for acts whose announcing constitutes them
(an agreement, a suspension, an end of talks).  Not here: dates that attach to the event by syntax (arguments.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.arguments import clause_of, head_of, within
from pipelines.extract.mentions import UNDATED, Reading, When

SAYING = frozenset(
    ("say", "announce", "confirm", "declare", "tell", "state", "report", "add", "claim", "disclose", "reveal", "write")
)
ANNOUNCING = frozenset(("announce", "declare", "confirm"))
_ABOVE = frozenset(("ccomp", "xcomp", "advcl", "acl", "conj", "pobj", "prep", "dobj", "parataxis", "pcomp", "relcl"))


def told_in_present(reading: Reading, trigger: tuple[int, int], sentence: Sentence) -> When:
    """The publication day, where the sentence tells news in the present tense and dates nothing in it."""
    published = reading.document.article.published
    head = head_of(reading, trigger)
    if published is None or head is None:
        return UNDATED
    main = _main_verb(head)
    if main.tag_ not in {"VBZ", "VBP"} or main.lemma_ in {"be", "have", "remain"}:
        return UNDATED
    verbs = (clause_of(head), main)
    for timex in within(reading.timexes, sentence.start, sentence.end):
        token = head_of(reading, (timex.start, timex.end))
        if token is not None and timex.date_start and any(_hangs_on(token, verb) for verb in verbs):
            return UNDATED
    return When(published, published, 1, None, "told_in_present")


def announced_day(
    reading: Reading, trigger: tuple[int, int], sentence: Sentence, verbs: frozenset[str] = SAYING
) -> When:
    """The day of the announcement that makes the act: `officials confirmed on Sunday that they have agreed`."""
    head = head_of(reading, trigger)
    if head is None:
        return UNDATED
    saying = next((t for t in head.ancestors if t.lemma_.lower() in verbs), None)
    if saying is None:
        return UNDATED
    for timex in within(reading.timexes, sentence.start, sentence.end):
        token = head_of(reading, (timex.start, timex.end))
        if token is not None and timex.date_start and timex.prec == 1 and _hangs_on(token, saying):
            text = reading.document.text[timex.start : timex.end]
            return When(timex.date_start, timex.date_end, timex.prec, text, f"{timex.rule}+announced")
    return UNDATED


def _main_verb(head: Token) -> Token:
    """The verb that carries the news: up through what depends on it."""
    verb = clause_of(head)
    while verb.dep_ in _ABOVE and verb.head != verb:
        verb = clause_of(verb.head)
    return verb


def _hangs_on(token: Token, verb: Token) -> bool:
    """Whether a date modifies this verb and no verb between."""
    for ancestor in token.ancestors:
        if ancestor == verb:
            return True
        if ancestor.pos_ in {"VERB", "AUX"}:
            return False
    return False

