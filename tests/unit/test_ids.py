"""Ids: equal for the same thing however it is delivered, different for different things."""

from __future__ import annotations

from pipelines import ids


def make(**given: str | None) -> str:
    return ids.article_id(**({"url": None, "source": None, "delivered_id": None, "text": "Some text."} | given))


def test_url_decides_before_id_and_text() -> None:
    assert make(url="https://www.Paper.example/a/?utm_source=x#top") == make(
        url="http://paper.example/a", text="Other."
    )
    assert make(url="https://paper.example/a") != make(url="https://paper.example/b")


def test_a_url_that_is_none_still_tells_articles_apart() -> None:
    assert make(url="http://[gate") != make(url="http://[pass")


def test_a_path_without_a_host_counts_within_its_source() -> None:
    assert make(url="/2025/11/pass", source="a") != make(url="/2025/11/pass", source="b")
    assert make(url="/2025/11/pass", source="a") == make(url="/2025/11/pass", source="a", text="Corrected.")
    assert make(url="/2025/11/pass", source="a", delivered_id="7") == make(source="a", delivered_id="7")


def test_query_keys_that_name_a_page_count() -> None:
    assert make(url="https://paper.example/?id=1") != make(url="https://paper.example/?id=2")
    assert make(url="https://paper.example/?a=1&b=2") == make(url="https://paper.example/?b=2&a=1")


def test_delivered_id_counts_within_its_source() -> None:
    assert make(delivered_id="7", source="a") != make(delivered_id="7", source="b")
    assert make(delivered_id="7", source="a") == make(delivered_id="7", source="a", text="Corrected.")


def test_text_alone_is_levelled() -> None:
    assert make(text="Two  men\n were held.") == make(text="two men were held.")
    assert make(text="Two men were held.") != make(text="Three men were held.")


def test_claim_id_depends_on_speaker_and_detail() -> None:
    base = ids.claim_id("a:1:0", "incident", 3, 9, "Police")
    assert base == ids.claim_id("a:1:0", "incident", 3, 9, "Police")
    assert (
        len(
            {
                base,
                ids.claim_id("a:1:0", "incident", 3, 9, "Army"),
                ids.claim_id("a:1:0", "incident", 3, 9, "Police", "2"),
            }
        )
        == 3
    )
