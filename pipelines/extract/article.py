"""One article read whole: every family run over one reading.

What belongs here: the order of reading.  Not here: rules of a family (its own file), the record of `factwire extract`
(record.py), rows of the warehouse (rows.py), linking across articles (dbt).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from pipelines.errors import DataProblem
from pipelines.extract.borders import find_borders
from pipelines.extract.ceasefires.find import find_ceasefires
from pipelines.extract.deportations.find import find_deportations
from pipelines.extract.document import Article, parse, parse_sentences, split
from pipelines.extract.incidents.find import find_incidents
from pipelines.extract.mentions import Fact, Found, Reading, read
from pipelines.extract.payloads import refuse_undeclared
from pipelines.extract.screen import ALL, told_in
from pipelines.extract.statements.find import find_statements
from pipelines.extract.talks.find import find_talks
from pipelines.schemas import FactKind

FAMILIES: dict[FactKind, Callable[[Reading], Found]] = {
    "incident": find_incidents,
    "talks": find_talks,
    "ceasefire": find_ceasefires,
    "deportation": find_deportations,
    "border_status": find_borders,
    "statement": find_statements,
}
# spaCy refuses longer texts: its parser's memory grows with them.
MAX_CHARS = 1_000_000


@dataclass(frozen=True)
class Analysis:
    """Everything read from one article."""

    reading: Reading
    found: dict[FactKind, Found]

    @property
    def facts(self) -> Iterator[Fact]:
        for found in self.found.values():
            yield from found.facts


def analyse(article: Article) -> Analysis:
    """Read one article whole.  Raises DataProblem where it is too long to be one."""
    _refuse_too_long(article)
    return _analysis(read(parse(article)), ALL)


def analyse_told(article: Article) -> Analysis | None:
    """Read what an article may tell by its words (screen.py), None where that is nothing.  Raises as `analyse`."""
    _refuse_too_long(article)
    divided = split(article)
    told = told_in(divided)
    if not told.families:
        return None
    return _analysis(read(parse_sentences(divided, told.sentences)), told.families)


def _refuse_too_long(article: Article) -> None:
    if len(article.text) > MAX_CHARS:
        raise DataProblem(
            f"article {article.id} has {len(article.text):,} characters",
            expected=f"at most {MAX_CHARS:,}",
            cure="split the file into its articles and deliver those",
        )


def _analysis(reading: Reading, families: Collection[FactKind]) -> Analysis:
    found = {kind: find(reading) for kind, find in FAMILIES.items() if kind in families}
    for kind, family in found.items():
        payloads = (*(fact.payload for fact in family.facts), *(mention.payload for mention in family.mentions))
        refuse_undeclared(kind, payloads)
    return Analysis(reading, found)
