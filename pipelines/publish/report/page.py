"""The report as one HTML file: data, charts, library, style and script, under a policy that lets nothing else run.

What belongs here: assembling, escaping, the content security policy.  Not here: what is shown (data.py), how (charts.py).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from pathlib import Path
from string import Template
from typing import Any

from pipelines.api import read
from pipelines.config import Home
from pipelines.files import replaced
from pipelines.publish.report import basemap
from pipelines.publish.report.charts import EVENT_TYPES, charts
from pipelines.publish.report.data import report_data
from pipelines.publish.texts import Texts

_FOLDER = Path(__file__).parent
_SCRIPTS = ("facts.js", "evidence.js", "tables.js", "rows.js", "page.js")
# What ends or opens markup inside a script element, and what ends a line of JavaScript but not of JSON.
_ESCAPED = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def write_report(home: Home, output: Path, texts: Texts = Texts.QUOTES) -> dict[str, int]:
    """Write the report of the published copy to `output`, whole or not at all; how many facts and bytes it holds."""
    with read(home.root) as reader:
        data = report_data(reader, texts)
    page = html(data).encode()
    output.parent.mkdir(parents=True, exist_ok=True)
    with replaced(output) as fresh:
        fresh.write_bytes(page)
    return {"facts": len(data["facts"]), "bytes": len(page)}


def html(data: dict[str, Any]) -> str:
    """The page over the data of a report."""
    points = [(fact["longitude"], fact["latitude"]) for fact in data["facts"] if "latitude" in fact]
    box = basemap.region(points)
    types = {fact["type"] for fact in data["facts"]}
    shown = {**data, "box": box, "event_types": EVENT_TYPES, "charts": charts(basemap.shapes(box), types)}
    library = gzip.decompress((_FOLDER / "vega.js.gz").read_bytes()).decode()
    template, css, licence = map(_text, ("page.html", "page.css", "vega.licence.txt"))
    # One script in a scope of its own.
    script = '"use strict";\n(() => {\n' + "\n".join(map(_text, _SCRIPTS)) + "})();\n"
    return Template(template).substitute(
        policy=policy(scripts=[library, script], styles=[css]),
        data=escaped(shown),
        library=library,
        script=script,
        css=css,
        licence=licence,
    )


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def escaped(value: Any) -> str:
    """JSON that no markup parser can leave and no JavaScript parser trips over."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPED)


def policy(scripts: list[str], styles: list[str]) -> str:
    """Nothing runs but these scripts, nothing is styled but by these sheets, nothing is fetched, sent or framed."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data:",
            "connect-src 'none'",
            "form-action 'none'",
            "base-uri 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
