"""What is read, some at a time: as much as is stored in one transaction.

What belongs here: how much that is.  Not here: reading (inbox.py), storing (assets/raw.py, deliveries.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.ingest.inbox import Finished
from pipelines.ingest.records import Delivered, Refused

CHUNK, CHUNK_CHARACTERS = 2000, 20_000_000
Item = Delivered | Refused | Finished


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Some items at a time, fewer where their texts are long."""
    chunk: list[Item] = []
    characters = 0
    for item in items:
        chunk.append(item)
        characters += len(item.text) if isinstance(item, Delivered) else 0
        if len(chunk) == CHUNK or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk
