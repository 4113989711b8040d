"""Weights of linking fitted to links that reviewers judged: a logistic sum that starts from the settings shipped.

What belongs here: the score of a pair as the macro incident_evidence has it, the fit, how it does on links held out.  Not
here: where the links come from (marts.review_links), the file of a home (settings.py).

Each decision counts once, however many pairs it settles.  A setting leaves what is shipped only as far as the decisions
insist: ten of them move it little, a level of evidence that they do not hold stays, and no weight changes its sign.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.special import expit

from pipelines.link.settings import Settings, reach

Floats = NDArray[np.float64]

# How far from the bar a score must be for the odds of one event to be e: 1 (measured on reports of US newspapers).
_SOFTNESS = 0.05
# How far, as a standard deviation, a setting may leave what is shipped: the bar, the logarithm of the days, a weight.
_BAR_SD, _DAYS_SD, _WEIGHT_SD = 0.01, 0.15, 0.01
_LOWEST_BAR = 0.01
_FOLDS = 10
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Link:
    """Two tellings that a reviewer joined or set apart, with the evidence on them."""

    decision_id: str
    articles: tuple[str, str]
    is_same: bool
    likeness: float
    days_apart: float
    fewest_words: int
    levels: dict[str, str]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """How links are judged that the settings were not fitted to: the share that is right, and the mean loss in bits."""

    right: float
    loss: float


def _reaches_far(link: Link) -> bool:
    return link.levels["persons"] == "shared" or link.levels["toll"] == "updated"


class Links:
    """Links as columns."""

    def __init__(self, links: Sequence[Link], start: Settings) -> None:
        self.start = start
        self.names = [(evidence, level) for evidence, levels in start.weights.items() for level in levels]
        self.likeness = np.array([link.likeness for link in links], dtype=float)
        self.days = np.array([link.days_apart for link in links], dtype=float)
        longer = np.array([reach() if _reaches_far(link) else 1.0 for link in links])
        self.reach = longer * np.array([link.fewest_words for link in links], dtype=float) ** 0.75
        self.told = np.array(
            [[float(link.levels[evidence] == level) for evidence, level in self.names] for link in links]
        ).reshape(len(links), len(self.names))
        self.same = np.array([link.is_same for link in links], dtype=float)
        n_pairs = Counter(link.decision_id for link in links)
        self.share = np.array([1 / n_pairs[link.decision_id] for link in links])
        self.fold = _folds([link.articles for link in links])

    def scores(self, settings: Settings) -> Floats:
        """The score of each pair, as the build computes it."""
        return self._scores(
            settings.days, np.array([settings.weights[evidence][level] for evidence, level in self.names])
        )

    def _scores(self, days: float, weights: Floats) -> Floats:
        evidence: Floats = self.likeness + self.told @ weights
        nearness: Floats = np.exp(-self.days / (days * self.reach))
        return np.where(evidence > 0, evidence * nearness, evidence)

    def fitted(self, chosen: NDArray[np.bool_] | None = None) -> Settings:
        """The settings that the chosen links (all of them by default) ask for."""
        share = self.share if chosen is None else self.share * chosen
        weights = [self.start.weights[evidence][level] for evidence, level in self.names]
        shipped = np.array([self.start.bar, np.log(self.start.days), *weights])
        spread = np.array([_BAR_SD, _DAYS_SD, *(_WEIGHT_SD for _ in weights)])
        signs = [(0.0, None) if weight > 0 else (None, 0.0) for weight in weights]

        def loss(found: Floats) -> float:
            z = (self._scores(float(np.exp(found[1])), found[2:]) - found[0]) / _SOFTNESS
            away = (found - shipped) / spread
            return float(share @ (np.logaddexp(0.0, z) - self.same * z) + 0.5 * away @ away)

        bounds = [(_LOWEST_BAR, None), (None, None), *signs]
        bar, days, *rest = minimize(loss, shipped, method="L-BFGS-B", bounds=bounds).x
        by_evidence: dict[str, dict[str, float]] = {evidence: {} for evidence in self.start.weights}
        for (evidence, level), weight in zip(self.names, rest, strict=True):
            by_evidence[evidence][level] = round(float(weight), _DIGITS)
        return Settings(round(float(bar), _DIGITS), round(float(np.exp(days)), _DIGITS), by_evidence)

    def held_out(self) -> tuple[HeldOut, HeldOut]:
        """How the settings shipped judge each link, and how those do that were fitted to the links of other stories."""
        before, after = self._margins(self.start), np.zeros(len(self.same))
        for fold in np.unique(self.fold):
            out = self.fold == fold
            after[out] = self._margins(self.fitted(~out))[out]
        return self._judged(before), self._judged(after)

    def _margins(self, settings: Settings) -> Floats:
        return self.scores(settings) - settings.bar

    def _judged(self, margins: Floats) -> HeldOut:
        right = (margins >= 0) == (self.same == 1)
        said = expit(np.where(self.same == 1, margins, -margins) / _SOFTNESS)
        return HeldOut(
            float(np.average(right, weights=self.share)), float(np.average(-np.log2(said), weights=self.share))
        )


def _folds(articles: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
    """The fold of each link: links of one story, which share articles, are held out together."""
    names = sorted({article for pair in articles for article in pair})
    number = {name: at for at, name in enumerate(names)}
    left, right = (np.array([number[pair[side]] for pair in articles], dtype=np.int64) for side in (0, 1))
    graph = coo_matrix((np.ones(len(left), dtype=bool), (left, right)), shape=(len(names), len(names)))
    story = connected_components(graph, directed=False)[1]
    first = {part: names[at] for at, part in reversed(list(enumerate(story)))}
    return np.array([crc32(first[story[at]].encode()) % _FOLDS for at in left], dtype=np.int64)
