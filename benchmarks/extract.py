"""Words per CPU second: the bare spaCy pipeline, the whole of extraction, and what a run reads of the same text.

usage: python benchmarks/extract.py [ARTICLES.jsonl] [--repeat N]
Without a file the sample articles are read.  The three are timed in turn, article by article, so that a machine whose speed
drifts treats all alike; the ratios are what counts.  A run parses only what may tell something
(pipelines/extract/screen.py): which facts that loses or changes is printed.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise, product
from pathlib import Path

from pipelines.clean.written import read_day
from pipelines.config import SAMPLE
from pipelines.extract.article import analyse
from pipelines.extract.document import Article, language_model
from pipelines.extract.record import record
from pipelines.extract.rows import Job, Rows, read_job, rows
from pipelines.ingest.inbox import read_paths
from pipelines.ingest.records import Delivered

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BOOKS = frozenset(("article_fact_id", "first_claim_id", "words", "confidence", "recorded_at", "extractor_version"))


def articles(file: Path | None) -> list[Article]:
    if file:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
        return [Article(str(x.get("id")), x["text"], x.get("title"), read_day(x.get("date") or "")) for x in lines]
    delivered = [x for x in read_paths([SAMPLE]) if isinstance(x, Delivered)]
    return [Article(x.delivered_in, x.text, x.title, read_day(x.published or "")) for x in delivered]


@dataclass
class Compared:
    """CPU seconds of the bare pipeline, of extraction of everything, and of what a run does; facts found by the last two."""

    bare: float = 0.0
    whole: float = 0.0
    run: float = 0.0
    tokens: int = 0
    facts: int = 0
    missed: int = 0

    @property
    def recall(self) -> float:
        """Share of the facts of a whole reading that a run finds, with the same values."""
        return 1 - self.missed / self.facts if self.facts else 1.0


def compared(texts: list[Article], repeat: int) -> Compared:
    """What reading these articles costs in each way, and what a run finds of what a whole reading finds."""
    nlp = language_model()
    _run(texts[0])  # gazetteer and lexicons are loaded once a process
    out = Compared()
    for time_read, article in product(range(repeat), texts):
        at = [time.process_time()]
        out.tokens += len(nlp(article.text))
        at.append(time.process_time())
        analysis = analyse(article)
        record(analysis)
        at.append(time.process_time())
        read = _run(article)
        at.append(time.process_time())
        bare, whole, run = (end - start for start, end in pairwise(at))
        out.bare, out.whole, out.run = out.bare + bare, out.whole + whole, out.run + run
        if time_read == 0:
            of_all, of_run = _facts(rows(analysis, version=1, recorded_at=NOW)), _facts(read)
            out.facts += of_all.total()
            out.missed += (of_all - of_run).total()
    return out


def _run(article: Article) -> Rows:
    return read_job(Job(article.id, 1, article.title, article.published, article.text, NOW))


def _facts(read: Rows) -> Counter[str]:
    """Facts by their values; ids, words and confidence say how much else the article tells."""
    return Counter(
        json.dumps({name: fact[name] for name in fact if name not in BOOKS}, default=str) for fact in read.facts
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    texts = articles(options.file)
    cost = compared(texts, options.repeat)
    print(f"{len(texts)} articles × {options.repeat}, {cost.tokens:,} tokens")
    print(f"bare spaCy pipeline   {cost.tokens / cost.bare:8,.0f} tokens per CPU second")
    print(f"whole of extraction   {cost.tokens / cost.whole:8,.0f} tokens per CPU second")
    print(f"as a run reads        {cost.tokens / cost.run:8,.0f} tokens per CPU second")
    print(f"cost over the bare pipeline: {cost.whole / cost.bare:.2f} whole, {cost.run / cost.bare:.2f} as a run reads")
    print(f"of {cost.facts:,} facts a run finds {cost.recall:.2%} with the same values")


if __name__ == "__main__":
    main()
