"""Coverage-guided fuzzing of what strangers' words reach first: an evolving corpus, the promises of tests/hostile/checks.py.

usage: pip install atheris==3.0.0; python benchmarks/fuzz.py [--only TARGET ...] [--minutes N] [--work FOLDER]
Targets: ingest (files of every format), dates, numbers, attribution.  Each runs in a process of its own under libFuzzer, from
the files that the tests write and the sample articles.  What breaks a promise is kept in FOLDER/TARGET/found, one input for
each place in the code where it broke, and the target goes on.  Atheris is not among the dependencies: it is built for Linux
and macOS only, and needed for nothing else.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HANG_SECONDS = 60  # of the clock on the wall, which a busy machine lets pass
MEMORY_MB = 3000
LONGEST = {"ingest": 4096, "dates": 512, "numbers": 300, "attribution": 400}
_NO_TEXT = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_STAT = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COVERED = re.compile(r"cov: (\d+)")


# --- one target, in its own process -----------------------------------------------------------------------------------


def run_target(name: str, folder: Path, seconds: int) -> None:
    """Fuzz until the time is over; does not return, since libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["pipelines"]):
        from tests.hostile import checks
    checks.parse_here()
    check = harness(name, checks)

    def one(data: bytes) -> None:
        try:
            check(data)
        except Exception as error:  # noqa: BLE001  (all that breaks a promise is kept, and the fuzzer goes on)
            keep(folder / "found", error, data)

    for number, seed in enumerate(seeds(name)):
        (folder / "corpus" / f"seed-{number}").write_bytes(seed)
    one(next(seeds(name)))  # models and lexicons are loaded before the clock runs
    words = "".join(f'"{word}"\n' for word in WORDS)
    (folder / "words").write_text(words, encoding="utf-8")
    options = (
        f"-max_total_time={seconds} -timeout={HANG_SECONDS} -rss_limit_mb={MEMORY_MB} -max_len={LONGEST[name]} "
        f"-print_final_stats=1 -artifact_prefix={folder}/found/ -dict={folder}/words -verbosity=1"
    )
    atheris.Setup([sys.argv[0], *options.split(), str(folder / "corpus")], one)
    atheris.Fuzz()


def harness(name: str, checks: object) -> Callable[[bytes], object]:
    """What is done with the fuzzer's bytes."""

    def delivery(data: bytes) -> object:
        suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ""
        return checks.check_delivery((f"a{suffix}", data[1:]))  # type: ignore[attr-defined]

    def dates(data: bytes) -> object:
        written, url, file, text = [*text_of(data).split("\t", 3), "", "", ""][:4]
        checks.check_dates((written, url, file, text))  # type: ignore[attr-defined]
        return checks.check_timexes(text)  # type: ignore[attr-defined]

    def numbers(data: bytes) -> object:
        return checks.check_quantities(text_of(data))  # type: ignore[attr-defined]

    def attribution(data: bytes) -> object:
        return checks.check_attributions(text_of(data))  # type: ignore[attr-defined]

    return {"ingest": delivery, "dates": dates, "numbers": numbers, "attribution": attribution}[name]


def text_of(data: bytes) -> str:
    """Text as ingest lets it through."""
    return _NO_TEXT.sub(" ", data.decode("utf-8", "ignore"))


SUFFIXES = (
    "",
    *(".txt", ".md", ".json", ".jsonl", ".html", ".rss", ".atom", ".warc", ".csv", ".tsv", ".parquet", ".eml"),
    *(".zip", ".tar", ".gz", ".zst", ".bz2"),
)
# What the rules of reading look for; libFuzzer puts them together.
WORDS = (
    *("said", "told", "according to", "denied", "claimed", "accused", "warned", "spokesman", "minister", "he", "who"),
    *(
        "killed",
        "wounded",
        "people",
        "soldiers",
        "at least",
        "more than",
        "between",
        "and",
        "dozens",
        "million",
        "half",
    ),
    *("Monday", "last", "week", "month", "October", "2025", "yesterday", "ago", "later", "since", "until", "BC", "the"),
    *("Kabul", "Pakistan", "Taliban", "U.N.", "Gen.", "e.g.", "\\xe2\\x80\\x9c", "\\xe2\\x80\\x9d", "\\xe2\\x80\\x99"),
    *("\\xc3\\xa2\\xe2\\x82\\xac\\xe2\\x84\\xa2", "10/12/2025", "2025-10-12T05:00:00+05:00", "1,200", "10-12", "3.5"),
    *("<p>", "</p>", "<!--", "<![CDATA[", "<item>", "<entry>", "---", "text", "WARC/1.0", "Content-Length: ", "&#0;"),
)


