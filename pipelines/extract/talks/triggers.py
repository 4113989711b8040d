"""Triggers: the words of an article that name talks, each with the stretch of its sentence that speaks of it alone.

What belongs here: nouns of talks, rounds, meetings of delegations, and which of several in a sentence are one; nouns of talks on trade,
pay or a contract are none.  Not here: what their sentence says of them (sightings.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.clean.sentences import Sentence
from pipelines.extract.mentions import Reading
from pipelines.extract.phrases import clause_around, is_heading
from pipelines.extract.talks.words import ordinal_pattern, vocabulary

_WHICH_ENDED = re.compile(
    r",\s+which\s+(?:has |have |had )?(?:end|fail|collaps|conclud|clos|broke|stall|open|beg[au]n|start|resum|took place)\w*\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that name talks: [start, end), and the stretch of the sentence that speaks of this round.

    apart: the words inside the stretch on a further meeting, whose day and place are not those of this round.
    """

    start: int
    end: int
    sentence: Sentence
    stretch: tuple[int, int]
    apart: tuple[int, int] | None = None

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

    def is_own(self, start: int) -> bool:
        """Whether what stands at `start` is not said of the further meeting."""
        return self.apart is None or not self.apart[0] <= start < self.apart[1]


def triggers_in(reading: Reading) -> Iterator[Trigger]:
    """Nouns of talks, rounds, and meetings of delegations, in order; each with the stretch that speaks of it alone."""
    document, words, text = reading.document, vocabulary(), reading.document.text
    for sentence in document.sentences:
        if sentence.is_boilerplate or is_heading(text, sentence.start, sentence.end):
            continue
        spots = [m.span() for m in words.nouns.finditer(text, sentence.start, sentence.end)]
        spots += [
            m.span()
            for m in words.rounds.finditer(text, sentence.start, sentence.end)
            if not words.other_rounds.match(text[m.end() : sentence.end])
        ]
        if not spots:
            spots = _meetings(reading, sentence)
        elif again := words.again.search(text, sentence.start, sentence.end):
            spots.append(again.span("at"))
        spots = [s for s in _without_inner(text, sorted(spots)) if not _is_of_another_subject(text, s, sentence)]
        yield from _divided(reading, sentence, spots)


def _meetings(reading: Reading, sentence: Sentence) -> list[tuple[int, int]]:
    """The first verb of meeting whose subject is delegations, negotiators or both sides."""
    text, words = reading.document.text, vocabulary()
    for verb in words.meeting.finditer(text, sentence.start, sentence.end):
        if words.delegations.search(text, sentence.start, verb.start()) and not re.search(
            r"\b(?:demand|deadline|target|need|condition)s?\b", text[verb.end() : verb.end() + 30]
        ):
            return [verb.span()]
    return []


def _without_inner(text: str, spots: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`round of talks` is one mention, named by its first noun."""
    kept: list[tuple[int, int]] = []
    for spot in spots:
        between = text[kept[-1][1] : spot[0]] if kept else "."
        if not re.fullmatch(r"(?:\s+of)?\s+(?:[\w’'-]+\s+){0,4}", between) or re.search(r"\b(?:and|or)\b", between):
            kept.append(spot)
        elif " of " in between or not between.strip():
            kept[-1] = (kept[-1][0], spot[1])
        else:
            kept.append(spot)
    return kept


def _is_of_another_subject(text: str, spot: tuple[int, int], sentence: Sentence) -> bool:
    """Whether the words around the noun say that the talks are on trade, pay, a contract."""
    words = vocabulary()
    before = " ".join(text[sentence.start : spot[0]].split()[-4:])
    after = re.match(
        r"(?:\s+(?:with|between)\s[^,.;]{3,60}?)?\s+(?:on|about|over|regarding)\s+(?:[\w’'-]+\s+){0,4}[\w’'-]+",
        text[spot[1] : sentence.end],
    )
    named = text[slice(*spot)]
    if words.peace.search(before) or words.peace.search(named):
        return False
    return bool(
        words.other_subjects.search(f"{before} {named}") or (after and words.other_subjects.search(after.group()))
    )


def _divided(reading: Reading, sentence: Sentence, spots: list[tuple[int, int]]) -> Iterator[Trigger]:
    """One trigger a noun; a sentence that lists rounds by number gives one for each number."""
    text = reading.document.text
    listed = list(ordinal_pattern().finditer(text, sentence.start, sentence.end))
    if len(listed) > 1 and any(spots) and ";" in text[sentence.start : sentence.end]:
        for ordinal, following in zip(listed, [*listed[1:], None], strict=True):
            end = following.start() if following else sentence.end
            yield Trigger(ordinal.start(), ordinal.end(), sentence, (ordinal.start(), end))
        return
    again = [s for s in spots if len(spots) > 1 and vocabulary().again.search(text, s[0] - 6, sentence.end)]
    for start, end in spots:
        low, high = clause_around(text, (sentence.start, sentence.end), (start, end))
        if _WHICH_ENDED.match(text, max(high - 1, end)) or _WHICH_ENDED.match(text, high):
            high = sentence.end
        if (start, end) in again:
            yield Trigger(start, end, sentence, (start, _end_of_meeting(text, start, high)))
        else:
            apart = next(((s[0], _end_of_meeting(text, s[0], high)) for s in again), None)
            yield Trigger(start, end, sentence, (low, high), apart)


def _end_of_meeting(text: str, start: int, end: int) -> int:
    """Where the words on a further meeting stop and those on the talks before it go on."""
    turn = re.search(r"\s(?:after|following|as|when|if)\s", text[start:end])
    return start + turn.start() if turn else end
