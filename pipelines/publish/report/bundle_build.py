"""Makes vega.js.gz: Vega, Vega-Lite and Vega-Embed in one script, as vl-convert bundles the releases it holds.

usage: python -m pipelines.publish.report.bundle_build
Needs the development environment; the page itself needs only the file made.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import vl_convert

TARGET = Path(__file__).with_name("vega.js.gz")


def bundle() -> str:
    """The script; it sets `vegaEmbed` on the window and does nothing else."""
    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))


if __name__ == "__main__":
    TARGET.write_bytes(gzip.compress(bundle().encode(), mtime=0))
