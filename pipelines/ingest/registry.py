"""Which publisher an article comes from: by its outlet's name, else by its URL.

What belongs here: matching.  Not here: what a definition holds, and what makes two of them ambiguous (sources.py).
"""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit

from pipelines import ids
from pipelines.ingest.sources import Provisional, Source, name_key, pattern_parts


class Registry:
    """Finds the publisher of an article; an outlet that no definition names gets a provisional source."""

    def __init__(self, sources: list[Source]) -> None:
        self.sources = {source.id: source for source in sources}
        self._by_name = {name_key(name): s for s in sources for name in (s.title, *s.names)}
        self._by_host: dict[str, list[tuple[str, Source]]] = defaultdict(list)
        for source in sources:
            for pattern in source.url_patterns:
                host, path = pattern_parts(pattern)
                self._by_host[host].append((path, source))
        for paths in self._by_host.values():  # the longest path speaks first
            paths.sort(key=lambda held: -len(held[0]))

    def find(self, *, outlet: str | None, url: str | None) -> Source:
        """By outlet name, else by URL, else a provisional source made from the outlet's name or the URL's host."""
        found = (self.named(outlet) if outlet else None) or (self.at(url) if url else None)
        return found or self._provisional(outlet or _host(url or "") or "unknown outlet")

    def named(self, outlet: str) -> Source | None:
        """The publisher of this name."""
        return self._by_name.get(name_key(outlet))

    def at(self, url: str) -> Source | None:
        """The publisher of this address: the one with the longest host that it lies below, then the longest path."""
        labels = _host(url).split(".")
        path = _path(url)
        for start in range(len(labels)):
            for prefix, source in self._by_host.get(".".join(labels[start:]), ()):
                if path == prefix or path.startswith(f"{prefix}/"):
                    return source
        return None

    def _provisional(self, title: str) -> Source:
        key = name_key(title)
        slug = key if key.isascii() else f"outlet-{ids.digest(key)}"
        return self.sources.get(slug) or Provisional(id=slug, title=title, is_official=False)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:  # brackets that hold no address
        return ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""
