"""Speed on one machine, item by item beside what one would use instead, as the table of docs/performance.md.

usage: python benchmarks/speed.py [--articles N] [--pages N] [--beat FILE] [--ordinary FILE] [--countries ISO3 …] [--repeat N]
Each figure is the CPU seconds of processes of their own, waited for to their end, so that a machine that others keep busy
changes ratios little; peaks are of the largest process.  Starts are repeated, and the median is shown.
Beside stands: of a command, Python with the library that answers it; of a run with nothing new, the same run without its
record of the last; of extraction, the bare spaCy pipeline over the same texts, in turn; of pages, trafilatura and a set of hashes.
--beat: articles on the beat as JSON Lines (default: those of the sample).  --ordinary: other articles, of which five are
mixed with each on the beat; without, mixed feeds are left out.  --countries: of a third feed, on the beat are those of --beat
that tell a fact of these countries, and it is read as by a home that covers them.  --articles: size of the archive built and
asked.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import duckdb

from benchmarks.extract import articles as articles_of
from benchmarks.extract import compared, tells_of
from benchmarks.ingest import write_pages
from benchmarks.warehouse import measure
from pipelines.api.recipes import recipes
from pipelines.config import SAMPLE, Home
from pipelines.publish.copy import publish

FACTWIRE = Path(sys.executable).with_name("factwire")
HERE = Path(__file__).parent
PER_MIB = 1024 if sys.platform == "linux" else 1024 * 1024
# A process begins with the memory of the one that starts it, which its peak would count: a small one starts and waits.
LAUNCH = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stderr=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
# Of a mixed feed, how many articles are ordinary for each on the beat.
ORDINARY = 5


@dataclass(frozen=True)
class Cost:
    """CPU seconds and the peak of memory in MiB of one process or several in turn."""

    cpu: float
    peak: float
    said: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    item: str
    ours: Cost
    beside: Cost | None = None


def run(*words: str | Path, repeat: int = 1) -> Cost:
    """A process of its own, to its end; the median of several."""
    costs = [_once([str(word) for word in words]) for _ in range(repeat)]
    return Cost(statistics.median(c.cpu for c in costs), max(c.peak for c in costs), costs[-1].said)


def _once(words: list[str]) -> Cost:
    done = subprocess.run([sys.executable, "-S", "-c", LAUNCH, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: exit {done.returncode}")
    cpu, peak = map(float, done.stderr.split())
    return Cost(cpu, peak / PER_MIB, done.stdout)


def python(code: str, repeat: int) -> Cost:
    return run(sys.executable, "-c", code, repeat=repeat)


def runs(work: Path) -> Iterator[Row]:
    """The sample into a new home, then nothing new."""
    home = work / "sample"
    words = (FACTWIRE, "run", "--home", home, "--inbox", SAMPLE)
    yield Row("factwire run, the sample into a new home", run(*words))
    idle = run(*words)
    Home(home).last_run.unlink()
    yield Row("factwire run, nothing new", idle, run(*words))


def starts(work: Path, repeat: int) -> Iterator[Row]:
    """What a command costs that has little to do."""
    home = Home(work / "sample")
    with closing(duckdb.connect(str(home.published), read_only=True)) as copy:
        [(fact,)] = copy.execute("select min(incident_id) from marts.fct_incidents").fetchall()
        [(text,)] = copy.execute("select min(text) from staging.articles where is_read").fetchall()
    line = work / "one.jsonl"
    line.write_text(json.dumps({"id": "1", "text": text}), encoding="utf-8")
    asked = python(
        f"import duckdb; duckdb.connect({str(home.published)!r}, read_only=True).sql('select 1').show()", repeat
    )
    read = python(
        "import json; from pipelines.extract.document import MODELS; import importlib.util, spacy\n"
        "nlp = spacy.load(next(m for m in MODELS if importlib.util.find_spec(m)))\n"
        f"nlp(json.loads(open({str(line)!r}).read())['text'])",
        repeat,
    )
    at = ("--home", home.root)
    yield Row("factwire --help", run(FACTWIRE, "--help", repeat=repeat), python("import typer", repeat))
    yield Row("factwire query, one row", run(FACTWIRE, "query", *at, "select 1", repeat=repeat), asked)
    yield Row("factwire show, one fact", run(FACTWIRE, "show", *at, fact, repeat=repeat), asked)
    yield Row("factwire status", run(FACTWIRE, "status", *at, repeat=repeat), asked)
    words = ("extract", "--input", line, "--output", work / "out.jsonl")
    yield Row("factwire extract, one article", run(FACTWIRE, *words, repeat=repeat), read)


def extraction(beat: Path | None, ordinary: Path | None, countries: list[str], repeat: int) -> Iterator[Row]:
    """The whole of extraction beside the bare pipeline, over the same texts in turn, in a process of its own."""
    feeds: dict[str, tuple[Path | None, list[str]]] = {"beat only": (None, [])}
    if ordinary:
        feeds["a sixth on the beat"] = (ordinary, [])
    if ordinary and countries:
        feeds[f"a sixth on the beat of {', '.join(countries)}"] = (ordinary, countries)
    for name, (others, covered) in feeds.items():
        given = (str(beat or ""), str(others or ""), *covered)
        cost = run(sys.executable, __file__, "--repeat", str(repeat), "--extract", *given)
        found = json.loads(cost.said)
        item = f"extraction, {name}: {found['articles']} articles"
        bare = Cost(found["bare"], cost.peak)
        of_all = f"{item}, {found['facts']:,} facts"
        yield Row(f"{of_all}, everything parsed", Cost(found["whole"], cost.peak), bare)
        yield Row(
            f"{of_all} of which {found['recall']:.1%} are found, as a run does", Cost(found["run"], cost.peak), bare
        )
        if covered:
            of_beat = f"{item}, {found['beat_facts']:,} facts of the beat of which {found['beat_recall']:.1%} are found"
            yield Row(f"{of_beat}, as a run on the beat does", Cost(found["on_beat"], cost.peak), bare)


def extract_in_child(beat: str, ordinary: str, countries: frozenset[str], repeat: int) -> None:
    texts = articles_of(Path(beat) if beat else None)
    if countries:
        texts = [article for article in texts if tells_of(article, countries)]
    if ordinary:
        others = articles_of(Path(ordinary))[: ORDINARY * len(texts)]
        texts = texts[: len(others) // ORDINARY] + others
    cost = compared(texts, repeat, countries)
    said = {"articles": len(texts), "recall": cost.recall, "beat_recall": cost.beat_recall} | asdict(cost)
    json.dump(said, sys.stdout)


def taking_in(work: Path, pages: int) -> Row:
    inbox = work / "pages"
    write_pages(inbox, pages)
    ours = run(sys.executable, HERE / "ingest.py", "--take-in", work / "taken", inbox)
    return Row(f"taking in {pages:,} pages", ours, run(sys.executable, HERE / "ingest.py", "--script", inbox))


def archive(work: Path, size: int) -> Iterator[Row]:
    """The warehouse of an archive, and the recipe book over it."""
    folder = work / "archive"
    folder.mkdir()
    for cost in measure(size, folder):
        yield Row(f"dbt build, {cost.what}: {cost.articles:,} articles", Cost(cost.cpu_seconds, cost.peak_mib))
    home = Home(folder / "home")
    publish(home.warehouse, home.published)
    cost = run(sys.executable, __file__, "--ask", home.published)
    seconds: dict[str, float] = json.loads(cost.said)
    slowest = max(seconds, key=lambda name: seconds[name])
    what = f"recipe book over {size:,} articles, {len(seconds)} queries (slowest {slowest}: {seconds[slowest]:.1f} s)"
    yield Row(what, Cost(cost.cpu, cost.peak))


def ask_in_child(published: Path) -> None:
    seconds = {}
    with closing(duckdb.connect(str(published), read_only=True)) as copy:
        for one in recipes().values():
            started = time.process_time()
            copy.execute(one.sql).fetchall()
            seconds[one.name] = round(time.process_time() - started, 2)
    json.dump(seconds, sys.stdout)


def line(row: Row) -> str:
    beside = f"{row.beside.cpu:,.1f} | {row.ours.cpu / row.beside.cpu:.2f}" if row.beside else " | "
    return f"| {row.item} | {row.ours.cpu:,.1f} | {beside} | {row.ours.peak:,.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--beat", type=Path)
    parser.add_argument("--ordinary", type=Path)
    parser.add_argument("--countries", nargs="*", default=[], metavar="ISO3")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--extract", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.extract:
        beat, ordinary, *countries = options.extract
        extract_in_child(beat, ordinary, frozenset(countries), options.repeat)
        return
    if options.ask:
        ask_in_child(options.ask)
        return
    print("| item | CPU seconds | beside | ratio | peak MiB |\n|---|--:|--:|--:|--:|", flush=True)
    work = Path(tempfile.mkdtemp())
    parts: list[Callable[[], Iterator[Row]]] = [
        lambda: runs(work),
        lambda: starts(work, options.repeat),
        lambda: extraction(options.beat, options.ordinary, options.countries, options.repeat),
        lambda: iter([taking_in(work, options.pages)]),
        lambda: archive(work, options.articles),
    ]
    try:
        for row in chain.from_iterable(part() for part in parts):
            print(line(row), flush=True)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
