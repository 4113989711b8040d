"""Cost of taking articles in: reading, storing, cleaning and finding copies, for archives of several sizes.

usage: python benchmarks/ingest.py [ARTICLES ...] [--pages PAGES] [--work FOLDER]
Articles of some 400 words are made on the fly: words by Zipf's law, one in twenty a copy of an earlier article with some
words changed, one in forty a weekly bulletin on one of 20 forms, the rest with two sentences that all articles of its outlet
share.  Each run is a process of its own, so that its peak of memory is its own.  With --pages, that many of them as HTML
pages, read by Factwire and beside it by what one would write instead: trafilatura and a set of hashes.
"""

from __future__ import annotations

import argparse
import gzip
import html
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

FIRST_DAY = date(2021, 1, 1)
A_DAY = 550
OUTLETS = 200
FORMS = 20
A_FILE = 50_000
_SYLLABLES = "ba de fi go lu ma ne po ri su ta ve wi zo ka shi lar men tor gul han dar kot zai mir".split()


class Words:
    """Words of a language that nobody speaks: the first ones frequent, the last ones rare."""

    def __init__(self) -> None:
        rng = random.Random(7)  # noqa: S311
        self.known = list(dict.fromkeys("".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(60_000)))
        self.until = list(itertools.accumulate(1 / (place + 3) for place in range(len(self.known))))

    def take(self, rng: random.Random, count: int) -> list[str]:
        return rng.choices(self.known, cum_weights=self.until, k=count)


