"""A tagger for attribution, trained on annotated articles: two sequence models and a card that says how they were made.

What belongs here: labels from annotations, training, the held-back evaluation, the card.  Not here: the format of the
data (examples.py), features and decoding (extract/attribution/), the command (commands/train.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pycrfsuite
from spacy.tokens import Doc

from pipelines.errors import DataProblem
from pipelines.extract.attribution.features import Sight, feature_version
from pipelines.extract.attribution.find import attributions_from
from pipelines.extract.attribution.quotes import find_quotes
from pipelines.extract.attribution.tagger import (
    BEGINS,
    CARD,
    CONTENT,
    CUES,
    INSIDE,
    OUTSIDE,
    SOURCE,
    SPANS,
    Tagger,
)
from pipelines.extract.document import Article, Document, model_version, parse
from pipelines.train.examples import Example, Gold
from pipelines.train.score import Score

# One article in so many is held back: the models never see it, the card says how they do on it.
HELD_BACK = 10
# L2 and L1 weight and iterations of L-BFGS; features seen once are left out.
_PARAMETERS = {"c1": 0.05, "c2": 0.1, "max_iterations": 80, "feature.minfreq": 2}

Range = tuple[int, int]


def train(examples: list[Example], source: Path, output: Path, *, said: Callable[[str], None]) -> dict[str, Any]:
    """Train on the articles that are not held back, evaluate on those that are, write models and card; the card."""
    held, kept = split(examples)
    if not any(gold.cue and gold.content for example in kept for gold in example.attributions):
        raise DataProblem(
            f"of {len(examples)} articles {len(kept)} are left to train on, without an attribution of cue and content",
            expected="annotated articles beside the tenth that is held back",
            cure="give more articles",
        )
    said(f"reading {len(kept)} articles")
    cues, spans = _Trainer(), _Trainer()
    for example, document in _parsed(kept):
        _learn(document, example.attributions, cues, spans)
    said("training the model of cues")
    cues.write(output / CUES)
    said("training the model of sources and contents")
    spans.write(output / SPANS)
    tagger = Tagger(output)
    said(f"evaluating on {len(held)} articles")
    card = {
        "model": "attribution",
        "trained_on": {
            "file": source.name,
            "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
            "articles": len(kept),
            "attributions": sum(len(example.attributions) for example in kept),
        },
        "held_back": {"articles": len(held), **_evaluate(held, tagger)},
        "feature_version": feature_version(),
        "language_model": model_version(),
        "library": f"python-crfsuite {version('python-crfsuite')}",
        "model_sha256": tagger.digest,
    }
    (output / CARD).write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return card


def split(examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """The articles held back and those to train on: by a hash of their texts, so that their order changes nothing."""
    ranked = sorted(
        examples, key=lambda example: hashlib.sha256(example.text.encode("utf-8", "surrogatepass")).digest()
    )
    n_held = max(1, len(ranked) // HELD_BACK)
    return ranked[:n_held], ranked[n_held:]


def _parsed(examples: list[Example]) -> Iterator[tuple[Example, Document]]:
    """One at a time: memory stays that of the longest article."""
    return ((example, parse(Article(example.id, example.text))) for example in examples)


def _evaluate(held: list[Example], tagger: Tagger) -> dict[str, dict[str, float | int]]:
    """Rules and tagger side by side."""
    scores = {"rules": Score(), "tagger": Score()}
    for example, document in _parsed(held):
        for name, reader in (("rules", None), ("tagger", tagger)):
            scores[name].add(example.text, example.attributions, attributions_from(document, [], reader))
    return {name: score.figures() for name, score in scores.items()}


# -- from annotations to labels ----------------------------------------------------------------------------------------


def _learn(document: Document, attributions: Iterable[Gold], cues: _Trainer, spans: _Trainer) -> None:
    """Hand one article to both models."""
    doc = document.doc
    sight = Sight(doc, find_quotes(document.text))
    labels = [OUTSIDE] * len(doc)
    for gold in attributions:
        cue = _tokens(doc, gold.cue)
        if cue is None:
            continue
        labels[cue[0]] = BEGINS
        labels[cue[0] + 1 : cue[1]] = [INSIDE] * (cue[1] - cue[0] - 1)
        parts = [_label(doc[i].idx, gold) for i in sight.window(cue)]
        spans.append(sight.span_features(cue), parts)
    for sentence in doc.sents:
        cues.append(sight.cue_features(list(sentence)), labels[sentence.start : sentence.end])


def _tokens(doc: Doc, cue: tuple[Range, ...]) -> Range | None:
    """The tokens of a cue; None where it has none, or is too far apart to be one."""
    found = doc.char_span(cue[0][0], cue[-1][1], alignment_mode="expand") if cue else None
    return (found.start, found.end) if found is not None and len(found) and found[0].sent == found[-1].sent else None


def _label(at: int, gold: Gold) -> str:
    if any(start <= at < end for start, end in gold.content):
        return CONTENT
    return SOURCE if any(start <= at < end for start, end in gold.source) else OUTSIDE


class _Trainer:
    """Sequences handed to the library one by one, and the file it writes."""

    def __init__(self) -> None:
        self._trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=_PARAMETERS, verbose=False)

    def append(self, features: list[list[str]], labels: list[str]) -> None:
        self._trainer.append(pycrfsuite.ItemSequence(features), labels)

    def write(self, file: Path) -> None:
        self._trainer.train(str(file))
