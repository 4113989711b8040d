"""Which words of a text are names of places.

What belongs here: the order of recognition.  Not here: spans (spans.py), what they are and lie in (nesting.py), the votes for and
against each (votes.py), which of its candidates a name means (resolution.py), what part it plays in its sentence (roles.py).
"""

from __future__ import annotations

from spacy.tokens import Doc

from pipelines.extract.places.model import Mention
from pipelines.extract.places.nesting import link
from pipelines.extract.places.spans import mention_at, unlisted
from pipelines.extract.places.votes import vote


def find_mentions(doc: Doc) -> list[Mention]:
    """Every span that could name a place, longest first, none inside another, with its votes."""
    found: list[Mention] = []
    index = 0
    text, tokens = doc.text, list(doc)
    while index < len(tokens):
        mention = mention_at(text, tokens, index)
        if mention is None:
            index += 1
        else:
            found.append(mention)
            index = mention.last + 1
    found = sorted(found + unlisted(doc, tokens, found), key=lambda mention: mention.first)
    link(doc, found)
    vote(doc, found)
    return found
