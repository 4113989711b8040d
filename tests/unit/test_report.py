"""The report without a browser: the escape, the policy, the region of the map, the library it holds."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines.config import Home
from pipelines.errors import EnvironmentProblem
from pipelines.publish.report import basemap, bundle_build, page
from pipelines.publish.report.charts import charts


@pytest.mark.parametrize("text", ["</script>", "<!--", "]]>", "a & b", "\u2028", "\u2029", '"\\', "Zoë – ‘so’"])
def test_escaped_json_reads_back_and_holds_no_markup(text: str) -> None:
    written = page.escaped({"text": text})
    assert json.loads(written) == {"text": text}
    assert not set(written) & set("<>&\u2028\u2029")


def test_the_policy_names_what_runs_and_allows_nothing_else() -> None:
    # The hash is that of OpenSSL: printf 'f()' | openssl dgst -sha256 -binary | base64
    assert page.policy(["f()"], []).split("; ")[:2] == [
        "default-src 'none'",
        "script-src 'sha256-GcEEE0IkDzIP5EQ6DXZaDPORqT5RTBELX8Fyzyg9yvo='",  # pragma: allowlist secret
    ]
    assert "unsafe" not in page.policy(["a"], ["b"])


def test_one_incident_far_away_does_not_stretch_the_map() -> None:
    near = [(69.0 + n / 10, 34.0) for n in range(30)]
    assert basemap.region([*near, (100.0, 14.0)])[2] < 75


@pytest.mark.parametrize("points", [[(69.17, 34.53)], [(179.9, 79.0)], [(-179.0, -75.0), (179.0, 75.0)]])
def test_a_region_holds_its_incidents_and_stays_on_the_globe(points: list[tuple[float, float]]) -> None:
    west, south, east, north = basemap.region(points)
    assert all(west <= x <= east and south <= y <= north for x, y in points)
    assert -180 <= west < east <= 180
    assert -80 <= south < north <= 80


def test_the_map_holds_what_reaches_into_its_region_and_names_it_there() -> None:
    box = basemap.region([(69.17, 34.53)])
    shapes = basemap.shapes(box)
    assert {"Afghanistan", "Pakistan"} <= {name["name"] for name in shapes["names"]}
    assert all(box[0] <= name["x"] <= box[2] and box[1] <= name["y"] <= box[3] for name in shapes["names"])
    # No name is wider than what is shown of its country, by which the page decides whether it has room.
    assert all(0 < name["degrees"] <= box[2] - box[0] for name in shapes["names"])
    assert len(json.dumps(shapes)) < len(json.dumps(basemap.shapes(basemap.region([])))) / 4


def test_charts_of_unknown_types_keep_their_legends() -> None:
    """A legend without entries has no size, which breaks the drawing."""
    encoding = charts(basemap.shapes(basemap.region([(0.0, 0.0)])), types=[])["map"]["layer"][-1]["encoding"]
    assert encoding["color"]["scale"]["domain"]


def test_the_library_is_the_one_that_the_locked_release_bundles() -> None:
    held = gzip.decompress(bundle_build.TARGET.read_bytes()).decode()
    assert held == bundle_build.bundle(), "make it anew: python -m pipelines.publish.report.bundle_build"
    assert "</script" not in held.lower()


def test_a_home_without_a_copy_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="no published warehouse"):
        page.write_report(Home.find(tmp_path), tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


def test_the_same_facts_make_the_same_page_however_their_rows_lie(sample_home: Path, tmp_path: Path) -> None:
    home = Home.find(tmp_path)
    home.published.parent.mkdir()
    shutil.copy(Home.find(sample_home).published, home.published)
    home.published.chmod(0o644)
    pages = []
    for order in ("", "hash(rowid)"):
        if order:
            with duckdb.connect(str(home.published)) as connection:
                tables = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'")
                for (table,) in tables.fetchall():
                    connection.execute(f"create or replace table marts.{table} as from marts.{table} order by {order}")
        page.write_report(home, home.report)
        pages.append(home.report.read_bytes())
    assert pages[0] == pages[1]
