"""`factwire sources` and `factwire fetch`: what they print, write and refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.config import Home
from pipelines.errors import FactwireError
from pipelines.fetch.network import CheckedNetwork
from pipelines.fetch.run import fetch_home
from tests.unit.publisher import PLACE, Publisher, answer, publisher

PUBLISHED = """
create schema marts; create schema staging;
create table marts.dim_sources (source_id text, title text, is_provisional bool);
insert into marts.dim_sources values ('dawn', 'Dawn', false), ('valley-post', 'Valley Post', true);
create table marts.dim_articles (article_id int, source_id text, outlet text, url text, first_seen_at timestamptz);
insert into marts.dim_articles values
    (1, 'dawn', 'Dawn', 'https://www.dawn.com/1', '2025-11-03 05:00:00+00'),
    (2, 'dawn', 'Dawn', 'https://tolonews.com/2', '2025-11-04 05:00:00+00'),
    (3, 'valley-post', 'Valley Post', 'https://www.valleypost.example/3', '2025-11-05 05:00:00+00');
create table staging.articles as
    select article_id, source_id, true as is_current, date '2025-11-03' as published_on from marts.dim_articles;
"""
FEED = b"<rss version='2.0'><channel><item><title>One</title><guid>1</guid></item></channel></rss>"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.published.parent.mkdir()
    with duckdb.connect(str(made.published)) as connection:
        connection.execute(PUBLISHED)
    return made


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as made:
        yield made


def factwire(*words: object) -> tuple[int, str]:
    """Exit code and output; errors as the command's entry point would show them."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(done.exception, FactwireError):
        return done.exception.exit_code, f"{done.output}{done.exception}"
    return done.exit_code, done.output


def test_list_counts_articles_and_marks_what_is_provisional(home: Home) -> None:
    code, said = factwire("sources", "list", "--home", home.root)
    assert code == 0
    rows = [line for line in said.splitlines() if "valley-post" in line]
    assert "provisional" in rows[0]
    assert "2025-11-05" in rows[0]
    [dawn] = [line for line in said.splitlines() if line.split()[1:2] == ["dawn"]]
    assert [cell.strip() for cell in dawn.strip("│").split("│")][2:] == ["1, untried", "2", "2025-11-04"]


def test_list_without_a_warehouse(tmp_path: Path) -> None:
    code, said = factwire("sources", "list", "--home", tmp_path)
    assert code == 0
    assert "nothing is known of articles" in said


def test_add_writes_a_definition_from_a_provisional_source(home: Home) -> None:
    words = ["sources", "add", "--home", home.root, "--from", "Valley Post", "--not-official", "--kind", "newspaper"]
    code, said = factwire(*words)
    assert code == 0, said
    assert yaml.safe_load((home.sources / "valley-post.yml").read_text()) == {
        "id": "valley-post",
        "title": "Valley Post",
        "is_official": False,
        "kind": "newspaper",
        "url_patterns": ["valleypost.example"],
    }
    code, said = factwire(*words)
    assert code == 3
    assert "valley-post already" in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["x-post", "--title", "X"], 2, "--official/--not-official"),
        (["--official"], 3, "title is missing"),
        (["dawn", "--title", "My Dawn", "--official"], 3, "a definition of dawn already"),
        (["mine", "--title", "Dawn", "--official"], 3, "dawn and mine both claim the name 'dawn'"),
        (["mine", "--title", "M", "--official", "--url-pattern", "www.dawn.com"], 3, "both claim the url pattern"),
        (["mine", "--title", "M", "--official", "--kind", "blog", "--feed", "ftp://a.example"], 3, "feeds.0"),
        (["../mine", "--title", "M", "--official"], 3, "id: "),
        (["--from", "Nobody", "--official"], 1, "no provisional source is called 'Nobody'"),
    ],
)
def test_add_refuses(home: Home, words: list[str], code: int, said: str) -> None:
    found, output = factwire("sources", "add", "--home", home.root, *words)
    assert found == code
    assert said in output
    assert not home.sources.exists()