@dataclass(frozen=True)
class Maker:
    """Articles by their numbers; every article can be made alone."""

    words: Words

    def article(self, number: int) -> dict[str, str]:
        rng = random.Random(number)  # noqa: S311
        outlet = rng.randrange(OUTLETS)
        day = FIRST_DAY + timedelta(days=number // A_DAY)
        kind = rng.random()
        if kind < 0.05 and number > A_DAY:
            text = self._copy(number - rng.randrange(1, A_DAY), rng)
        elif kind < 0.075:
            text = self._bulletin(rng.randrange(FORMS), rng)
        else:
            text = self._story(rng, outlet)
        return {
            "id": str(number),
            "url": f"https://outlet-{outlet}.example/{day:%Y/%m/%d}/{number}",
            "outlet": f"Outlet {outlet}",
            "title": " ".join(self.words.take(rng, 8)).capitalize(),
            "date": day.isoformat(),
            "language": "en",
            "text": text,
        }

    def _story(self, rng: random.Random, outlet: int) -> str:
        told = [self._sentence(rng) for _ in range(rng.randint(12, 24))]
        own = random.Random(f"outlet {outlet}")  # noqa: S311
        return self._paragraphs([*told, self._sentence(own), self._sentence(own)])

    def _sentence(self, rng: random.Random) -> str:
        words = self.words.take(rng, rng.randint(12, 30))
        if rng.random() < 0.4:
            words[rng.randrange(len(words))] = str(rng.randint(2, 9000))
        return " ".join(words).capitalize() + "."

    def _paragraphs(self, sentences: list[str]) -> str:
        return "\n\n".join(" ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3))

    def _copy(self, number: int, rng: random.Random) -> str:
        words = self.article(number)["text"].split(" ")
        for place in rng.sample(range(len(words)), len(words) // 40):
            words[place] = words[place][::-1]
        return " ".join(words)

    def _bulletin(self, form: int, rng: random.Random) -> str:
        fixed = random.Random(f"form {form}")  # noqa: S311
        sentences = []
        for _ in range(20):
            words = self.words.take(fixed, fixed.randint(8, 16))
            for place in fixed.sample(range(len(words)), 2):
                words[place] = f"{rng.randint(1000, 99_999):,}"
            sentences.append(" ".join(words).capitalize() + ".")
        return self._paragraphs(sentences)


def write_articles(folder: Path, articles: int) -> None:
    """The archive as .jsonl.gz files."""
    folder.mkdir(parents=True)
    maker = Maker(Words())
    for first in range(0, articles, A_FILE):
        with gzip.open(folder / f"{first:08}.jsonl.gz", "wt", encoding="utf-8", compresslevel=1) as file:
            for number in range(first, min(first + A_FILE, articles)):
                file.write(json.dumps(maker.article(number)) + "\n")


def write_pages(folder: Path, articles: int) -> None:
    """The same articles as pages."""
    folder.mkdir(parents=True)
    maker = Maker(Words())
    menu = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("home", "world", "sport", "markets"))
    for number in range(articles):
        article = maker.article(number)
        body = "".join(f"<p>{html.escape(p)}</p>" for p in article["text"].split("\n\n"))
        (folder / f"{number:06}.html").write_text(
            f"<!doctype html><html lang=en><head><title>{article['title']}</title><link rel=canonical href={article['url']}>"
            f"<meta property=og:site_name content='{article['outlet']}'>"
            f"<meta property=article:published_time content={article['date']}></head><body><nav><ul>{menu}</ul></nav>"
            f"<article><h1>{article['title']}</h1>{body}</article><footer>All rights reserved.</footer></body></html>",
            encoding="utf-8",
        )


def take_in(home: Path, inbox: Path) -> dict[str, float]:
    """In the child: what production runs, as far as the staging layer; CPU seconds of each part."""
    from pipelines.assets.raw import read_inbox
    from pipelines.assets.staging import clean_pending, resolve_sources
    from pipelines.clean.articles import cleaner_version
    from pipelines.clean.duplicates.archive import settle_copies
    from pipelines.config import Home
    from pipelines.ingest.registry import Registry
    from pipelines.ingest.sources import load_sources
    from pipelines.resources.warehouse import Warehouse

    at = Home(home)
    warehouse = Warehouse(at.warehouse)
    warehouse.prepare()
    registry = Registry(load_sources(at.sources))
    seconds: dict[str, float] = {}

    def timed(name: str, started: float) -> None:
        seconds[name] = round(time.process_time() - started, 1)

    with warehouse.session():
        started = time.process_time()
        read_inbox(warehouse, [inbox], datetime.now(UTC))
        timed("ingest", started)
        started = time.process_time()
        clean_pending(warehouse, registry)
        resolve_sources(warehouse, registry)
        timed("clean", started)
        started = time.process_time()
        settle_copies(warehouse, cleaner_version())
        timed("copies", started)
    seconds["found"] = warehouse.read("select count(near_duplicate_of) as n from staging.articles")["n"][0]
    return seconds


def script(inbox: Path) -> dict[str, float]:
    """In the child: what one would write instead."""
    import trafilatura

    seen: set[str] = set()
    articles: list[dict[str, str]] = []
    for page in sorted(inbox.iterdir()):
        text = trafilatura.extract(page.read_text(encoding="utf-8")) or ""
        digest = sha256(text.encode()).hexdigest()
        if digest not in seen:
            seen.add(digest)
            articles.append({"page": page.name, "text": text})
    (inbox.parent / "script.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    return {"found": len(list(inbox.iterdir())) - len(articles)}


def measured(*words: str | Path) -> tuple[float, float, float, dict[str, float]]:
    """Seconds, those of the processor, peak in MiB and what the child says."""
    started = time.monotonic()
    child = subprocess.Popen([sys.executable, __file__, *map(str, words)], stdout=subprocess.PIPE, text=True)
    said = child.stdout.read() if child.stdout else ""
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit("the run failed")
    peak = used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    return time.monotonic() - started, used.ru_utime + used.ru_stime, peak, json.loads(said)


def row(what: str, articles: int, inbox: Path, *words: str | Path) -> str:
    seconds, cpu, peak, said = measured(*words)
    file = next(inbox.parent.glob("home/warehouse.duckdb"), None)
    size = f"{file.stat().st_size / 2**20:,.0f}" if file else ""
    parts = " | ".join(f"{said[name]:,.0f}" if name in said else "" for name in ("ingest", "clean", "copies"))
    return (
        f"| {what} | {articles:,} | {seconds:,.0f} | {cpu:,.0f} | {articles / cpu:,.0f} | {peak:,.0f} | {parts} "
        f"| {said['found']:,.0f} | {size} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--work", type=Path, help="make the archives below this folder (default: a temporary one)")
    parser.add_argument("--take-in", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--script", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.take_in:
        json.dump(take_in(*options.take_in), sys.stdout)
        return
    if options.script:
        json.dump(script(options.script), sys.stdout)
        return
    print(
        "| | articles | seconds | CPU seconds | articles a CPU second | peak MiB | CPU: ingest | clean | find copies "
        "| copies found | file MiB |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for articles in options.articles:
        with tempfile.TemporaryDirectory(dir=options.work) as folder:
            inbox = Path(folder) / "inbox"
            write_articles(inbox, articles)
            print(row("articles", articles, inbox, "--take-in", Path(folder) / "home", inbox), flush=True)
    if options.pages:
        with tempfile.TemporaryDirectory(dir=options.work) as folder:
            inbox = Path(folder) / "inbox"
            write_pages(inbox, options.pages)
            print(row("pages", options.pages, inbox, "--take-in", Path(folder) / "home", inbox), flush=True)
            shutil.rmtree(Path(folder) / "home")
            print(row("pages, script", options.pages, inbox, "--script", inbox), flush=True)


if __name__ == "__main__":
    main()
