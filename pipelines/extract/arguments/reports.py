"""Days that the form of a report gives: news told in the present tense, and acts that are done by announcing them.

What belongs here: dates from tense and from the day of an announcement, for acts whose announcing constitutes them
(an agreement, a suspension, an end of talks).  Not here: dates that attach to the event by syntax (when.py).
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.arguments.attachment import clause_of, head_of, within
from pipelines.extract.arguments.when import when_of
from pipelines.extract.mentions import UNDATED, Reading, When

SAYING = frozenset(
    ("say", "announce", "confirm", "declare", "tell", "state", "report", "add", "claim", "disclose", "reveal", "write")
)
ANNOUNCING = frozenset(("announce", "declare", "confirm"))
# What stands before a date that is the day of a report, a limit, or another event's.
_NO_EVENT = re.compile(
    r"\b(?:(?:said|says|reported|told|confirmed|stated|announced|wrote)(?: [\w ]{0,24})?|until|till|since|by|before|after|from|"
    r"following|of|(?<!scheduled )(?<!planned )(?<!slated )(?<!set )(?<!due )for)\s+(?:on\s+|late\s+|the\s+)*$",
    re.IGNORECASE,
)
_OTHER_MOMENT = re.compile(r"\b(?:after|following|despite|amid|before|ahead of|in response to)\b", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(
    r"\b(?:after|before|when|as|since|following|that|which|who|while|because|if|amid|until|ahead|said|says)\b|[;:“”\"]",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"\s?[:–—]\s")
# A date of a relative clause before the verb: "…, which began on Monday, was extended".
_IN_RELATIVE = re.compile(r",\s(?:which|who)\s[^,]*\Z")
_REPORTED_ON = re.compile(r",\s[^,;“”\"]{3,80}?\s(?P<verb>\w+ed|said|told)\s+(?:(?:on|late)\s+)*\Z", re.IGNORECASE)
_ABOVE = frozenset(("ccomp", "xcomp", "advcl", "acl", "conj", "pobj", "prep", "dobj", "parataxis", "pcomp", "relcl"))


def own_date(reading: Reading, event: tuple[int, int], sentence: Sentence, clause: tuple[int, int]) -> When:
    """The date that attaches to an event by syntax, where it stands in the event's clause and not after `following …`."""
    when = when_of(reading, event, sentence, nearby=False)
    if not when.text:
        return when
    text = reading.document.text
    at = text.find(when.text, *clause)
    if at < 0 or (at >= event[1] and _OTHER_MOMENT.search(text, event[1], at)):
        return UNDATED
    return when


def told_in_present(reading: Reading, trigger: tuple[int, int], sentence: Sentence) -> When:
    """The publication day, where the sentence tells news in the present tense and dates nothing in it; the day that opens
    its line ("19 November: the talks …"), whatever the tense."""
    for timex in within(reading.timexes, sentence.start, sentence.end):
        rest = reading.document.text[timex.end : timex.end + 3]
        if timex.start == sentence.start and timex.prec == 1 and _ENTRY.match(rest):
            text = reading.document.text[timex.start : timex.end]
            return When(timex.date_start, timex.date_end, 1, text, f"{timex.rule}+entry")
    published = reading.document.article.published
    head = head_of(reading, trigger)
    if published is None or head is None:
        return UNDATED
    main = _main_verb(head)
    # The tagger takes some present verbs of headlines for nouns ("two leaders meet"): a noun with a subject is one.
    is_mistagged = main.tag_ in {"NN", "NNS"} and any(c.dep_ == "nsubj" for c in main.lefts)
    is_passive = main.tag_ == "VBN" and any(c.dep_ == "auxpass" and c.tag_ in {"VBZ", "VBP"} for c in main.lefts)
    if not (is_mistagged or is_passive or main.tag_ in {"VBZ", "VBP"}) or main.lemma_ in {"be", "have", "remain"}:
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
    text = reading.document.text
    for timex in within(reading.timexes, sentence.start, sentence.end):
        token = head_of(reading, (timex.start, timex.end))
        if token is None or not timex.date_start or timex.prec != 1:
            continue
        if saying is None:
            # "…, the minister announced on Monday": the form tells where the parser ties the clause to a name before it.
            tail = _REPORTED_ON.search(text, trigger[1], timex.start)
            is_own = tail is not None and reading.document.span(tail.start("verb"), timex.start)[0].lemma_ in verbs
        else:
            is_own = _hangs_on(token, saying)
        if is_own:
            said = text[timex.start : timex.end]
            return When(timex.date_start, timex.date_end, timex.prec, said, f"{timex.rule}+announced")
    return UNDATED


def only_date(reading: Reading, stretch: tuple[int, int], event: tuple[int, int]) -> When:
    """The one date of a stretch around an event, where no other clause opens between the two."""
    text = reading.document.text
    found = [
        t
        for t in within(reading.timexes, *stretch)
        if t.type in {"DATE", "TIME"} and t.date_start and not _NO_EVENT.search(text[max(0, t.start - 32) : t.start])
    ]
    if len(found) != 1:
        return UNDATED
    timex = found[0]
    between = text[event[1] : timex.start] if timex.start >= event[1] else text[timex.end : event[0]]
    is_enclosed = timex.end <= event[0] and _IN_RELATIVE.search(text, stretch[0], timex.start) and "," in between
    if is_enclosed or _OPENS_CLAUSE.search(between):
        return UNDATED
    words = text[timex.start : timex.end]
    return When(timex.date_start, timex.date_end, timex.prec, words, timex.rule, timex.is_conflicting)


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
