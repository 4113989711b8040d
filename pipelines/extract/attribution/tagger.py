"""The trained reading of attribution: two sequence models, one that finds cues, one that finds a cue's source and content.

What belongs here: the folder a model lies in, whether it may be used, decoding into frames.  Not here: what the models
see (features.py), how they are made (pipelines/train/), speakers and stance (find.py).

No weights are shipped: `factwire train attribution` makes them, and FACTWIRE_ATTRIBUTION names the folder to use.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pycrfsuite
from spacy.tokens import Doc

from pipelines.config import MODEL_VARIABLE
from pipelines.errors import EnvironmentProblem
from pipelines.extract.attribution.features import Sight, feature_version
from pipelines.extract.attribution.frame import Frame
from pipelines.extract.attribution.quotes import Quotes
from pipelines.extract.attribution.speech import with_quotes
from pipelines.extract.attribution.tokens import verb_key
from pipelines.extract.document import model_version

CARD = "card.json"
CUES, SPANS = "cues.crfsuite", "spans.crfsuite"
# Labels: a token begins or goes on with a cue; a token belongs to the source or the content of the cue looked at.
BEGINS, INSIDE, SOURCE, CONTENT, OUTSIDE = "B", "I", "S", "C", "O"
# How likely a cue must be for the model to keep a frame of the rules, and to make one of its own.
_KEEPS, _FINDS = 0.3, 0.5
_CURE = f"train it again (factwire train attribution DATA --output DIR), or unset {MODEL_VARIABLE} to read by the rules"
Range = tuple[int, int]


class Tagger:
    """The models of a folder, whatever its card says.  digest: hash over them."""

    def __init__(self, folder: Path) -> None:
        self._cues = _opened(folder / CUES)
        self._spans = _opened(folder / SPANS)
        self._labels = frozenset(self._cues.labels())
        self.digest = digest_of(folder)

    def frames(self, doc: Doc, quotes: Quotes) -> list[Frame]:
        """The frames of an article: those of the rules whose cue the model takes for one, and those the rules miss."""
        sight = Sight(doc, quotes)
        begins, goes_on = self._chances(sight)
        heads = {frame.cue.i for frame in sight.frames}
        found = []
        for frame in sight.frames:
            words = doc.char_span(*frame.cue_span, alignment_mode="expand") or ()
            if max((begins[w.i] + goes_on[w.i] for w in words), default=0.0) >= _KEEPS:
                found.append(frame)
        for cue in _cues(sight, begins, goes_on):
            missed = self._frame(sight, cue) if heads.isdisjoint(range(*cue)) else None
            if missed is not None:
                found.append(with_quotes(missed, quotes))
        return sorted(found, key=lambda frame: frame.cue.i)

    def _chances(self, sight: Sight) -> tuple[list[float], list[float]]:
        """For every token, how likely a cue begins with it, and how likely it goes on with one."""
        begins: list[float] = []
        goes_on: list[float] = []
        for sentence in sight.doc.sents:
            self._cues.set(sight.cue_features(list(sentence)))
            for label, chances in ((BEGINS, begins), (INSIDE, goes_on)):
                # A label the data never had is unknown to the library.
                known = label in self._labels
                chances += [self._cues.marginal(label, at) if known else 0.0 for at in range(len(sentence))]
        return begins, goes_on

    def _frame(self, sight: Sight, cue: Range) -> Frame | None:
        doc, window = sight.doc, sight.window(cue)
        labels = self._spans.tag(sight.span_features(cue))
        content = _runs(doc, window, labels, CONTENT)
        if not content:
            return None
        sources = _runs(doc, window, labels, SOURCE)
        word = doc[cue[0] : cue[1]].root
        source = doc.char_span(*sources[0]) if sources else None
        return Frame(
            cue=word,
            lemma=verb_key(word),
            cue_span=(doc[cue[0]].idx, doc[cue[1] - 1].idx + len(doc[cue[1] - 1])),
            source=tuple(sources),
            content=tuple(content),
            head=source.root if source else None,
            rule="tagger",
        )


def _cues(sight: Sight, begins: list[float], goes_on: list[float]) -> list[Range]:
    """Tokens [first, end) of every cue the model is sure of."""
    found: list[Range] = []
    for sentence in sight.doc.sents:
        at = sentence.start
        while at < sentence.end:
            end = at + 1
            if begins[at] >= _FINDS:
                while end < sentence.end and goes_on[end] >= _FINDS:
                    end += 1
                found.append((at, end))
            at = end
    return found


def _runs(doc: Doc, window: range, labels: list[str], wanted: str) -> list[Range]:
    """Characters of the unbroken runs of one label."""
    found: list[Range] = []
    before = OUTSIDE
    for i, label in zip(window, labels, strict=True):
        end = doc[i].idx + len(doc[i])
        if label == wanted:
            if before == wanted:
                found[-1] = found[-1][0], end
            else:
                found.append((doc[i].idx, end))
        before = label
    return found


def _opened(model: Path) -> Any:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    return tagger


# -- which model is plugged in, and whether it fits --------------------------------------------------------------------


def plugged_in() -> Tagger | None:
    """The tagger that FACTWIRE_ATTRIBUTION names; None where it names none."""
    named = os.environ.get(MODEL_VARIABLE)
    return _load(named) if named else None


def digest_of(folder: Path) -> str:
    """Hash over the files of a model."""
    state = hashlib.sha256()
    for name in (CUES, SPANS):
        state.update(_bytes(folder / name))
    return state.hexdigest()


@cache
def _load(named: str) -> Tagger:
    folder = Path(named).expanduser()
    _refuse_what_does_not_fit(folder)
    return Tagger(folder)


def _refuse_what_does_not_fit(folder: Path) -> None:
    """A model is used only beside its card, with the features and the language model it was trained on."""
    card = _card(folder)
    wanted = {
        "feature_version": feature_version(),
        "language_model": model_version(),
        "model_sha256": digest_of(folder),
    }
    for field, value in wanted.items():
        if card.get(field) != value:
            raise EnvironmentProblem(
                f"the attribution model {folder} does not fit: {field} of its card is {card.get(field)}",
                expected=str(value),
                cure=_CURE,
            )


def _card(folder: Path) -> dict[str, Any]:
    try:
        card = json.loads(_bytes(folder / CARD))
    except ValueError as error:
        raise EnvironmentProblem(
            f"{folder / CARD} is no valid JSON: {error}", expected="the card written with the model", cure=_CURE
        ) from error
    return card if isinstance(card, dict) else {}


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise EnvironmentProblem(
            f"{file} cannot be read: {error.strerror}",
            expected=f"a folder written by factwire train attribution, with {CUES}, {SPANS} and {CARD}",
            cure=f"check {MODEL_VARIABLE}; {_CURE}",
        ) from error
