"""Truecasing: which sentences count as capitals, and which words keep theirs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.document import Article, parse
from pipelines.extract.truecase import is_capitals, truecase


@pytest.mark.parametrize(
    ("capitals", "expected"),
    [
        ("THE SOLDIERS BURNED TWO FARMS NEAR QUETTA.", "The soldiers burned two farms near Quetta."),
        ("COLONEL PETROV SAID THE COLONEL LEFT.", "Colonel Petrov said the colonel left."),
        ("THE UN AND THE BBC LEFT IRAQ ON FRIDAY.", "The UN and the BBC left Iraq on Friday."),
        ("THEY MAY RETURN IN MAY OR ON MAY 5.", "They may return in May or on May 5."),
        ("HE TOLD US THAT THE US EMBASSY IS SHUT.", "He told us that the US embassy is shut."),
        ("THE NATIONAL RELIEF COUNCIL (NRC) FED THEM.", "The National Relief Council (NRC) fed them."),
        ("REBELS LEFT SAN PABLO AND THE UNITED STATES.", "Rebels left San Pablo and the United States."),
        ("IT WAS THE 1ST RAID SINCE THE 1980'S.", "It was the 1st raid since the 1980's."),
        ("LIMA, 4 FEB 90 (DPA) -- [TEXT] THE POLICE FLED.", "Lima, 4 Feb 90 (DPA) -- [Text] The police fled."),
    ],
)
def test_truecases(capitals: str, expected: str) -> None:
    assert truecase(capitals) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "NATO",
        "FARC ELN",
        "The UN left.",
        "KABUL (AP) — Two men died.",
        "A B C D",
        "He said: STOP THE WAR NOW, please, everyone.",
    ],
)
def test_leaves_other_sentences_alone(sentence: str) -> None:
    assert truecase(sentence) == sentence
    assert not is_capitals(sentence) or sentence == truecase(sentence)


@pytest.mark.parametrize("sentence", ["THE İSTANBUL POLICE ARRESTED ẞOME MEN.", "THE ﬁRE AND THE ŉOISE WERE SEEN"])
def test_keeps_the_length(sentence: str) -> None:
    assert len(truecase(sentence)) == len(sentence)


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(truecase(text)) == len(text)
    assert len(truecase("THE MEN SAW " + text.upper())) == len("THE MEN SAW " + text.upper())


def test_parser_reads_verbs_and_nouns_again() -> None:
    document = parse(Article("a", "GUNMEN KIDNAPPED A JUDGE AND BURNED HIS HOUSE IN THE CAPITAL.", None, None))
    tags = {token.lower_: token.pos_ for token in document.doc}
    assert tags["kidnapped"] == tags["burned"] == "VERB"
    assert tags["judge"] == tags["house"] == "NOUN"
