"""Places of the world by name: candidates with coordinates, for places.py to choose from.

What belongs here: the tables and the lookup.  Not here: what a name means in a text (places.py).
"""

from __future__ import annotations

from pipelines.extract.countries import country_iso3, country_name, demonyms

__all__ = ["country_iso3", "country_name", "demonyms"]
