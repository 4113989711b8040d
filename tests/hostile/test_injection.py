"""Words of strangers stay words: in SQL, Jinja, paths, spreadsheets, markup and terminals, by many examples and by any text."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import IPv4Address, ip_address, ip_network
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import duckdb
import httpx
import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

import pipelines.commands  # noqa: F401  (tells rich what not to print)
from pipelines.assets.raw import store
from pipelines.assets.staging import clean_pending, resolve_sources
from pipelines.fetch.addresses import PORTS, checked_url, is_public
from pipelines.fetch.problems import NotAllowed
from pipelines.ingest.formats.markup import visible_text
from pipelines.ingest.records import Delivered, from_fields
from pipelines.ingest.registry import Registry
from pipelines.ingest.sources import read_source
from pipelines.ingest.unpack import leads_out
from pipelines.publish.copy import publish
from pipelines.publish.export.files import copy_query
from pipelines.publish.report.page import escaped
from pipelines.resources.warehouse import Warehouse

PAYLOADS = (
    "'); drop table raw.articles; --",
    "x' union select * from duckdb_settings() --",
    "\"; attach '/etc/passwd' as p; --",
    "' || (select text from raw.articles) || '",
    "{{ env_var('HOME') }} {% do run_query('drop schema raw cascade') %} {# #}",
    "$1 ? :name %s %(x)s {0} {{}}",
    "\\'; select 1; /* */ -- \u2019\u02bc\uff07",
    "../../../etc/passwd",
    '=HYPERLINK("https://elsewhere.example")',
)
quick = settings(max_examples=60, deadline=None, derandomize=True, database=None)
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.fixture
def hostile_folder(tmp_path: Path) -> Path:
    folder = tmp_path / 'it\'s "here"; drop table raw.articles; --'
    folder.mkdir()
    return folder


def test_values_of_articles_are_stored_as_they_came(hostile_folder: Path) -> None:
    warehouse = Warehouse(hostile_folder / "warehouse.duckdb")
    warehouse.prepare()
    made = [
        from_fields(
            {"id": p, "title": p, "outlet": p, "author": p, "language": p, "date": p, "text": f"Traders came. {p}"},
            file=p,
            item=p,
            delivered_format="json",
        )
        for p in PAYLOADS
    ]
    delivered = [item for item in made if isinstance(item, Delivered)]
    assert len(delivered) == len(PAYLOADS)
    with warehouse.session():
        store(warehouse, delivered, datetime(2026, 1, 1, tzinfo=UTC))
        assert clean_pending(warehouse, Registry([])) == len(PAYLOADS)
        resolve_sources(warehouse, Registry([]))
        # The same again: ids and keys that hold quotes find what is held.
        store(warehouse, [replace(item, author="x") for item in delivered], datetime(2026, 1, 2, tzinfo=UTC))
    held = warehouse.read("select external_id, title, outlet, delivered_in, text from raw.articles")
    for column in ("external_id", "title", "outlet"):
        assert sorted(held[column]) == sorted(PAYLOADS)
    assert sorted(held["text"]) == sorted(f"Traders came. {p}" for p in PAYLOADS)
    assert all(
        re.fullmatch("[a-z0-9-]+", source)
        for source in warehouse.read("select source_id from staging.sources")["source_id"]
    )


def test_a_home_of_any_name_is_published_and_exported(hostile_folder: Path) -> None:
    live, target = hostile_folder / "live's.duckdb", hostile_folder / "published" / "copy's.duckdb"
    with duckdb.connect(str(live)) as connection:
        connection.execute("create schema marts; create table marts.facts (id varchar)")
        connection.executemany("insert into marts.facts values (?)", [[p] for p in PAYLOADS])
    assert publish(live, target) == {"marts.facts": len(PAYLOADS)}
    with duckdb.connect(str(target), read_only=True) as reader:
        for form in ("csv", "jsonl", "parquet"):
            file = hostile_folder / f"facts's.{form}"
            assert copy_query(reader, "select * from marts.facts", file, form) == len(PAYLOADS)
        assert sorted(pl.read_parquet(file)["id"]) == sorted(PAYLOADS)


@quick
@given(any_text)
def test_the_id_of_a_source_is_a_slug_or_refused(written: str) -> None:
    definition = yaml.safe_dump({"id": written, "title": "x", "is_official": False})
    try:
        source = read_source(definition)
    except ValueError:
        return
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", source.id)


@pytest.mark.parametrize("payload", [*PAYLOADS, "a\n", "..", ".", "a/b", "a\0"])
def test_no_payload_is_the_id_of_a_source(payload: str) -> None:
    with pytest.raises(ValueError, match="id"):
        read_source(yaml.safe_dump({"id": payload, "title": "x", "is_official": False}))


@settings(quick, max_examples=20)
@given(
    st.one_of(
        any_text,
        st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"]).flatmap(lambda c: any_text.map(c.__add__)),
    )
)
def test_no_cell_of_a_formula_safe_csv_begins_a_formula(cell: str) -> None:
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute("create table cells as select ? as cell", [cell])
        copy_query(connection, "select * from cells", Path(folder) / "a.csv", "csv", formula_safe=True)
        with (Path(folder) / "a.csv").open(encoding="utf-8", newline="") as file:
            [[_], [written]] = csv.reader(file)
    assert written in (cell, f"'{cell}")
    assert written[:1] not in set("=+-@\t\r\n＝＋－＠")


@quick
@given(any_text)
def test_what_the_report_holds_can_be_left_by_no_markup(words: str) -> None:
    written = escaped({"quote": f"</script><!--{words}"})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"quote": f"</script><!--{words}"}


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Came.</p><script>alert(1)</script>",
        "<p>Came.<style>p{}</style></p>",
        "<p>Came.<template><p>x</p></template></p>",
        "<p>Came.</p><iframe srcdoc='<script>x</script>'>x</iframe>",
        "<svg onload=alert(1)><text>x</text></svg><p>Came.</p>",
        "<!-- x --><p onclick=x>Came.</p><noscript>x</noscript>",
    ],
)
def test_what_runs_in_a_page_is_no_text_of_it(markup: str) -> None:
    assert visible_text(markup) == "Came."


@quick
@given(st.one_of(any_text, st.lists(st.sampled_from(["..", ".", "a", "/", "\\", "C:", "~", ""])).map("/".join)))
def test_a_member_that_does_not_lead_out_stays_below(name: str) -> None:
    if leads_out(name):
        return
    parts = PurePosixPath(name.replace("\\", "/")).parts
    assert ".." not in parts
    assert not PurePosixPath(name).is_absolute()


_NOT_PUBLIC = st.sampled_from(
    [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/3",
    ]
)


@settings(quick, max_examples=300)
@given(_NOT_PUBLIC, st.integers(0, 2**32 - 1))
def test_no_spelling_of_a_private_address_is_public(network: str, number: int) -> None:
    private = ip_network(network)
    address = IPv4Address(int(private.network_address) + number % private.num_addresses)
    as_hex = f"{int(address):08x}"
    spelled = f"{as_hex[:4]}:{as_hex[4:]}"
    for written in (
        str(address),
        f"::ffff:{address}",
        f"::{address}",
        f"64:ff9b::{spelled}",
        f"2002:{spelled}::",
        f"64:ff9b:1::{spelled}",
    ):
        assert ip_address(written)
        assert not is_public(written), written


@settings(quick, max_examples=300)
@given(
    st.one_of(
        any_text,
        st.tuples(st.sampled_from(["http", "https", "file", "ftp", "gopher", "HTTP", ""]), any_text, any_text).map(
            lambda p: f"{p[0]}://{p[1]}/{p[2]}"
        ),
    )
)
def test_a_url_is_http_on_a_known_port_or_refused(written: str) -> None:
    try:
        url = checked_url(written, ports=PORTS)
    except NotAllowed:
        return
    assert isinstance(url, httpx.URL)
    assert url.scheme in {"http", "https"}
    assert url.host
    assert not url.userinfo
    assert (url.port or {"http": 80, "https": 443}[url.scheme]) in PORTS


@quick
@given(
    st.one_of(
        any_text, st.lists(st.sampled_from(["\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "\x7f", "\x08", "a"])).map("".join)
    )
)
def test_no_control_character_reaches_the_terminal(words: str) -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=False, width=1000)
    console.print(Text(words))
    console.print(words, markup=False, highlight=False)
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f]", out.getvalue())
