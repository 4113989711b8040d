"""Text of articles is data: forty ways to make it run, in every field that the page shows, and none runs."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.publish.report.page import escaped
from tests.browser.conftest import Altered, Open

# Each counts in window.ran if it runs.
PAYLOADS = (
    "<script>window.ran++</script>",
    "</script><script>window.ran++</script>",
    "</ScRiPt ><sCrIpT>window.ran++</sCrIpT>",
    "<!--<script>window.ran++</script>-->",
    "<!--<script>",
    "--></script><script>window.ran++//",
    "]]></script><script>window.ran++</script>",
    "<img src=x onerror=window.ran++>",
    '"><img src=x onerror=window.ran++>',
    "'><img src=x onerror=window.ran++>",
    "<svg onload=window.ran++>",
    "<svg><script>window.ran++</script></svg>",
    "<svg><animate onbegin=window.ran++ attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:window.ran++"><text y=20>open</text></a></svg>',
    "<math><mtext><style><img src=x onerror=window.ran++></style></mtext></math>",
    '<iframe src="javascript:parent.ran++"></iframe>',
    '<iframe srcdoc="<script>parent.ran++</script>"></iframe>',
    '<object data="data:text/html,<script>parent.ran++</script>"></object>',
    '<embed src="data:image/svg+xml,<svg onload=parent.ran++>">',
    "<body onload=window.ran++>",
    "<details open ontoggle=window.ran++>",
    "<input autofocus onfocus=window.ran++>",
    "<video><source onerror=window.ran++></video>",
    "<marquee onstart=window.ran++>",
    '<base href="https://elsewhere.example/">',
    '<meta http-equiv=refresh content="0;url=https://elsewhere.example/">',
    '<link rel=stylesheet href="https://elsewhere.example/x.css">',
    '<form action="https://elsewhere.example/"><button>go</button></form>',
    "<style>body{display:none}</style>",
    "</style><style>@import 'https://elsewhere.example/x.css';</style>",
    "javascript:window.ran++",
    "JaVaScRiPt\t:window.ran++",
    " javascript:window.ran++",
    "data:text/html,<script>opener.ran++</script>",
    "vbscript:window.ran++",
    "${window.ran++} $data $script",
    "{{constructor.constructor('window.ran++')()}} <%= window.ran++ %> #{window.ran++}",
    "\u2028window.ran++\u2029//\u0000\ufeff",
    "\u202e\u2066<script>window.ran++</script>\u2069\u202c",
    "';window.ran++;//\";window.ran++;//`${window.ran++}`\\",
)
# Fields of the warehouse that reach the page, by table.
FIELDS = {
    "marts.fct_claims": ("quote", "speaker", "speaker_role", "stance", "voice"),
    "marts.dim_articles": ("title", "outlet", "url"),
    "marts.dim_actors": ("name",),
    "marts.dim_places": ("name", "country"),
    "marts.fct_incidents": ("event_type", "sub_event_type", "actor1", "actor2", "location", "country"),
    "marts.fct_talks": ("venue", "outcome", "parties", "mediators"),
    "marts.fct_ceasefires": ("status", "parties", "brokered_by", "conditions", "end_reason"),
    "marts.fct_deportations": ("measure", "authority", "from_country", "unit"),
    "marts.fct_border_status": ("crossing", "by_actor", "reason", "traffic_class"),
    "marts.fct_statements": ("statement_type", "speaker", "speaker_role"),
    "marts.fct_conflicts": ("field", "value", "rule"),
}


def poison(connection: duckdb.DuckDBPyConnection) -> None:
    """Every payload in every field: one a row, or several together where a table has fewer rows than there are payloads."""
    connection.execute("create temp table payloads (n integer, words varchar)")
    connection.executemany("insert into payloads values (?, ?)", list(enumerate(PAYLOADS)))
    for table, fields in FIELDS.items():
        kinds = {row[0]: row[1] for row in connection.execute(f"describe {table}").fetchall()}
        connection.execute(f"create temp table ids as select rowid as id, row_number() over () - 1 as n from {table}")
        groups = min(len(PAYLOADS), connection.sql("select count(*) from ids").fetchall()[0][0])
        for field in fields:
            words = "list(words order by p.n)" if kinds[field].endswith("[]") else "string_agg(words, ' ' order by p.n)"
            connection.execute(
                f"update {table} set {field} = w.words from ids, (select p.n % {groups} as k, {words} as words "
                f"from payloads as p group by k) as w where ids.id = {table}.rowid and w.k = ids.n % {groups}"
            )
        connection.execute("drop table ids")


def test_no_payload_runs(altered: Altered, opened: Open) -> None:
    assert len(PAYLOADS) == 40
    file = altered(poison)
    seen = opened(file)
    page = seen.page
    page.evaluate("window.ran = 0")
    held = page.evaluate("document.getElementById('data').textContent")
    assert all(escaped(payload)[1:-1] in held for payload in PAYLOADS)  # they are in the page: the test is about them
    for family in ("incidents", "talks", "ceasefires", "deportations", "border_status", "statements"):
        page.click(f"#tab-{family}")
        for more in page.locator(f"#panel-{family} .more:visible").all():
            more.click()
        # Every row, as a click opens it; one by one through the page's own handler, which is quicker than a mouse.
        page.evaluate(
            """family => { for (const row of document.querySelectorAll(`#panel-${family} tr[data-id]`)) {
                row.click();
                window.links = (window.links ?? []).concat([...document.querySelectorAll('#evidence a')].map(a => a.protocol));
            } }""",
            family,
        )
    for chart in ("map", "timeline", "tolls", "returns", "totals", "accusations"):
        for mark in page.locator(f"#{chart} [aria-label][aria-roledescription]").all()[:20]:
            mark.dispatch_event("mousemove")
            mark.dispatch_event("click")
    page.fill("[name=actor]", "script")
    page.wait_for_timeout(500)  # for what would run later: loads, refreshes, animations
    assert page.evaluate("window.ran") == 0
    assert set(page.evaluate("window.links")) <= {"http:", "https:"}
    seen.assert_quiet(file)
    # Nothing but what the page is made of: no element came out of text.
    assert page.locator("script").count() == 3
    foreign = "img, iframe, object, embed, base, video, math, form:not(#filters, .vega-bindings), style:not(head > style), svg script, svg a"
    assert page.locator(foreign).count() == 0
    handlers = "[...document.querySelectorAll('*')].filter(it => it.getAttributeNames().some(name => name.startsWith('on'))).length"
    assert page.evaluate(handlers) == 0


def test_the_payloads_would_run(tmp_path: Path, opened: Open) -> None:
    """Written without escaping, they do: a page that shows them safely has something to withstand."""
    file = tmp_path / "open.html"
    file.write_text(
        "<!doctype html><meta charset=utf-8><script>window.ran = 0</script>"
        + "".join(f"<div>{payload}</div>" for payload in PAYLOADS[:24])
        + "<script>document.documentElement.dataset.ready = 1</script>",
        encoding="utf-8",
    )
    page = opened(file).page
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") >= 5
