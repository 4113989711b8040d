"""One cue at a time: from a reporting word and its construction to the spans of source, cue and content.

What belongs here: going through an article's words.  Not here: the grammar of reporting (verbs.py, clauses.py, nouns.py), quotations
and their continuation, speakers, stance (find.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from pipelines.extract.attribution.frame import Frame
from pipelines.extract.attribution.nouns import adjective_frames, adverb_frames, is_carried, noun_frames
from pipelines.extract.attribution.verbs import verb_frames
from pipelines.extract.attribution.words import reporting


def frames(doc: Doc) -> Iterator[Frame]:
    """Every frame of a parsed article, in the order of its cues."""
    words = reporting()
    for token in doc:
        pos = token.pos_
        if pos in ("VERB", "AUX"):
            yield from verb_frames(token)
        elif pos == "NOUN" and (token.lemma_ in words.noun or (token.lemma_ in words.carried and is_carried(token))):
            yield from noun_frames(token)
        elif pos == "ADJ" and token.lemma_ in words.adjective:
            yield from adjective_frames(token)
        elif pos == "ADV" and token.lower_ in words.adverb:
            yield from adverb_frames(token)
