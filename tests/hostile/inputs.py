"""Hostile inputs: what hypothesis draws them from.

What belongs here: strategies.  Not here: what must hold of an input (checks.py).
Texts are news gone wrong: words that the rules of reading look for, in orders nobody writes, among letters nobody expects.
Files are good deliveries damaged, records with values nobody expects, and bytes that never were any.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import polars as pl
import zstandard
from hypothesis import strategies as st

from pipelines.ingest.records import FIELD_NAMES, NO_TEXT
from tests.delivery import Story, atom, json_feed, mail, page, parquet, response, rss, table, tarred, zipped

# --- texts ------------------------------------------------------------------------------------------------------------

_WORDS = (
    "the a an of and in on at by with to for from near that which who he it they his its their not no if will may "
    "Kabul Kandahar Torkham Islamabad Khost Pakistan Afghan Pakistani Georgia Taliban TTP U.N. U.S. Gen. Mr. Dr. gov. "
    "soldiers civilians people gunmen families trucks police officials refugees men women attackers talks ceasefire "
    "border crossing airstrike bomb blast attack clash shelling fire round statement agreement returns truce "
    "killed wounded struck died crossed opened closed reopened agreed met deported expelled signed attacked fired "
    "said told denied claimed accused warned reported spokesman minister governor according sources claiming saying "
    "Monday Friday yesterday today tomorrow last next this early late October Oct. 9 May March 2025 1999 '88 1990s BC "
    "week weeks month day days year years hour decade century ago later earlier since until before after during every "
    "one two three twenty hundred thousand million billion dozen dozens several few half least more than between 1,200 3.5 "
    "10-12 2/10/2025 2025-10-12 10:30 p.m. 12th $5 ½ ² ٣ 0 -1 1e9 100% 24/7 9/11 Q3 fortnight noon midnight overnight"
).split()
_MARKS = (
    ". ",
    ", ",
    "? ",
    "! ",
    "… ",
    "... ",
    ": ",
    "; ",
    " - ",
    "-",
    "—",
    "–",
    "(",
    ")",
    "[",
    "]",
    "/",
    '"',
    "'",
    "“",
    "”",
    "‘",
    "’",
    "«",
    "»",
)
_HOSTILE = (
    "â€™", "Â ", "Ã©", "â€œ", "ï»¿", "\ufeff", "\u200b", "\u200f", "\u202e", "\u2028", "\u0301", "\u00a0", "İ", "ẞ", "ﬁ",
    "👩‍👩‍👧", "\U000e0001", "\u0000".replace("\0", "\u2400"), "क्षि", "کابل", "喀布尔", "'; drop table raw.articles; --", "{{ var('x') }}",
    "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "../../etc/passwd", "%s%n", "${jndi:ldap://a}", "\\x00", "READ MORE: ",
    "KABUL (AP) — ", "ISLAMABAD, Oct 9 (Northern Wire) - ", "date 2025-10-12\n", "By A. B.\n", "9" * 30, "9" * 500, "(" * 60, "a" * 300,
    "one million million million ", "99999 years ago ", "0000-00-00", "32 October 9999", "Feb 30", "99:99", "T25:61:61Z",
)  # fmt: skip
_SPACES = (" ", " ", " ", " ", "", "\n", "\n\n", "  ", "\t", "\r\n")
_LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)
_PIECES = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(_WORDS),
    st.sampled_from(_WORDS),
    st.sampled_from(_MARKS),
    st.sampled_from(_HOSTILE),
    st.integers(0, 10**25).map(str),
    _LETTERS,
)


def texts(longest: int = 40) -> st.SearchStrategy[str]:
    """Up to so many words, marks and worse, as ingest lets them through."""
    joined = st.lists(st.tuples(_PIECES, st.sampled_from(_SPACES)), max_size=longest)
    return joined.map(lambda pieces: NO_TEXT.sub(" ", "".join(word + space for word, space in pieces)))


_SLOTS = {
    "who": ("Pakistan", "Afghan forces", "the Taliban", "the foreign minister of Pakistan", "Zabihullah Mujahid", "a spokesman", "gunmen", "the UN mission", "Qatar"),
    "whom": ("civilians", "12 soldiers", "at least nine people", "dozens of fighters", "two children and a teacher", "1,200 families", "between 30 and 40 men"),
    "where": ("Kabul", "Khost province", "the Torkham crossing", "Spin Boldak", "near the border", "Doha", "a village in Paktika"),
    "when": ("on Monday", "last week", "on 9 October 2025", "two days ago", "overnight", "since September 2023", "from 3 to 5 October", "tomorrow"),
    "say": ("said", "denied", "warned", "told reporters", "accused Kabul of lying and said", "claimed", "did not say"),
}  # fmt: skip
_TOLD = (
    "{who} killed {whom} in {where} {when}, {who} {say}.",
    "“{who} struck {where},” {who} {say} {when}, “and {whom} were wounded.”",
    "{who} and {who} agreed to an immediate ceasefire after talks in {where} {when}.",
    "A second round of peace talks between Pakistan and the Afghan Taliban in {where} ended {when} without agreement, {who} {say}.",
    "Pakistan deported {whom} through {where} {when}, {who} {say}.",
    "{who} closed {where} to all traffic {when} after clashes with {who}.",
    "{who} {say} that {who} had violated the ceasefire in {where} {when}.",
    "{who} {say} Pakistan would respond if {whom} were attacked again {when}.",
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Sentences that a reporter could have written, of which now and then a part is something else."""

    def filled(slot: re.Match[str]) -> str:
        return draw(texts(4) if draw(st.integers(0, 9)) == 0 else st.sampled_from(_SLOTS[slot[1]]))

    return re.sub(r"\{(\w+)\}", filled, draw(st.sampled_from(_TOLD)))


