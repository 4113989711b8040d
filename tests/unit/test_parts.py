"""Parts of an article: what is printed around a story is marked, and the sentences it could be taken for are not."""

from __future__ import annotations

import pytest

from pipelines.clean.parts import STORY
from pipelines.clean.sentences import split_sentences

_STORY = (
    "The pass above the village was closed on Sunday after snow and two landslides, the district council said, and lorries "
    "queued for eleven kilometres on the lower road.\n\n"
)


def parts(text: str, title: str | None = None) -> dict[str, str]:
    return {text[s.start : s.end]: s.part for s in split_sentences(text, title)}


def parts_within(text: str, line: str) -> set[str]:
    start = text.index(line)
    return {s.part for s in split_sentences(text) if start <= s.start < start + len(line)}


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("By Zarmina Hotak and Peter Lund", "byline"),
        ("By Our Correspondent", "byline"),
        ("Monitoring Desk", "byline"),
        ("Zarmina Hotak, Associated Press", "byline"),
        ("Reuters", "byline"),
        ("Published: 9 November 2025, 10:30 GMT", "timestamp"),
        ("Updated at 4:15 pm on Nov 9, 2025", "timestamp"),
        ("Published in The Valley Post, November 9th, 2025", "timestamp"),
        ("Sunday, November 9, 2025", "timestamp"),
        ("2 hours ago", "timestamp"),
        ("Men clear snow from the upper road. — AFP/File", "caption"),
        ("Men clear snow from the upper road [Jan Novak/Reuters]", "caption"),
        ("Men clear snow in this file photo taken on 2 January.", "caption"),
        ("Men clear snow, seen in this picture.", "caption"),
        ("Photo: a lorry at the gate", "caption"),
        ("Getty Images", "caption"),
    ],
)
def test_lines_over_a_story(line: str, part: str) -> None:
    assert parts_within(f"{line}\n\n{_STORY}{_STORY}", line) == {part}


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Subscribe to continue reading.", "paywall"),
        ("Sign up for our morning newsletter", "paywall"),
        ("Already a subscriber? Log in", "paywall"),
        ("You have reached your limit of free articles this month.", "paywall"),
        ("Get the day's headlines delivered to your inbox.", "paywall"),
        ("READ MORE: What is known about the landslide", "related"),
        ("Also read | Council asks for snow ploughs", "related"),
        ("Share on Facebook", "share"),
        ("Facebook Twitter WhatsApp Email", "share"),
        ("Follow us on Instagram for updates", "share"),
        ("3 min read", "share"),
        ("ADVERTISEMENT", "notice"),
        ("We use cookies to improve your experience.", "notice"),
        ("© 2025 The Valley Post", "notice"),
        ("This story has not been edited by our staff and is generated from a syndicated feed.", "notice"),
        ("The views expressed are those of the writer.", "notice"),
        ("(Reporting by Z. Hotak in Quetta; Editing by P. Lund)", "tail"),
        ("With input from Agencies", "tail"),
        ("— Reuters", "tail"),
        ("(Xinhua)", "tail"),
        ("Zarmina Hotak in Quetta contributed to this report.", "tail"),
        ("The writer is a former ambassador.", "bio"),
        ("Zarmina Hotak is a journalist based in Quetta.", "bio"),
    ],
)
def test_lines_under_a_story(line: str, part: str) -> None:
    assert parts_within(f"{_STORY}{_STORY}{line}", line) == {part}


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the road was open again.",
        "By Sunday night, Zarmina Hotak had counted forty lorries.",
        "Staff at the hospital said that nine people had been hurt.",
        "Reporters were kept away from the gate.",
        "Reuters said that it had seen the letter.",
        "Published on 9 November, the list names forty men.",
        "Updated figures were promised for Monday.",
        "Nov. 9 was the day the road closed.",
        "The man is shown in a photo that the police circulated.",
        "Photographs of the bridge were sent to the court.",
        "Two guards were killed at the gate, the ministry told AFP.",
        "Subscribers to the scheme were told to register to vote.",
        "Register offices stayed shut on Sunday.",
        "“Subscribe to our newsletter,” the guard told the two men.",
        "Advertisement revenue fell by a third.",
        "Copyright law was not discussed in Doha.",
        "Sharing of intelligence was put off.",
        "Related violence killed six people in the south.",
        "Reading more into the letter would be wrong, he said.",
        "Three agencies contributed to the report of the council.",
        "With reports from the border growing, the ministry called a meeting.",
        "Editing the draft took the two sides all night.",
        "The writer was arrested at the gate on Sunday.",
        "Karim is a guard who was killed at the gate in October.",
        "Follow-up talks are to be held in Doha.",
        "You have reached the end of our patience, he told the militants.",
        "This report was handed to the court by two officers.",
        "Reporting by two rights groups has shown that forty men were held.",
        "Like us, the villagers lost their homes in the raid, he said.",
        "Share this burden with us, the governor told the donors.",
        "The views expressed by the minister were not those of the cabinet, a spokesman said.",
        "Nothing in this picture is new, the minister said after the raid.",
        "About the author of the threat nothing is known.",
    ],
)
def test_a_sentence_of_the_story_is_never_taken_for_one(line: str) -> None:
    for text in (f"{line}\n\n{_STORY}{_STORY}", f"{_STORY}{line}\n\n{_STORY}", f"{_STORY}{_STORY}{line}"):
        assert parts_within(text, line) <= STORY


