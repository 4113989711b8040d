"""Average link: what joins, what does not, and that neither order nor the size of a block decides."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.link import average
from pipelines.link.average import groups


def grouped(pairs: list[tuple[int, int, float]], articles: list[int], beside: tuple[int, ...] = ()) -> list[int]:
    left, right, scores = (np.array(column) for column in zip(*pairs, strict=True)) if pairs else ([], [], [])
    columns = (np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64), np.asarray(scores, dtype=float))
    is_beside = np.isin(np.arange(len(articles)), beside)
    return groups(columns, np.array(articles, dtype=np.int64), is_beside).tolist()


def test_a_strong_pair_links_and_a_weak_one_does_not() -> None:
    assert grouped([(0, 1, 1.0), (2, 3, 0.99)], [0, 1, 2, 3]) == [0, 0, 2, 3]


def test_a_chain_of_strong_pairs_is_cut_where_the_ends_are_strangers() -> None:
    assert grouped([(0, 1, 1.4), (1, 2, 1.2)], [0, 1, 2]) == [0, 0, 2]
    assert grouped([(0, 1, 1.4), (1, 2, 1.2), (0, 2, 0.9)], [0, 1, 2]) == [0, 0, 0]


def test_what_speaks_against_a_pair_outweighs_a_link_to_its_neighbour() -> None:
    assert grouped([(0, 1, 2.0), (1, 2, 1.5), (0, 2, -1.0)], [0, 1, 2]) == [0, 0, 2]


def test_tellings_of_one_article_stay_apart_but_for_those_that_need_not() -> None:
    pairs = [(0, 2, 3.0), (1, 2, 2.5)]
    assert grouped(pairs, [7, 7, 8]) == [0, 1, 0]
    assert grouped([*pairs, (0, 1, 2.0)], [-1, -1, 8]) == [0, 0, 0]


def test_what_is_told_beside_joins_what_others_are_about_and_cannot_take_its_place() -> None:
    # 0 and 2 are about one event; 1, told beside 0 in the same article, is more like 2 than 0 is.
    pairs = [(0, 2, 1.2), (1, 2, 3.0), (1, 3, 1.5)]
    assert grouped(pairs, [7, 7, 8, 9]) == [0, 1, 1, 3]
    assert grouped(pairs, [7, 7, 8, 9], beside=(1,)) == [0, 3, 0, 3]


def test_tellings_beside_that_join_nothing_are_grouped_among_themselves() -> None:
    assert grouped([(0, 1, 2.0), (1, 2, 0.4)], [1, 2, 3], beside=(0, 1)) == [0, 0, 2]


def test_of_two_tellings_of_one_article_the_more_alike_joins() -> None:
    assert grouped([(0, 2, 1.5), (1, 2, 2.0)], [5, 5, 6], beside=(0, 1)) == [0, 2, 2]


def test_nothing_to_compare_leaves_every_telling_alone() -> None:
    assert grouped([], [0, 1]) == [0, 1]


def test_a_block_too_large_is_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(average, "LARGEST", 3)
    tight = [(0, 1, 3.0), (2, 3, 3.0)]
    assert grouped([*tight, (1, 2, 1.1)], [0, 1, 2, 3]) == [0, 0, 2, 2]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(-2, 3)), max_size=20), st.randoms())
def test_the_order_of_pairs_changes_nothing(pairs: list[tuple[int, int, float]], random: object) -> None:
    once = list({(min(a, b), max(a, b)): (min(a, b), max(a, b), score) for a, b, score in pairs if a != b}.values())
    shuffled = once.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    articles = [0, 0, 1, 2, 3, 4, 5, 6]
    first = grouped(once, articles)
    assert first == grouped(shuffled, articles)
    assert all(label <= node and first[label] == label for node, label in enumerate(first))
    assert first[0] != first[1]


@given(
    st.lists(st.floats(0.9, 3), min_size=6, max_size=6),
    st.lists(st.sampled_from([-1, 0, 1, 2, 3]), min_size=4, max_size=4),
)
def test_what_all_link_is_grouped_as_if_it_had_been_weighed(scores: list[float], articles: list[int]) -> None:
    pairs = [(left, right, score) for (left, right), score in zip(combinations(range(4), 2), scores, strict=True)]
    taken = grouped(pairs, articles)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(average, "_is_plain", lambda *_: False)
        assert grouped(pairs, articles) == taken
