"""Words as copies keep them: without case, marks, and what a wrong encoding makes of them.

What belongs here: which characters tell two texts apart.  Not here: comparing (compare.py, sketches.py).
"""

from __future__ import annotations

# Dropped from words: quotation marks and apostrophes, the question mark that stands for what could not be encoded, and the
# letters beyond ASCII up to Latin Extended-B with the signs that UTF-8 read as Windows-1252 turns into.  "Pakistan’s",
# "Pakistan's", "Pakistan?s" and "Pakistanâ€™s" are one word; letters of other scripts stay.
DROPPED = (
    "'\"`?\u0080-\u0084\u0086-\u009f\u00a1-\u024f\u02b0-\u02ff\u2018-\u201f\u2020-\u2022\u2026\u2030\u2039\u203a"
    "\u20ac\u2122\ufffd"
)
