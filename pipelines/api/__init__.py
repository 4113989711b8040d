"""The read-only door for programs: `from pipelines.api import read`; everything named here stays as it is across versions.

What belongs here: typed reading of the published copy, one concern a file.  Not here: writing, printing (commands/).

    with read("my-warehouse") as warehouse:
        warehouse.facts("incidents")                         # polars frame, one row a fact
        warehouse.fact("AFG-2025-10-09-EXPL-856f3e").evidence   # sentences, speakers, stances
        warehouse.as_of("incidents", date(2025, 11, 10))     # what was believed that day
"""

from pipelines.api.evidence import Conflict, Evidence
from pipelines.api.facts import FAMILIES
from pipelines.api.reader import Fact, Reader, read

__all__ = ["FAMILIES", "Conflict", "Evidence", "Fact", "Reader", "read"]
