"""Pairs of a block: which there are, how alike their words are, and that those left out decide nothing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.link import candidates
from pipelines.link.average import groups
from pipelines.link.candidates import likeness, matrix, pairs, parts, shared

TELLINGS = np.array([3, 5, 8, 9])


def listed(step: int, monkeypatch: pytest.MonkeyPatch, *rows: int) -> list[tuple[int, int]]:
    chosen = np.isin(np.arange(4), rows)
    monkeypatch.setattr(candidates, "STEP", step)
    blocks = matrix(TELLINGS, np.array([3, 5, 5, 8, 9, 3, 9]), np.array([0, 0, 1, 1, 1, 2, 2]))
    articles = np.array([0, 1, 2, 1])
    return [
        pair
        for left, right in pairs(blocks, articles, chosen)
        for pair in zip(left.tolist(), right.tolist(), strict=True)
    ]


@pytest.mark.parametrize("step", [1, 3, 100])
def test_a_pair_shares_a_block_and_is_of_two_articles(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # 5 and 9 share a block but stand in one article.
    assert sorted(listed(step, monkeypatch, 0, 1, 2, 3)) == [(0, 1), (0, 3), (1, 2), (2, 3)]


@pytest.mark.parametrize("step", [1, 100])
def test_one_of_a_pair_is_chosen(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sorted(listed(step, monkeypatch, 1, 2)) == [(0, 1), (1, 2), (2, 3)]
    assert sorted(listed(step, monkeypatch, 3)) == [(0, 3), (2, 3)]


def test_likeness_is_the_product_of_the_words_that_two_share() -> None:
    words = matrix(
        TELLINGS,
        np.array([3, 3, 5, 5, 8, 9]),
        np.array([0, 1, 1, 2, 0, 3]),
        np.array([0.6, 0.8, 0.5, 0.5, 1.0, 1.0]),
    )
    left, right = np.array([0, 0, 0, 1]), np.array([1, 2, 3, 3])
    assert likeness(words, left, right).tolist() == pytest.approx([0.4, 0.6, 0.0, 0.0])
    alike, shown, starts = shared(words, left, right)
    assert alike.tolist() == pytest.approx([0.4, 0.6, 0.0, 0.0])
    assert [shown[a:b].tolist() for a, b in pairwise(starts)] == [[1], [0], [], []]


def test_the_words_shown_are_those_that_say_most() -> None:
    weights = np.array([0.1, 0.6, 0.2, 0.5, 0.3, 0.4, 0.1])
    told, columns = np.repeat([3, 5], 7), np.tile(np.arange(7), 2)
    words = matrix(TELLINGS, told, columns, np.tile(weights, 2))
    _, shown, _ = shared(words, np.array([0]), np.array([1]))
    assert shown.tolist() == [1, 3, 5, 4, 2]


def test_words_that_say_as_much_are_shown_by_their_numbers_for_each_pair() -> None:
    told, columns = np.repeat(TELLINGS, 7), np.tile(np.arange(7), 4)
    words = matrix(TELLINGS, told, columns, np.tile([0.3, 0.5, 0.3, 0.3, 0.5, 0.3, 0.3], 4))
    _, shown, starts = shared(words, np.array([0, 1, 2]), np.array([1, 2, 3]))
    assert [shown[a:b].tolist() for a, b in pairwise(starts)] == [[1, 4, 0, 2, 3]] * 3


@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(-2, 3)), max_size=40),
    st.sets(st.integers(0, 11)),
)
def test_pairs_between_parts_decide_nothing(given_pairs: list[tuple[int, int, float]], beside: set[int]) -> None:
    scored = {(min(a, b), max(a, b)): score for a, b, score in given_pairs if a != b}
    left, right = (np.array([pair[side] for pair in scored], dtype=np.int64) for side in (0, 1))
    scores = np.array(list(scored.values()), dtype=float)
    articles = np.arange(12) % 9
    is_beside = np.isin(np.arange(12), list(beside))
    part = parts(left[scores >= 1], right[scores >= 1], 12)
    kept = part[left] == part[right]
    whole = groups((left, right, scores), articles, is_beside)
    assert groups((left[kept], right[kept], scores[kept]), articles, is_beside).tolist() == whole.tolist()
