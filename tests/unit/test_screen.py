"""What of an article is parsed: nothing, all of it, or the sentences that tell violence in passing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipelines.config import SAMPLE
from pipelines.extract.article import Analysis, analyse, analyse_told
from pipelines.extract.document import Article, parse_sentences, split
from pipelines.extract.forms import lemmas_in, lemmas_of
from pipelines.extract.incidents.hints import may_tell_violence
from pipelines.extract.record import fact_record
from pipelines.extract.rows import Job, Rows, read_job
from pipelines.extract.screen import ALL, told_in
from pipelines.ingest.inbox import read_paths
from pipelines.ingest.records import Delivered

DAY = date(2024, 6, 10)
ORDINARY = (
    "The council of Millbrook agreed on Tuesday to widen the road to the station. Work begins in spring, the mayor said, and "
    "will cost some two million. Shopkeepers had asked for it for years. "
    "The new bus line was also praised by residents. A choir sang at the opening of the library. "
    "The library holds ten thousand books, half of them for children. Its roof lets in light from the north. "
    "Readers may borrow five at a time. The old building will become a workshop. Painters have shown interest in it."
)
PASSING = (
    " Its librarian, Amra Selim, came to Millbrook from Herat, where gunmen killed two of her colleagues on 3 June 2024. "
    "She likes the light. "
    "Her favourite books are about gardens. The garden behind the library opens in May. Benches were given by a bank."
)


def _told(text: str) -> Analysis:
    analysis = analyse_told(Article("a", text, None, DAY))
    assert analysis is not None
    return analysis


def _facts(analysis: Analysis | None) -> list[dict[str, object]]:
    return [] if analysis is None else [fact_record(fact) for fact in analysis.facts]


def test_what_tells_nothing_is_not_parsed() -> None:
    article = Article("a", ORDINARY, None, DAY)
    assert told_in(split(article)).families == frozenset()
    assert analyse_told(article) is None
    assert read_job(Job("a", 1, None, DAY, ORDINARY, datetime.now(UTC))) == Rows([], [])


@pytest.mark.parametrize(
    "sentence",
    [
        "The two sides agreed a ceasefire in the hills.",
        "Envoys of Kabul and Islamabad held a second round of peace talks in Doha to end the fighting.",
        "Some 3,200 refugees were deported through the crossing on Monday.",
        "The border crossing at Spin Boldak was closed on Sunday.",
        "The army attacked rebels with artillery, and a spokesman for the militants said that the war goes on.",
    ],
)
def test_what_is_about_the_matter_is_read_whole(sentence: str) -> None:
    told = told_in(split(Article("a", f"{sentence} {ORDINARY}", None, DAY)))
    assert told.families == ALL
    assert told.sentences is None


def test_violence_in_passing_is_read_by_its_sentences() -> None:
    article = Article("a", ORDINARY + PASSING, None, DAY)
    divided = split(article)
    told = told_in(divided)
    assert told.families == {"incident"}
    assert told.sentences is not None
    shown = [article.text[s.start : s.end] for s in divided.sentences if s.number in told.sentences]
    assert shown[0].startswith("The council of Millbrook")
    assert any("gunmen" in sentence for sentence in shown)
    assert "Readers may borrow five at a time." not in shown
    assert _facts(_told(article.text)) == [f for f in _facts(analyse(article)) if "event_type" in f]
    [fact] = _facts(_told(article.text))
    assert (fact["killed_low"], fact["date_start"]) == (2, "2024-06-03")


def test_an_article_that_opens_with_violence_is_read_whole() -> None:
    assert told_in(split(Article("a", f"Two were killed by gunmen in Herat.\n\n{ORDINARY}", None, DAY))).families == ALL


def test_offsets_hold_where_sentences_are_left_out() -> None:
    divided = split(Article("a", ORDINARY + PASSING, None, DAY))
    chosen = [s for s in divided.sentences if "gunmen" in divided.article.text[s.start : s.end]]
    document = parse_sentences(divided, [s.number for s in chosen])
    words = [token for token in document.doc if not token.is_space]
    assert all(document.text[t.idx : t.idx + len(t)] == t.text for t in words)
    assert {document.sentence_at(t.idx).number for t in words} == {chosen[0].number}


def test_the_sample_tells_the_same_as_read_whole() -> None:
    delivered = [x for x in read_paths([SAMPLE]) if isinstance(x, Delivered)]
    articles = [Article(x.delivered_in, x.text, x.title, DAY) for x in delivered]
    assert len(articles) > 20
    for article in articles:
        assert _facts(analyse_told(article)) == _facts(analyse(article))


@pytest.mark.parametrize(
    "sentence",
    [
        "An ambush near the pass.",
        "He was kidnapped on Friday.",
        "Soldiers stormed the compound.",
        "Police and rebels clashed.",
        "The children died of gunshot wounds.",
        "Five militants were found dead.",
        "Guards and smugglers exchanged fire.",
        "Artillery fire hit the market.",
        "It ended in a murder-suicide.",
        "Fighters took control of the town.",
        "An explosive device was planted.",
    ],
)
def test_words_that_may_tell_violence(sentence: str) -> None:
    assert may_tell_violence(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Shares rose on the stock exchange, and the operation is a success.",
        "The police charged a fee for the device.",
        "She fought cancer for years.",
        "A fire damaged the barn.",
        "Workers went on strike over pay.",
        "The storm hit the coast.",
    ],
)
def test_words_that_cannot(sentence: str) -> None:
    assert not may_tell_violence(sentence)


def test_lemmas_a_word_may_have() -> None:
    assert {"shoot", "shot"} <= lemmas_of("shot")
    assert "clash" in lemmas_of("clashes")
    assert any("suicide" in found for found in lemmas_in("A Murder-Suicide"))
    assert "firefight" not in lemmas_of("firefighter")
    assert list(lemmas_in("x" * 1000 + " shot")) == list(lemmas_in("shot"))