def test_headlines_listed_under_a_heading_are_marked_up_to_the_next_paragraph() -> None:
    text = f"{_STORY}Most read\nCouncil asks for ploughs\nTwo lorries fall into the river\n{_STORY}"
    marked = parts(text)
    assert [part for part in marked.values() if part == "related"] == ["related"] * 3
    assert marked[_STORY.strip()] == "body"


def test_the_days_of_a_chronology_are_headings_of_the_story() -> None:
    text = f"{_STORY}November 8, 2025\n{_STORY}November 9, 2025\n{_STORY}"
    assert parts(text)["November 9, 2025"] == "body"
    assert parts(f"November 9, 2025\n{_STORY}")["November 9, 2025"] == "timestamp"


def test_a_bracket_of_several_sentences_is_one_tail() -> None:
    text = f"{_STORY}(Reporting by Z. Hotak in Quetta. Additional help came from P. Lund.) The road stays closed."
    assert list(parts(text).values()) == ["body", "tail", "tail", "body"]


def test_a_caption_never_stands_alone() -> None:
    assert parts("Two guards were killed at the gate [AFP]") == {"Two guards were killed at the gate [AFP]": "body"}


def test_the_headline_is_the_title_where_the_text_repeats_it() -> None:
    text = f"Snow closes the pass\nBy Peter Lund\n{_STORY}"
    assert parts(text, "Snow Closes the Pass | The Valley Post")["Snow closes the pass"] == "headline"
    assert parts(text, "Another title")["Snow closes the pass"] == "body"


def test_without_a_title_the_first_line_over_a_story_is_the_headline() -> None:
    assert parts(f"Snow closes the pass\n\n{_STORY}")["Snow closes the pass"] == "headline"
    assert parts(f"The pass was closed.\n\n{_STORY}")["The pass was closed."] == "body"
    assert parts("Snow closes the pass") == {"Snow closes the pass": "body"}


def test_a_headline_given_again_is_read_once() -> None:
    again = "Snow closes the pass\nSnow Closes the Pass | The Valley Post\nBy Peter Lund\n"
    for title in ("Snow closes the pass", "Snow closes the pass - The Valley Post", None):
        found = [s.part for s in split_sentences(f"{again}{_STORY}Snow closes the pass\n", title)]
        assert found == ["headline", "repeat", "byline", "body", "repeat"]


def test_a_sentence_in_the_words_of_the_headline_is_the_story() -> None:
    found = [s.part for s in split_sentences(f"Snow closes the pass\nSnow closes the pass.\n{_STORY}")]
    assert found == ["headline", "body", "body"]


def test_every_character_but_white_space_stays_in_some_sentence() -> None:
    text = f"Snow closes the pass\nBy Peter Lund\nQUETTA, Nov 9 (AFP) — {_STORY}Share on Facebook\n(AFP)"
    sentences = split_sentences(text)
    assert "".join("".join(text[s.start : s.end].split()) for s in sentences) == "".join(text.split())
    assert [s.part for s in sentences] == ["headline", "byline", "dateline", "body", "share", "tail"]