def articles() -> st.SearchStrategy[str]:
    """Texts to read: a sentence of either kind, or some of both."""
    return st.one_of(
        texts(30), sentences(), st.lists(st.one_of(texts(12), sentences(), sentences()), max_size=4).map("\n\n".join)
    )


def dates() -> st.SearchStrategy[tuple[str, str, str, str]]:
    """What says when an article was published: its date, its URL, its file name, its text."""
    written = st.one_of(
        texts(6),
        st.text("0123456789-/.: TZ+,", max_size=30),
        st.datetimes().map(str),
        st.tuples(st.integers(-1, 40), st.sampled_from(["Oct", "february", "SEPT.", "13"]), st.integers(-1, 10**6)).map(
            lambda parts: "{} {} {}".format(*parts)
        ),
    )
    path = st.lists(st.one_of(written, st.integers(0, 2**70).map(str), _LETTERS), max_size=5).map("/".join)
    hosts = st.sampled_from(
        ["https://a.example/", "http://[::1/", "http://[x]/", "//", "", "data:,", "https://a.example:99999/"]
    )
    return st.tuples(written, st.tuples(hosts, path).map("".join), path, texts(15))


def languages() -> st.SearchStrategy[tuple[str, str | None]]:
    tags = st.one_of(
        st.none(), st.sampled_from(["en", "EN_us", "xx", "en-", "zh-Hant-TW", "e", "english", "ps-AF-"]), _LETTERS
    )
    return st.tuples(st.one_of(texts(60), st.text(max_size=300)), tags)


# --- files ------------------------------------------------------------------------------------------------------------

_STORY = Story(7)
_SNIPPETS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b\x08\0", b"PK\3\4", b"BZh9", b"\x28\xb5\x2f\xfd", b"PAR1", b"WARC/1.0\r\n", b"<", b">", b"&", b"&#0;",
    b"&#xD800;", b"<!ENTITY x SYSTEM 'file:///etc/passwd'>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<script>alert(1)</script>",
    b"<svg onload=alert(1)>", b"<base href='https://elsewhere.example/'>", b"<meta charset=utf-7>", b"{", b"}", b"[" * 200, b'"', b"'", b"\\ud800",
    b"\\u0000", b"1e999", b"NaN", b"---\n", b"!!python/object/apply:os.system [id]", b"&a [*a]", b"Content-Length: -1\r\n",
    b"Content-Encoding: br\r\n", b"Content-Type: multipart/mixed; boundary=\"\"\r\n", b"=?utf-8?b?AA?=", b"charset=rot13", b"../../x", b"\r\n\r\n", b"9" * 400,
)  # fmt: skip
_SUFFIXES = (
    "",
    ".txt",
    ".md",
    ".json",
    ".jsonl",
    ".html",
    ".rss",
    ".xml",
    ".warc",
    ".csv",
    ".tsv",
    ".parquet",
    ".eml",
    ".zip",
    ".tar",
    ".gz",
    ".zst",
    ".bz2",
    ".exe",
)