def seeds(name: str) -> Iterator[bytes]:
    """Good inputs to start from."""
    from pipelines.config import SAMPLE
    from tests.delivery import deliver

    if name == "ingest":
        with tempfile.TemporaryDirectory() as folder:
            deliver(Path(folder))
            for file in sorted(Path(folder).rglob("*.*")):
                suffix = file.suffix if file.suffix in SUFFIXES else ""
                yield bytes([SUFFIXES.index(suffix)]) + file.read_bytes()
        return
    for file in sorted(SAMPLE.iterdir()):
        for paragraph in file.read_text(encoding="utf-8").split("\n\n"):
            head = b"2025-10-12\thttps://a.example/2025/10/12/b\ta-2025-10-12.txt\t" if name == "dates" else b""
            yield head + paragraph.encode()[: LONGEST[name]]


def keep(folder: Path, error: Exception, data: bytes) -> None:
    """The input, under the place of the project where it broke; the first of each place."""
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if "pipelines" in f.filename or "checks" in f.filename
    ]
    place = " ".join(f"{Path(f.filename).name}:{f.lineno}" for f in frames[-2:])
    said = re.sub(r"\d+", "", str(error))[:50] if isinstance(error, AssertionError) else ""
    key = sha256(f"{type(error).__name__} {place} {said}".encode()).hexdigest()[:10]
    if not (folder / f"{key}.bin").exists():
        (folder / f"{key}.bin").write_bytes(data)
        (folder / f"{key}.txt").write_text("".join(traceback.format_exception(error))[-4000:], encoding="utf-8")


# --- all targets ------------------------------------------------------------------------------------------------------


def fuzzed(name: str, folder: Path, seconds: int) -> str:
    """A row of the table.  A target that hangs or dies is started again on what it has learnt until its time is over."""
    for part in ("corpus", "found"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    executed = covered = deaths = 0
    ends = time.monotonic() + seconds
    while (left := int(ends - time.monotonic())) > 0:
        command = [sys.executable, __file__, "--target", name, "--work", str(folder), "--seconds", str(left)]
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", cwd=ROOT, check=False)
        (folder / "log.txt").write_text(done.stderr, encoding="utf-8")
        if not (stats := _STAT.search(done.stderr)):
            raise SystemExit(done.stderr[-3000:])
        executed += int(stats.group(1))
        covered = max([covered, *map(int, _COVERED.findall(done.stderr))])
        deaths += done.returncode != 0
    hung = len(list((folder / "found").glob("timeout-*")))
    crashed = len(list((folder / "found").glob("*.bin")))
    return f"| {name} | {seconds / 60:.0f} | {executed:,} | {covered:,} | {crashed + deaths - hung} | {hung} |"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", nargs="+", default=list(LONGEST), choices=list(LONGEST))
    arguments.add_argument("--minutes", type=float, default=15)
    arguments.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "factwire-fuzz")
    arguments.add_argument("--target", help=argparse.SUPPRESS)
    arguments.add_argument("--seconds", type=int, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.target:
        run_target(options.target, options.work, options.seconds)
        return
    print("| target | minutes | executions | edges covered | crashes | hangs |")
    print("|---|--:|--:|--:|--:|--:|")
    for name in options.only:
        print(fuzzed(name, options.work / name, int(options.minutes * 60)), flush=True)
    print(f"\nwhat was found: {options.work}/TARGET/found")


if __name__ == "__main__":
    main()
