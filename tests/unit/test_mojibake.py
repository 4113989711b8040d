"""Wrongly decoded text is repaired for reading, and every offset leads back to the delivered text."""

from __future__ import annotations

import pytest

from pipelines.clean.mojibake import repair


def spoilt(text: str, encoding: str = "sloppy-windows-1252") -> str:
    return text.encode().decode(encoding)


@pytest.mark.parametrize(
    ("delivered", "read"),
    [
        ("Pakistanâ€™s envoy", "Pakistan’s envoy"),
        (spoilt("“We agreed,” said Erdoğan – in İzmir’s café…"), "“We agreed,” said Erdoğan – in İzmir’s café…"),
        (spoilt(spoilt("Kabul’s “green” zone")), "Kabul’s “green” zone"),
        ("a road\x97and a bridge\x92s end", "a road—and a bridge’s end"),
        ("it cost Â£20", "it cost £20"),
        ("“Right” — " + spoilt("“wrong”"), "“Right” — “wrong”"),
    ],
)
def test_what_is_read(delivered: str, read: str) -> None:
    assert repair(delivered).text == read


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "“It’s Pakistan’s” — Erdoğan’s café, São Paulo, naïve… £20 at 30 °C",
        "ÉCOLE À ÎLE",
        "کابل هېواد",
        "Ä was the first letter",
        "",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert repair(text).text is text
    assert repair(text).delivered(1, 3) == (1, 3)


def test_every_stretch_leads_back_to_the_delivered_text() -> None:
    read = "“We agreed,” said Erdoğan’s envoy – twice.” He left Â"
    delivered = spoilt(read[:-1]) + "Â"
    repaired = repair(delivered)
    assert repaired.text == read
    for word in ("We agreed", "“We", "Erdoğan’s", "Erdoğan", "’s envoy", "–", "twice.”", "He left"):
        start = read.index(word)
        a, b = repaired.delivered(start, start + len(word))
        assert delivered[a:b] == spoilt(word)


def test_offsets_stay_in_order_and_reach_both_ends() -> None:
    delivered = spoilt("“é” — ‘ğ’ £1 of “x”")
    repaired = repair(delivered)
    for start in range(len(repaired.text) + 1):
        for end in range(start, len(repaired.text) + 1):
            a, b = repaired.delivered(start, end)
            assert 0 <= a <= b <= len(delivered) or start == end
            if start < end:
                assert a < b
    assert repaired.delivered(0, len(repaired.text)) == (0, len(delivered))
