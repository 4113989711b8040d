"""Pairs of tellings that share a block, and how alike their words are: sparse matrices, some tellings at a time.

What belongs here: enumeration of pairs and likeness of words.  Not here: which tellings share a block and what a word
weighs (dbt: int_incidents__blocked, __worded), what else speaks for a pair (dbt: macro incident_evidence).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

Nodes = NDArray[np.int64]
Weights = NDArray[np.float64]
Chosen = NDArray[np.bool_]

# Tellings whose pairs are held at a time: memory is this many times the tellings of some weeks.
STEP = 500
# Pairs that are asked about at a time.
BATCH = 2_000_000
# Words shown as the reason why two tellings are alike.
SHOWN = 5
# Digits to which words of a pair are told apart by what they weigh.
DIGITS = 6


def matrix(tellings: Nodes, told: Nodes, columns: Nodes, values: Weights | None = None) -> csr_matrix:
    """A row for each of the tellings (ordered), the value (or 1) at each column that is told in it."""
    data = np.ones(len(told), dtype=np.float32) if values is None else values
    shape = (len(tellings), int(columns.max(initial=-1)) + 1)
    return coo_matrix((data, (np.searchsorted(tellings, told), columns)), shape=shape).tocsr()


def pairs(blocks: csr_matrix, articles: Nodes, chosen: Chosen) -> Iterator[tuple[Nodes, Nodes]]:
    """Pairs of rows that share a column, the lower row first, one of them chosen, never two of one article.

    They come some chosen rows at a time.
    """
    by_block = blocks.T.tocsr()
    rows = np.flatnonzero(chosen)
    for first in range(0, len(rows), STEP):
        some = rows[first : first + STEP]
        together = (blocks[some] @ by_block).tocoo()
        one, other = some[together.row], together.col.astype(np.int64)
        wanted = (articles[one] != articles[other]) & ((other > one) | ~chosen[other])
        if wanted.any():
            one, other = one[wanted], other[wanted]
            yield np.minimum(one, other), np.maximum(one, other)


def compared(
    blocks: csr_matrix, articles: Nodes, words: csr_matrix, chosen: Chosen
) -> Iterator[tuple[Nodes, Nodes, Weights]]:
    """The same pairs with the likeness of their words, many at a time."""
    held: list[tuple[Nodes, Nodes, Weights]] = []
    for left, right in pairs(blocks, articles, chosen):
        held.append((left, right, likeness(words, left, right)))
        if sum(len(part[0]) for part in held) >= BATCH:
            yield _together(held)
            held = []
    if held:
        yield _together(held)


def _together(held: list[tuple[Nodes, Nodes, Weights]]) -> tuple[Nodes, Nodes, Weights]:
    left, right, alike = zip(*held, strict=True)
    return np.concatenate(left), np.concatenate(right), np.concatenate(alike)


def likeness(words: csr_matrix, left: Nodes, right: Nodes) -> Weights:
    """Product of the word vectors of each pair; the pairs of few rows."""
    # Rows are numbered closely: to count them finds each once, faster than to sort them.
    ones, others = (np.flatnonzero(np.bincount(rows)) for rows in (left, right))
    products = (words[ones] @ words[others].T.tocsr()).toarray()
    alike: Weights = products[np.searchsorted(ones, left), np.searchsorted(others, right)]
    return alike


def shared(words: csr_matrix, left: Nodes, right: Nodes) -> tuple[Weights, Nodes, Nodes]:
    """Likeness of each pair, the columns of the words that say most of it, and where those of each pair start."""
    common = words[left].multiply(words[right]).tocsr()
    counts = np.diff(common.indptr)
    pair = np.repeat(np.arange(len(left)), counts)
    # The words of a pair stand together, by their numbers: one stable sort by pair and weight keeps that among equals.
    order = np.argsort(pair - np.round(common.data, DIGITS), kind="stable")
    shown = common.indices[order[np.arange(len(order)) - common.indptr[pair] < SHOWN]]
    starts = np.concatenate([[0], np.cumsum(np.minimum(counts, SHOWN))])
    alike: Weights = np.bincount(pair, common.data, minlength=len(left)).astype(np.float64)
    return alike, shown, starts


def parts(left: Nodes, right: Nodes, n_rows: int) -> Nodes:
    """The part of each row: rows that a chain of these pairs joins are of one part."""
    graph = coo_matrix((np.ones(len(left), dtype=bool), (left, right)), shape=(n_rows, n_rows))
    numbers: Nodes = connected_components(graph, directed=False)[1].astype(np.int64)
    return numbers