@st.composite
def _damaged(draw: st.DrawFn, goods: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """A good file, cut, with bytes changed, put in, taken out or told twice."""
    name, good = draw(st.sampled_from(goods))
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 5))):
        at, length = draw(st.integers(0, len(data))), draw(st.integers(1, 60))
        match draw(st.integers(0, 5)):
            case 0:
                del data[at:]
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * draw(st.integers(1, 5))
            case 3:
                data[at:at] = draw(st.sampled_from(_SNIPPETS))
            case 4:
                data[at : at + length] = draw(st.binary(max_size=length))
            case _:
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
    return name, bytes(data)


def _values() -> st.SearchStrategy[Any]:
    """Any JSON value, the text of an article among them."""
    leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), texts(10))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_names(), inner, max_size=3)),
        max_leaves=6,
    )


def _names() -> st.SearchStrategy[str]:
    """Names that fields of articles have, and others."""
    lists = (
        "articles",
        "results",
        "items",
        "hits",
        "data",
        "version",
        "authors",
        "author",
        "name",
        "title",
        "content_html",
    )
    return st.sampled_from([*(name for names in FIELD_NAMES.values() for name in names), *lists, "", "x", "\0"])


def _records() -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(st.dictionaries(_names(), _values(), max_size=6), texts(20)).map(
        lambda given: {"text": given[1], **given[0]}
    )


def _json_files() -> st.SearchStrategy[tuple[str, bytes]]:
    feed = st.dictionaries(_names(), _values(), max_size=4).map(
        lambda x: {"version": "https://jsonfeed.org/version/1.1", "items": [x]} | x
    )
    whole = st.one_of(_values(), _records(), st.lists(_records(), max_size=3), feed).map(json.dumps)
    lines = st.lists(st.one_of(_records(), _values()).map(json.dumps), max_size=4).map("\n".join)
    return st.one_of(
        st.tuples(st.just("a.json"), whole.map(str.encode)),
        st.tuples(st.just("a.jsonl"), lines.map(str.encode)),
    )


def _table_files() -> st.SearchStrategy[tuple[str, bytes]]:
    def written(rows: list[list[str]]) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter=",").writerows([["text", "title", "date", "url"], *rows])
        return out.getvalue().encode()

    cells = st.lists(
        st.one_of(texts(8), st.text(st.characters(exclude_categories=["Cs"]), max_size=10)), min_size=3, max_size=5
    )
    return st.tuples(st.sampled_from(["a.csv", "a.tsv"]), st.lists(cells, max_size=4).map(written))


def _parquet_files() -> st.SearchStrategy[tuple[str, bytes]]:
    def written(columns: dict[str, Any]) -> bytes:
        out = io.BytesIO()
        pl.DataFrame(columns).write_parquet(out)
        return out.getvalue()

    kinds = st.one_of(
        texts(10),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(),
        st.booleans(),
        st.dates(),
        st.binary(max_size=9),
        st.lists(st.integers(0, 9), max_size=2),
        st.none(),
    )
    columns = st.dictionaries(_names().filter(bool), kinds.map(lambda value: [value]), max_size=4)
    return st.tuples(
        st.just("a.parquet"), st.tuples(columns, texts(9)).map(lambda given: written(given[0] | {"text": [given[1]]}))
    )


def _pages() -> st.SearchStrategy[tuple[str, bytes]]:
    """Pages, feeds and mails put together from markup and what runs in it."""
    tags = "p div article h1 h2 table tr td ul li a img script style iframe svg math form template noscript meta time item entry title link".split()
    attributes = (
        "",
        ' href="javascript:alert(1)"',
        ' datetime="9999-99-99"',
        ' onload="x"',
        ' property="article:published_time" content="٣"',
        ' lang="x"',
        ' rel="canonical" href="http://[x"',
    )
    piece = st.one_of(texts(12), st.sampled_from(_SNIPPETS).map(lambda s: s.decode("latin-1")))
    element = st.tuples(st.sampled_from(tags), st.sampled_from(attributes), piece, st.booleans()).map(
        lambda e: f"<{e[0]}{e[1]}>{e[2]}" + (f"</{e[0]}>" if e[3] else "")
    )
    body = st.lists(element, max_size=8).map("".join)
    whole = (
        (
            "a.html",
            "<html><head>{0}</head><body><article><p>Convoys crossed the border at dawn, drivers at the gate said.</p>{0}</article></body></html>",
        ),
        (
            "a.rss",
            "<rss version='2.0'><channel><title>x</title><item><title>x</title><description><![CDATA[{0}]]></description>{0}</item></channel></rss>",
        ),
        (
            "a.atom",
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='html'>{0}</content></entry></feed>",
        ),
        ("a.eml", "From: a@b.example\r\nSubject: x\r\nDate: x\r\nContent-Type: text/html\r\n\r\n{0}"),
    )
    return st.tuples(st.sampled_from(whole), body).map(
        lambda given: (given[0][0], given[0][1].replace("{0}", given[1]).encode("utf-8", "replace"))
    )


