"""Words per CPU second: the bare spaCy pipeline, the whole of extraction, and what a run reads of the same text.

usage: python benchmarks/extract.py [ARTICLES.jsonl] [--countries ISO3 …] [--repeat N]
Without a file the sample articles are read.  All are timed in turn, article by article, so that a machine whose speed
drifts treats all alike; the ratios are what counts.  A run parses only what may tell something
(pipelines/extract/screen.py), of a beat of some countries only what names something of them
(pipelines/extract/coverage.py): which facts that loses or changes is printed, of the beat those in the countries or of an actor
of them.
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
from typing import Any

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
    """CPU seconds of the bare pipeline, of extraction of everything, of what a run does, and what one on the beat does.

    Facts are those of a whole reading, and missed those that a run does not find with the same values.
    """

    bare: float = 0.0
    whole: float = 0.0
    run: float = 0.0
    on_beat: float = 0.0
    tokens: int = 0
    facts: int = 0
    missed: int = 0
    beat_facts: int = 0
    beat_missed: int = 0

    @property
    def recall(self) -> float:
        """Share of the facts of a whole reading that a run finds, with the same values."""
        return 1 - self.missed / self.facts if self.facts else 1.0

    @property
    def beat_recall(self) -> float:
        """The same of the facts of the beat, by a run on the beat."""
        return 1 - self.beat_missed / self.beat_facts if self.beat_facts else 1.0


def compared(texts: list[Article], repeat: int, countries: frozenset[str]) -> Compared:
    """What reading these articles costs in each way, and what a run finds of what a whole reading finds."""
    nlp = language_model()
    _run(texts[0], countries)  # gazetteer and lexicons are loaded once a process
    out = Compared()
    for time_read, article in product(range(repeat), texts):
        at = [time.process_time()]
        out.tokens += len(nlp(article.text))
        at.append(time.process_time())
        analysis = analyse(article)
        record(analysis)
        at.append(time.process_time())
        read = _run(article, frozenset())
        at.append(time.process_time())
        of_beat = _run(article, countries)
        at.append(time.process_time())
        bare, whole, run, on_beat = (end - start for start, end in pairwise(at))
        out.bare, out.whole, out.run, out.on_beat = (
            out.bare + bare,
            out.whole + whole,
            out.run + run,
            out.on_beat + on_beat,
        )
        if time_read == 0:
            everything = rows(analysis, version=1, recorded_at=NOW)
            of_all, of_countries = _facts(everything), _facts(everything, countries)
            out.facts += of_all.total()
            out.missed += (of_all - _facts(read)).total()
            out.beat_facts += of_countries.total()
            out.beat_missed += (of_countries - _facts(of_beat)).total()
    return out


def tells_of(article: Article, countries: frozenset[str]) -> bool:
    """Whether a whole reading finds a fact of these countries."""
    return bool(_facts(rows(analyse(article), version=1, recorded_at=NOW), countries))


def _run(article: Article, countries: frozenset[str]) -> Rows:
    return read_job(Job(article.id, 1, article.title, article.published, article.text, NOW, countries))


def _facts(read: Rows, countries: frozenset[str] = frozenset()) -> Counter[str]:
    """Facts by their values, of some countries or all; ids, words and confidence say how much else the article tells."""
    return Counter(
        json.dumps({name: fact[name] for name in fact if name not in BOOKS}, default=str)
        for fact in read.facts
        if not countries or not countries.isdisjoint(_countries_of(fact))
    )


def _countries_of(fact: dict[str, Any]) -> set[str]:
    """Where it happened, and whose those are that it names."""
    return {fact["iso3"], *(actor["iso3"] for side in ("actors", "recipients") for actor in fact[side])} - {None}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--countries", nargs="*", default=[], metavar="ISO3", help="read what names something of these")
    options = parser.parse_args()
    texts = articles(options.file)
    cost = compared(texts, options.repeat, frozenset(options.countries))
    print(f"{len(texts)} articles × {options.repeat}, {cost.tokens:,} tokens")
    print(f"bare spaCy pipeline   {cost.tokens / cost.bare:8,.0f} tokens per CPU second")
    print(f"whole of extraction   {cost.tokens / cost.whole:8,.0f} tokens per CPU second")
    print(f"as a run reads        {cost.tokens / cost.run:8,.0f} tokens per CPU second")
    print(f"cost over the bare pipeline: {cost.whole / cost.bare:.2f} whole, {cost.run / cost.bare:.2f} as a run reads")
    print(f"of {cost.facts:,} facts a run finds {cost.recall:.2%} with the same values")
    if options.countries:
        print(f"as a run on the beat reads: {cost.on_beat / cost.bare:.2f} of the bare pipeline")
        print(f"of {cost.beat_facts:,} facts of these countries it finds {cost.beat_recall:.2%} with the same values")


if __name__ == "__main__":
    main()