def test_add_overwrites_no_file(home: Home) -> None:
    home.sources.mkdir()
    (home.sources / "mine.yml").write_text("id: other\ntitle: Other\nis_official: true\n")
    code, said = factwire("sources", "add", "--home", home.root, "mine", "--title", "Mine", "--official")
    assert code == 3
    assert "is there already" in said
    assert (home.sources / "mine.yml").read_text().startswith("id: other")


def test_check_tells_articles_that_match_two_and_bounds(home: Home) -> None:
    home.sources.mkdir()
    own = home.sources / "dawn.yml"
    own.write_text(
        "id: dawn\ntitle: Dawn\nis_official: false\nurl_patterns: [dawn.com]\nexpected_articles: {per: day, max: 1}\n"
    )
    code, said = factwire("sources", "check", "--home", home.root)
    assert code == 0
    assert "1 articles name dawn as their outlet and lie at an address of tolonews" in said
    assert "warning: dawn: 2 articles from 2025-11-03, expected at most 1" in said
    own.write_text(own.read_text().replace("max: 1", "max: 1, severity: error"))
    code, said = factwire("sources", "check", "--home", home.root)
    assert code == 1
    assert "error: dawn: 2 articles" in said
    own.write_text("id: dawn\n")
    code, said = factwire("sources", "check", "--home", home.root)
    assert code == 3
    assert "dawn.yml: title is missing" in said


def test_fetch_of_a_home_and_what_check_says_of_it(tmp_path: Path, server: Publisher) -> None:
    home = Home(tmp_path)
    home.sources.mkdir()
    for name, path in (("good", "/feed"), ("bad", "/gone")):
        (home.sources / f"{name}.yml").write_text(
            f"id: {name}\ntitle: The {name.title()} Post\nis_official: false\nfeeds: ['{server.url(path)}']\n"
        )
    server.answers("/feed", answer(FEED))
    near = CheckedNetwork(also=frozenset({PLACE}))
    outcomes = list(fetch_home(home, ["The Good Post", "bad", "good"], contact="desk@post.example", network=near))
    assert [(o.source_id, o.status) for o in outcomes] == [("good", "ok"), ("bad", "failed")]
    assert server.requests[0].headers["user-agent"].endswith("(+desk@post.example)")
    [file] = (home.inbox / "fetched" / "good").iterdir()
    assert file.name.endswith(".warc.gz")
    _, said = factwire("sources", "check", "--home", home.root)
    assert f"warning: bad: {server.url('/gone')} failed: status 404; never fetched well" in said
    assert "warning: good" not in said


def test_the_command_reaches_nothing_of_this_machine(tmp_path: Path, server: Publisher) -> None:
    home = Home(tmp_path)
    home.sources.mkdir()
    (home.sources / "near.yml").write_text(f"id: near\ntitle: Near\nis_official: true\nfeeds: ['{server.url('/')}']\n")
    code, said = factwire("fetch", "near", "--home", home.root)
    assert code == 3
    assert "127.0.0.1 is at 127.0.0.1, which is not on" in said
    assert "1 of 1 sources failed: near" in said
    assert server.requests == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobody"], "no source is called 'nobody'"),
        (["reuters"], "reuters has no feed"),
        (["dawn", "--contact", "two words"], "'two words' is no contact"),
        (["dawn", "--contact", "a@b.example\r\nX: y"], "is no contact"),
    ],
)
def test_fetch_refuses(tmp_path: Path, words: list[str], said: str) -> None:
    code, output = factwire("fetch", "--home", tmp_path, *words)
    assert code == 3
    assert said in output


def test_a_damaged_state_says_what_mends_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.fetch_state.parent.mkdir()
    home.fetch_state.write_text("no database, and long enough not to be taken for an empty one" * 20)
    code, said = factwire("fetch", "dawn", "--home", home.root)
    assert code == 3
    assert "remove the file" in said


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path, server: Publisher) -> None:
    home = Home(tmp_path)
    home.sources.mkdir()
    (home.sources / "near.yml").write_text(f"id: near\ntitle: Near\nis_official: true\nfeeds: ['{server.url('/f')}']\n")
    server.answers("/f", answer(FEED))
    home.inbox.mkdir()
    home.fetched.write_text("a file where the folder should be")
    with pytest.raises(FactwireError, match="cannot be stored"):
        list(fetch_home(home, ["near"], network=CheckedNetwork(also=frozenset({PLACE}))))
