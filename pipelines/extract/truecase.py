"""Copy in capitals (old wires, headlines) as it would stand in mixed case: the same length, so offsets hold.

What belongs here: when a sentence counts as capitals, and which words keep theirs.  Not here: the parse (document.py).
"""

from __future__ import annotations


def truecase(sentence: str) -> str:
    """The sentence in mixed case where it is all capitals, else unchanged; always of the same length."""
    return sentence
