"""UCDP's precision of a place, by name: how far `where_prec` lets one say where something happened.

What belongs here: the codes.  Not here: which place has which (roles.py).
"""

from __future__ import annotations

EXACT = 1
NEAR = 2
SECOND_ORDER = 3
FIRST_ORDER = 4
# A line, or something between named places: a border, a river, a strip of coast.
LINEAR = 5
COUNTRY = 6
# Open sea or air, and what is larger than a country.
SEA = 7
