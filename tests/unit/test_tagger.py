"""The trained tagger: training on annotated articles, plugging the model in, and what is refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.config import MODEL_VARIABLE
from pipelines.errors import DataProblem, EnvironmentProblem
from pipelines.extract.attribution.find import find_attributions
from pipelines.extract.attribution.tagger import CARD, SPANS
from pipelines.extract.document import Article, parse
from pipelines.extract.version import extractor_version
from pipelines.train.attribution import split, train
from pipelines.train.examples import Example, read_examples
from pipelines.train.score import Score

# "[source] {cue} <content>": "blorbed" is a verb that no lexicon has, so that only training can find it.
MARKED = """
[The mayor] {blorbed} that <the bridge was shut>.
[The minister] {blorbed} that <the road was open>.
[The nurse] {blorbed} that <the ward was full>.
[The farmer] {blorbed} that <the well was dry>.
[The pilot] {blorbed} that <the flight was late>.
[The teacher] {blorbed} that <the school was closed>.
[The driver] {blorbed} that <the bus was empty>.
[The clerk] {blorbed} that <the office was locked>.
[The baker] {blorbed} that <the oven was cold>.
[The judge] {blorbed} that <the case was over>.
[The guard] {blorbed} that <the gate was broken>.
[The sailor] {blorbed} that <the harbour was calm>.
"""
UNSEEN = "The doctor blorbed that the clinic was busy."


def example(marked: str, number: int) -> dict[str, Any]:
    """An article of one marked sentence, as a line of the training data has it."""
    text = re.sub(r"[\[\]{}<>]", "", marked)
    spans = {}
    for part, pattern in (("source", r"\[(.*?)\]"), ("cue", r"\{(.*?)\}"), ("content", r"<(.*?)>")):
        words = re.search(pattern, marked)
        assert words is not None
        start = text.index(words.group(1))
        spans[part] = [[start, start + len(words.group(1))]]
    return {"id": str(number), "text": text, "attributions": [spans]}


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = [example(marked, number) for number, marked in enumerate(MARKED.strip().splitlines())]
    return written(tmp_path_factory.mktemp("data") / "annotated.jsonl", *lines)


@pytest.fixture(scope="module")
def model(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    train(read_examples(data), data, folder, said=lambda _: None)
    return folder


@pytest.fixture
def plugged(model: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(MODEL_VARIABLE, str(model))
    extractor_version.cache_clear()
    yield
    extractor_version.cache_clear()


def copied(model: Path, folder: Path, **changed: object) -> Path:
    """A copy of the model whose card says something else."""
    folder.mkdir()
    for file in model.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    card = json.loads((folder / CARD).read_text()) | changed
    (folder / CARD).write_text(json.dumps(card))
    return folder


def found(text: str) -> list[tuple[str, str, str]]:
    def words(spans: tuple[tuple[int, int], ...]) -> str:
        return " … ".join(text[s:e] for s, e in spans)

    attributions = find_attributions(parse(Article("a", text)), [])
    return [(words(a.source), words(a.cue), words(a.content)) for a in attributions]


def test_the_rules_read_where_no_tagger_is_plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    assert found(UNSEEN) == []


@pytest.mark.usefixtures("plugged")
def test_a_tagger_plugged_in_reads_what_it_was_taught() -> None:
    assert found(UNSEEN) == [("The doctor", "blorbed", "the clinic was busy")]


@pytest.mark.usefixtures("plugged")
def test_stance_voice_and_continued_quotations_are_those_of_the_rules() -> None:
    text = "The doctor blorbed that “the clinic was busy.” “It was late.”"
    [one] = find_attributions(parse(Article("a", text)), [])
    assert (one.rule, one.stance, one.voice) == ("attribution.tagger", "asserts", "direct_quote")
    assert [text[s:e] for s, e in one.content] == ["“the clinic was busy.”", "“It was late.”"]


def test_the_extractor_version_follows_the_model(plugged: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with_model = extractor_version()
    monkeypatch.delenv(MODEL_VARIABLE)
    extractor_version.cache_clear()
    assert extractor_version() != with_model


def test_the_card_says_what_the_model_is(model: Path, data: Path) -> None:
    card = json.loads((model / CARD).read_text())
    assert card["trained_on"]["file"] == data.name
    assert (card["trained_on"]["articles"], card["trained_on"]["attributions"]) == (11, 11)
    assert card["held_back"]["articles"] == 1
    assert card["held_back"]["rules"]["full_f1"] == 0.0
    assert card["held_back"]["tagger"]["full_f1"] == 100.0


def test_what_is_held_back_does_not_depend_on_the_order() -> None:
    examples = [Example(str(n), f"Text number {n}.", ()) for n in range(40)]
    held, kept = split(examples)
    assert len(held) == 4
    assert (held, kept) == split(examples[::-1])


@pytest.mark.parametrize("field", ["feature_version", "language_model", "model_sha256"])
def test_a_model_whose_card_does_not_fit_is_refused(
    field: str, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MODEL_VARIABLE, str(copied(model, tmp_path / "other", **{field: "another"})))
    with pytest.raises(EnvironmentProblem, match=f"{field} of its card is another") as refused:
        found(UNSEEN)
    assert "factwire train attribution" in refused.value.cure


@pytest.mark.parametrize("missing", [CARD, SPANS])
def test_a_model_that_is_not_whole_is_refused(
    missing: str, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(model, tmp_path / "other")
    (folder / missing).unlink()
    monkeypatch.setenv(MODEL_VARIABLE, str(folder))
    with pytest.raises(EnvironmentProblem, match=missing):
        found(UNSEEN)


def test_a_card_that_is_no_json_is_refused(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied(model, tmp_path / "other")
    (folder / CARD).write_text("{")
    monkeypatch.setenv(MODEL_VARIABLE, str(folder))
    with pytest.raises(EnvironmentProblem, match="no valid JSON"):
        found(UNSEEN)


GOOD = {"text": "Shops were shut, she said.", "attributions": []}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: no valid JSON"),
        ("[]", "line 2: a JSON value of type list"),
        ({"attributions": []}, "line 2: no text"),
        ({"text": "Rain."}, "line 2: no list of attributions"),
        ({"text": "Rain.", "attributions": [3]}, "line 2, attribution 1: a value of type int"),
        ({"text": "Rain.", "attributions": [{"cue": 3}]}, "line 2, attribution 1, cue: a value of type int"),
        ({"text": "Rain.", "attributions": [{"cue": [[0, 6]]}]}, r"line 2, attribution 1, cue: \[0, 6\]"),
        ({"text": "Rain.", "attributions": [{"cue": [[3, 3]]}]}, r"line 2, attribution 1, cue: \[3, 3\]"),
        ({"text": "Rain.", "attributions": [{"cue": [[0, True]]}]}, r"line 2, attribution 1, cue: \[0, true\]"),
    ],
)
def test_bad_data_is_refused_with_its_line(line: object, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match=said) as refused:
        read_examples(written(tmp_path / "bad.jsonl", GOOD, line))
    assert "docs/train-attribution.md" in refused.value.cure


def test_data_without_an_attribution_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="no attribution"):
        read_examples(written(tmp_path / "bare.jsonl", GOOD))


def test_too_little_data_is_refused(data: Path, tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="0 are left to train on"):
        train(read_examples(data)[:1], data, tmp_path, said=lambda _: None)


def test_score_matches_each_content_once() -> None:
    text = "She said that shops were shut."
    gold = Example("a", text, read_gold(text, "She", "that shops were shut"))
    score = Score()
    score.add(text, gold.attributions, [*gold.attributions, *read_gold(text, "said", "shops were shut")])
    assert score.figures() == {"annotated": 1, "found": 2, "content_f1": 66.7, "full_f1": 66.7}


def read_gold(text: str, source: str, content: str) -> tuple[Any, ...]:
    from pipelines.train.examples import Gold

    def span(words: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(words), text.index(words) + len(words)),)

    return (Gold(span(source), (), span(content)),)


def test_training_does_not_import_dagster() -> None:
    code = "import sys; import pipelines.commands.train; print(sorted({'dagster', 'dbt'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