def _archive_files() -> st.SearchStrategy[tuple[str, bytes]]:
    """Archives in archives, with members of any name."""
    names = st.one_of(
        st.sampled_from(
            ["a.txt", "../a.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt", "a/../../b.txt", ".a", "a\0.txt", "a.zip"]
        ),
        _LETTERS.filter(bool),
    )
    content = st.one_of(texts(9).map(str.encode), st.binary(max_size=40))

    def packed(given: tuple[str, dict[str, bytes]]) -> tuple[str, bytes]:
        form, members = given
        match form:
            case "zip":
                return "a.zip", zipped(members)
            case "tar":
                return "a.tar.gz", tarred(members)
            case "zst":
                return "a.txt.zst", zstandard.compress(b"".join(members.values()))
            case _:
                return "a.txt.gz", gzip.compress(b"".join(members.values()), mtime=0)

    inner = st.tuples(st.sampled_from(["zip", "tar", "zst", "gz"]), st.dictionaries(names, content, max_size=3)).map(
        packed
    )
    outer = st.lists(inner, min_size=1, max_size=2).map(
        lambda files: ("a.zip", zipped({f"{n}-{name}": data for n, (name, data) in enumerate(files)}))
    )
    return st.one_of(inner, outer)


_GOOD: dict[str, list[tuple[str, bytes]]] = {
    "text": [("a.txt", _STORY.lines.encode()), ("a.txt", _STORY.lines.encode("utf-16")), ("a.md", f"---\ntitle: {_STORY.title}\ndate: {_STORY.date}\n---\n{_STORY.text}".encode())],
    "page": [("a.html", page(_STORY).encode()), ("a.html", page(_STORY, charset="windows-1252").encode("cp1252"))],
    "feed": [("a.rss", rss(_STORY, Story(8)).encode()), ("a.atom", atom(_STORY).encode()), ("a.json", json_feed(_STORY).encode())],
    "web archive": [("a.warc", response(_STORY.url, page(_STORY).encode()) + response("https://gazette.example/f", rss(_STORY).encode(), media="application/rss+xml"))],
    "table": [("a.csv", table(_STORY).encode()), ("a.tsv", table(_STORY, delimiter="\t").encode())],
    "parquet": [("a.parquet", parquet(_STORY))],
    "json": [("a.json", json.dumps({"articles": [_STORY.fields]}).encode()), ("a.jsonl", (json.dumps(_STORY.fields) + "\n").encode() * 2)],
    "mail": [("a.eml", mail(_STORY))],
    "archive": [("a.zip", zipped({"a.txt": b"Came.", "b/c.html": page(_STORY).encode()})), ("a.tar.gz", tarred({"a/b.txt": b"Came."})), ("a.tar", gzip.decompress(tarred({"a.txt": b"Came."}))), ("a.txt.gz", gzip.compress(b"Came.", mtime=0)), ("a.txt.zst", zstandard.compress(b"Came."))],
}  # fmt: skip
_WRITTEN = {
    "page": _pages(),
    "feed": _pages(),
    "mail": _pages(),
    "table": _table_files(),
    "parquet": _parquet_files(),
    "json": _json_files(),
    "archive": _archive_files(),
}
FORMATS = tuple(_GOOD)


def files(form: str) -> st.SearchStrategy[tuple[str, bytes]]:
    """Files of one family of formats: damaged, written anew, or called by another name."""
    damaged = _damaged(_GOOD[form])
    renamed = st.tuples(st.sampled_from(_SUFFIXES), damaged).map(lambda given: (f"a{given[0]}", given[1][1]))
    return st.one_of(damaged, damaged, renamed, *([_WRITTEN[form]] if form in _WRITTEN else []))


def any_bytes() -> st.SearchStrategy[tuple[str, bytes]]:
    return st.tuples(st.sampled_from(_SUFFIXES).map("a".__add__), st.binary(max_size=400))
