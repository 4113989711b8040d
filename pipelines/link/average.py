"""Groups of tellings by average link: what belongs together by the mean score of all its pairs.

What belongs here: from scored pairs to groups.  Not here: which pairs are compared and what they score (dbt:
int_<kind>__paired), names of facts (dbt: int_facts__named).

A group joins another while the mean score of the pairs between them reaches 1, the best mean first.  So one strong pair
cannot chain two stories, as it does where groups are connected components.  A pair that was not compared counts 0.
Source: group-average linkage (UPGMA), Sokal and Michener 1958.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

Nodes = NDArray[np.int64]
Scores = NDArray[np.float64]
Pairs = tuple[Nodes, Nodes, Scores]

# Score of two tellings that are two events whatever else is alike: no mean of other pairs outweighs it.
APART = -1e6
# Most tellings compared as one block: its matrix of scores takes 8 bytes a pair.
LARGEST = 3000
# How much the bar is raised where a block is larger than that, until its parts are small enough.
_RAISE = 1.25


def groups(pairs: Pairs, articles: Nodes, beside: NDArray[np.bool_]) -> Nodes:
    """The group of each telling, named by one of its members.

    pairs: two tellings (numbers from 0) and their score, each two once; 1 or more links them, below 0 speaks against.
    articles: for each telling the article it stands in, as a number; tellings of one article never share a group, but
    for those numbered -1.
    beside: tellings of what an article tells beside its main event.  They join groups made without them, so that the few
    words of one cannot take the place of the article that is about it; what joins none is grouped by itself.
    """
    labels = _linked(np.arange(len(articles), dtype=np.int64), _among(pairs, ~beside), articles)
    alone = _joined(labels, pairs, articles, beside)
    return _linked(labels, _among(pairs, alone), articles)


def _among(pairs: Pairs, chosen: NDArray[np.bool_]) -> Pairs:
    inside = chosen[pairs[0]] & chosen[pairs[1]]
    return pairs[0][inside], pairs[1][inside], pairs[2][inside]


def _linked(labels: Nodes, pairs: Pairs, articles: Nodes) -> Nodes:
    for nodes, block in _blocks(np.arange(len(articles), dtype=np.int64), pairs, 1.0):
        labels[nodes] = nodes[_grouped(block, articles[nodes])]
    return labels


def _joined(labels: Nodes, pairs: Pairs, articles: Nodes, beside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Label tellings beside by the group they are most alike to in the mean; those that no group takes are left."""
    left, right, scores = pairs
    mixed = beside[left] != beside[right]
    extra = np.where(beside[left], left, right)[mixed]
    group = labels[np.where(beside[left], right, left)[mixed]]
    keys, at = np.unique(np.stack([extra, group]), axis=1, return_inverse=True)
    means = np.bincount(at.ravel(), scores[mixed]) / np.bincount(labels[~beside], minlength=len(labels))[keys[1]]
    taken = set(zip(labels[~beside].tolist(), articles[~beside].tolist(), strict=True))
    left_over = beside.copy()
    for index in np.lexsort((keys[1], keys[0], -means)):
        telling, to = int(keys[0][index]), int(keys[1][index])
        place = (to, int(articles[telling]))
        if means[index] >= 1 and left_over[telling] and place not in taken:
            labels[telling] = to
            left_over[telling] = False
            taken.add(place)
    return left_over


def united(labels: Nodes, pairs: tuple[Nodes, Nodes]) -> Nodes:
    """Groups after those that a pair settled beforehand joins became one."""
    left, right = labels[pairs[0]], labels[pairs[1]]
    graph = coo_matrix((np.ones(len(left), dtype=bool), (left, right)), shape=(len(labels), len(labels)))
    part_of = connected_components(graph, directed=False)[1]
    first = np.full(len(labels), len(labels), dtype=np.int64)
    np.minimum.at(first, part_of, np.arange(len(labels)))
    joined: Nodes = first[part_of[labels]]
    return joined


def _blocks(nodes: Nodes, pairs: Pairs, bar: float) -> Iterator[tuple[Nodes, Pairs]]:
    """Parts that no pair of score `bar` joins to the rest, with their own pairs, renumbered; single tellings left out.

    Two groups join only where at least one pair between them reaches the bar, so that parts can be taken one by one.
    """
    left, right, scores = pairs
    strong = scores >= bar
    graph = coo_matrix((strong[strong], (left[strong], right[strong])), shape=(len(nodes), len(nodes)))
    part_of = connected_components(graph, directed=False)[1].astype(np.int64)
    sizes = np.bincount(part_of)
    members = np.argsort(part_of, kind="stable")
    starts = np.concatenate([[0], np.cumsum(sizes)])
    rank = np.empty(len(nodes), dtype=np.int64)
    rank[members] = np.arange(len(nodes)) - starts[part_of[members]]
    inside = np.flatnonzero(part_of[left] == part_of[right])
    inside = inside[np.argsort(part_of[left[inside]], kind="stable")]
    ends = np.cumsum(np.bincount(part_of[left[inside]], minlength=len(sizes)))
    for part in np.flatnonzero(sizes > 1):
        chosen = inside[(ends[part - 1] if part else 0) : ends[part]]
        own = nodes[members[starts[part] : starts[part + 1]]]
        block = (rank[left[chosen]], rank[right[chosen]], scores[chosen])
        if len(own) > LARGEST:
            yield from ((own[inner], smaller) for inner, smaller in _blocks(np.arange(len(own)), block, bar * _RAISE))
        else:
            yield own, block


def _grouped(pairs: Pairs, articles: Nodes) -> Nodes:
    """Number of the first telling of the group of each telling of one block."""
    left, right, scores = pairs
    if _is_plain(scores, articles):
        return np.zeros(len(articles), dtype=np.int64)
    matrix = np.zeros((len(articles), len(articles)))
    matrix[left, right] = matrix[right, left] = scores
    matrix[(articles[:, None] == articles[None, :]) & (articles >= 0)[:, None]] = APART
    highest = max(1.0, float(scores.max(initial=1.0)))
    np.fill_diagonal(matrix, highest)
    tree = linkage(squareform(highest - matrix, checks=False), "average")
    cluster = fcluster(tree, highest - 1.0 + 1e-9, "distance")
    _, first = np.unique(cluster, return_index=True)
    grouped: Nodes = first[np.searchsorted(np.unique(cluster), cluster)].astype(np.int64)
    return grouped


def _is_plain(scores: Scores, articles: Nodes) -> bool:
    """Whether each two of a block link and none stand in one article: any mean links, and nothing need be weighed."""
    n_tellings = len(articles)
    if len(scores) < n_tellings * (n_tellings - 1) // 2 or scores.min() < 1:
        return False
    named = articles[articles >= 0]
    return len(set(named.tolist())) == len(named)
