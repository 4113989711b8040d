"""Version of the extractor: what a reading rests on, as one hash.

What belongs here: which code, data and models another hash must tell apart.  Not here: who compares versions (assets/claims.py).
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pipelines.beat import own_files, seeds
from pipelines.extract.attribution.tagger import plugged_in
from pipelines.extract.document import model_version

_PROJECT = Path(__file__).resolve().parents[2]
_READING = (_PROJECT / "pipelines" / "extract", _PROJECT / "pipelines" / "clean")
_SEEDS = ("actors.csv", "actor_aliases.csv", "actor_roles.csv", "places.csv")


@cache
def extractor_version() -> str:
    """Hash over the code and the data that reading rests on, and the models: another hash re-reads every article."""
    files = sorted(path for folder in _READING for path in folder.rglob("*") if path.suffix in {".py", ".yml"})
    tagger = plugged_in()
    state = hashlib.sha256(model_version().encode() + (tagger.digest.encode() if tagger else b""))
    for path in files:
        state.update(path.relative_to(_PROJECT).as_posix().encode())
        state.update(path.read_bytes())
    for name in _SEEDS:
        state.update((seeds() / name).read_bytes())
    for path in own_files():
        state.update(path.read_bytes())
    return state.hexdigest()[:12]
