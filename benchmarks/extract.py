"""Words per CPU second: the bare spaCy pipeline and the whole of extraction on the same text, in one run.

usage: python benchmarks/extract.py [ARTICLES.jsonl] [--repeat N]
Without a file the sample articles are read.  The two are timed in turn, article by article, so that a machine whose speed
drifts treats both alike; the ratio is what counts.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from pipelines.clean.written import read_day
from pipelines.config import SAMPLE
from pipelines.extract.article import analyse
from pipelines.extract.document import Article, language_model
from pipelines.extract.record import record
from pipelines.ingest.inbox import read_paths
from pipelines.ingest.records import Delivered


def articles(file: Path | None) -> list[Article]:
    if file:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [Article(str(x.get("id")), x["text"], x.get("title"), read_day(x.get("date") or "")) for x in lines]
    delivered = [x for x in read_paths([SAMPLE]) if isinstance(x, Delivered)]
    return [Article(x.delivered_in, x.text, x.title, read_day(x.published or "")) for x in delivered]


def compared(texts: list[Article], repeat: int) -> tuple[float, float, int]:
    """CPU seconds of the bare pipeline and of extraction over the texts, and how many tokens were read."""
    nlp = language_model()
    analyse(texts[0])  # gazetteer and lexicons are loaded once a process
    bare = whole = 0.0
    tokens = 0
    for article in texts * repeat:
        started = time.process_time()
        tokens += len(nlp(article.text))
        between = time.process_time()
        record(analyse(article))
        bare += between - started
        whole += time.process_time() - between
    return bare, whole, tokens


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    texts = articles(options.file)
    bare, whole, tokens = compared(texts, options.repeat)
    print(f"{len(texts)} articles × {options.repeat}, {tokens:,} tokens")
    print(f"bare spaCy pipeline   {tokens / bare:8,.0f} tokens per CPU second")
    print(f"whole of extraction   {tokens / whole:8,.0f} tokens per CPU second")
    print(f"cost of extraction over the bare pipeline: {whole / bare:.2f}")


if __name__ == "__main__":
    main()
