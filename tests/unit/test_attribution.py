"""Attribution: direct and indirect speech, quotation marks, inherited sources, stance; each rule with a near-miss."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.extract.actors.find import find_actors
from pipelines.extract.attribution.find import Attribution, find_attributions
from pipelines.extract.attribution.quotes import find_quotes
from pipelines.extract.document import Article, parse

Read = tuple[str, str, str]


def attributions(text: str) -> list[Attribution]:
    document = parse(Article("a", text, None, date(2025, 11, 9)))
    found = find_attributions(document, find_actors(document, []))
    for one in found:
        assert all(0 <= s < e <= len(text) for s, e in (*one.source, *one.cue, *one.content))
    return found


def read(text: str) -> list[Read]:
    """Source, cue and content as words."""

    def words(spans: tuple[tuple[int, int], ...]) -> str:
        return " … ".join(text[s:e] for s, e in spans)

    return [(words(a.source), words(a.cue), words(a.content)) for a in attributions(text)]


@pytest.mark.parametrize("text", ["", "\n", "“", '"', "''", "said", ": :", '“‘”’"'])
def test_odd_text_does_no_harm(text: str) -> None:
    assert all(
        0 <= start < end <= len(text) for a in attributions(text) for start, end in (*a.source, *a.cue, *a.content)
    )


def test_indirect_speech() -> None:
    assert read("The mayor said that the bridge was shut.") == [("The mayor", "said", "that the bridge was shut")]
    assert read("The mayor shut the bridge.") == []


def test_speaker_after_the_clause() -> None:
    [(source, cue, content)] = read("Four trucks were burned overnight, police said.")
    assert (source, cue, content) == ("police", "said", "Four trucks were burned overnight")


def test_according_to() -> None:
    [(source, cue, content)] = read("According to the Red Cross, eight people drowned.")
    assert (source, cue, content) == ("the Red Cross", "According to", "eight people drowned")


def test_quotation_split_by_its_cue() -> None:
    [(source, _, content)] = read("“We are tired,” the nurse said, “and we want to go home.”")
    assert source == "the nurse"
    assert content == "“We are tired,” … “and we want to go home.”"


def test_quotation_goes_on_without_a_cue() -> None:
    text = "“The road is open,” Hamid Gul said. “Trucks may pass from Sunday.”"
    [one] = attributions(text)
    assert len(one.content) == 2
    assert one.voice == "direct_quote"


def test_quotation_goes_on_in_the_next_paragraph() -> None:
    text = "“The road is open,” Hamid Gul said.\n\n“Trucks may pass from Sunday.”\n\nIt rained."
    [one] = attributions(text)
    assert len(one.content) == 2


def test_a_lost_mark_spoils_only_its_own_paragraph() -> None:
    text = 'He called it a "mistake and left.\n\n"We will stay," Anna Berg said.\n\nNobody answered.'
    spans = [text[q.start : q.end] for q in find_quotes(text).all]
    assert '"We will stay,"' in spans
    assert not any("Nobody" in span for span in spans)


def test_two_apostrophes_are_a_quotation_mark() -> None:
    text = "''We will stay,'' Anna Berg said."
    assert [text[q.start : q.end] for q in find_quotes(text).all] == ["''We will stay,''"]
    assert [(q.start, q.end) for q in find_quotes("It wasn't Anna's dog.").all] == []


def test_source_is_inherited_by_the_participle() -> None:
    found = read("The minister left early, adding that the vote would be held on Friday.")
    assert ("The minister", "adding", "that the vote would be held on Friday") in found


def test_statement_saying_has_its_issuer_as_source() -> None:
    text = "The army released a statement blaming rebels for the fire."
    assert [source for source, cue, _ in read(text) if cue == "blaming"] == ["The army"]


def test_what_may_be_said_is_not_reported() -> None:
    assert read("The minister could say that the vote was fair.") == []


def test_colon_in_a_headline() -> None:
    [(source, cue, content)] = read("Bus crash kills nine people in the north: police\n")
    assert (source, cue) == ("police", ":")
    assert content.startswith("Bus crash")


def test_stance() -> None:
    stances = {
        "Iran denied the report.": "denies",
        "Iran confirmed that the envoy had left.": "confirms",
        "Iran accused Iraq of shelling a village.": "attributes_to_other",
        "The BLA claimed responsibility for the raid.": "claims_responsibility",
        "Iran declined to comment.": "declines_comment",
        "Iran said that the envoy had left.": "asserts",
    }
    for text, stance in stances.items():
        assert [a.stance for a in attributions(text)] == [stance], text


def test_pronoun_has_a_speaker() -> None:
    found = attributions("Hakan Fidan landed in Doha. He said the truce would hold.")
    assert [a.speaker.actor_id for a in found if a.speaker] == ["person-hakan-fidan"]


def test_source_without_a_name_is_anonymous() -> None:
    [one] = attributions("A security source said the camp was empty.")
    assert one.voice == "anonymous_official"
    [other] = attributions("President Xi Jinping said the camp was empty.")
    assert other.voice == "indirect_speech"


def test_addressee() -> None:
    [one] = attributions("Ishaq Dar told Sky News that the talks were over.")
    assert one.addressee == "Sky News"
