"""Fit the confidence of facts and claims on annotated articles, and print how well it holds on articles held out.

usage: python benchmarks/calibrate.py FOLDER
FOLDER is that of the evaluation corpora: evaluate.py, scorers/ and data/ (none of it is part of this repository).
Writes pipelines/extract/lexicon/confidence.yml and prints the tables of docs/accuracy.md.  The same corpora and the same rules
of reading give the same file.  What `right` means: judged.py.

One logistic sum a kind for facts and one for claims.  Its weights start from PRIOR and leave it only as far as the articles
insist: a weight keeps its sign at least, and a rule of reading that is seldom met stays near 0.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import yaml
from judged import Judged, judged
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from pipelines.extract.confidence import BELOW_SURE, Level
from pipelines.extract.lexicon import __file__ as lexicon_file

# What is believed before any article is seen, on the scale of log odds; 0: could go either way.
INTERCEPT = 0.4
PRIOR = {
    "day": 0.4,
    "days": 0.2,
    "date_borrowed": -0.3,
    "date_conflict": -0.6,
    "located": 0.4,
    "region": -0.2,
    "place_apart": -0.3,
    "opening": 0.2,
    "sentences": 0.3,
    "loose": -1.0,
    "reporter": 0.2,
    "cue_doubt": -1.5,
    "speaker_doubt": -1.0,
    "disputed": -0.3,
    "not_actual": -1.0,
    "counted": 0.0,
    "open_count": -0.2,
    "one": 0.0,
    "counts_differ": -0.3,
    "quoted": 0.2,
    "named": 0.2,
    "harmed": 0.2,
    "doers": 0.2,
    "both_sides": 0.2,
    "headline": -0.2,
    "capitals": -0.3,
    "rivals": 0.0,
}
# How far, as a standard deviation, the intercept, weights and rules may leave what was believed.
_INTERCEPT_SD, _WEIGHT_SD, _RULE_SD = 1.5, 0.3, 0.2
_FOLDS = 10
# A kind says 0.9 and more only where that held on articles held out.
_SURE, _CEILING = 0.9, 0.98
_BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0)
_LEVELS: tuple[Level, Level] = ("fact", "claim")

Floats = NDArray[np.float64]


class Model:
    """One kind's logistic sum, fitted to some of its facts or of its claims."""

    def __init__(self, rows: Sequence[Judged]) -> None:
        met = {name for row in rows for name in row.told}
        # A feature that all of them have, or none, tells nothing: it keeps what was believed.
        self.features = [f for f in PRIOR if f in met and len({row.told.get(f, 0.0) for row in rows}) > 1]
        self.rules = sorted({row.rule for row in rows})
        believed = [PRIOR[name] for name in self.features]
        prior = np.array([INTERCEPT, *believed, *(0.0 for _ in self.rules)])
        spread = np.array([_INTERCEPT_SD, *(_WEIGHT_SD for _ in believed), *(_RULE_SD for _ in self.rules)])
        signs = [(0.0, None) if p > 0 else (None, 0.0) if p < 0 else (None, None) for p in believed]
        x, constant = self._matrix(rows), self._constant(rows)
        y = np.array([row.is_right for row in rows], dtype=float)

        def loss(w: Floats) -> tuple[float, Floats]:
            z, away = x @ w + constant, (w - prior) / spread
            value = float(np.sum(np.logaddexp(0.0, z) - y * z) + 0.5 * away @ away)
            return value, x.T @ (expit(z) - y) + away / spread

        bounds = [(None, None), *signs, *((None, None) for _ in self.rules)]
        self.weights: Floats = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds).x

    def _matrix(self, rows: Sequence[Judged]) -> Floats:
        return np.array(
            [
                [1.0, *(row.told.get(f, 0.0) for f in self.features), *(float(row.rule == r) for r in self.rules)]
                for row in rows
            ]
        )

    def _constant(self, rows: Sequence[Judged]) -> Floats:
        """What features that keep their prior add."""
        return np.array([sum(PRIOR[f] * x for f, x in row.told.items() if f not in self.features) for row in rows])

    def probability(self, rows: Sequence[Judged]) -> Floats:
        found: Floats = expit(self._matrix(rows) @ self.weights + self._constant(rows))
        return found

    def table(self, ceiling: float) -> dict[str, Any]:
        intercept, *rest = (round(float(w), 2) for w in self.weights)
        n = len(self.features)
        return {
            "intercept": intercept,
            "ceiling": ceiling,
            "features": dict(zip(self.features, rest[:n], strict=True)),
            "rules": {rule: w for rule, w in zip(self.rules, rest[n:], strict=True) if w},
        }


def held_out(rows: Sequence[Judged]) -> Floats:
    """The probability of each row by a model that saw none of its story."""
    fold = np.array([crc32(row.story.encode()) % _FOLDS for row in rows])
    out = np.zeros(len(rows))
    for n in range(_FOLDS):
        told = [row for row, f in zip(rows, fold, strict=True) if f == n]
        if told:
            out[fold == n] = Model([row for row, f in zip(rows, fold, strict=True) if f != n]).probability(told)
    return out


def ceiling(said: Floats, right: Floats) -> float:
    """The highest confidence a kind may have.  By the rule of succession nine in ten must be right, so seven of seven are few."""
    sure = said >= _SURE
    return _CEILING if (right[sure].sum() + 1) / (sure.sum() + 2) >= _SURE else BELOW_SURE


# --- what is printed and written --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tested:
    """Facts or claims of one kind, what was said of them held out, and whether they are right."""

    rows: list[Judged]
    said: Floats
    right: Floats

    def cells(self, chosen: NDArray[np.bool_]) -> str:
        n = int(chosen.sum())
        return f"{n} | {self.said[chosen].mean():.2f} | {self.right[chosen].mean():.2f}" if n else "0 | |"

    def between(self, low: float, high: float) -> str:
        return self.cells((self.said >= low) & ((self.said < high) | (high == 1.0)))

    def of(self, corpus: str) -> str:
        return self.cells(np.array([row.corpus == corpus for row in self.rows]))


def printed(kind: str, facts: Tested, claims: Tested) -> Iterator[str]:
    """The rows of one kind: bins of confidence, then each corpus."""
    for low, high in pairwise(_BINS):
        cells = facts.between(low, high), claims.between(low, high)
        if cells != ("0 | |", "0 | |"):
            yield f"| {kind} | {low:.1f}–{high:.1f} | {' | '.join(cells)} |"
    for corpus in dict.fromkeys(row.corpus for row in facts.rows):
        yield f"| {kind} | all of {corpus} | {facts.of(corpus)} | {claims.of(corpus)} |"


def verdict(level: Level, tested: Sequence[Tested]) -> str:
    """How often what was said with 0.9 or more is right, over all kinds."""
    right = np.concatenate([one.right[one.said >= _SURE] for one in tested])
    return f"{level}s of {_SURE} or more: {len(right)}, right: {int(right.sum())}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    rows = list(judged(parser.parse_args().folder))
    tables: dict[str, Any] = {"prior": PRIOR}
    tested: dict[Level, list[Tested]] = {level: [] for level in _LEVELS}
    print("| | held out | facts | mean confidence | share right | claims | mean confidence | share right |")
    print("|---|---|---|---|---|---|---|---|")
    for kind in dict.fromkeys(row.kind for row in rows):
        tables[kind] = {}
        for level in _LEVELS:
            mine = [row for row in rows if (row.kind, row.level) == (kind, level)]
            said, right = held_out(mine), np.array([row.is_right for row in mine], dtype=float)
            top = ceiling(said, right)
            tables[kind][level] = Model(mine).table(top)
            tested[level].append(Tested(mine, np.minimum(said, top), right))
        print("\n".join(printed(kind, *(tested[level][-1] for level in _LEVELS))))
    print("\n" + "; ".join(verdict(level, tested[level]) for level in _LEVELS))
    counts = Counter(f"{row.level}s of {row.corpus}" for row in rows)
    head = (
        "# Written by benchmarks/calibrate.py: what each feature of extract/confidence.py adds to the log odds that a fact or\n"
        "# a claim is right.  A feature or rule that a kind does not list keeps its prior; that of a rule is 0.  Fitted on\n"
        f"# {', '.join(f'{n} {name}' for name, n in counts.items())}.\n"
    )
    (Path(lexicon_file).parent / "confidence.yml").write_text(head + yaml.safe_dump(tables, sort_keys=False), "utf-8")


if __name__ == "__main__":
    main()
