"""Fetching for a home: its sources chosen, its state opened, one process at a time.

What belongs here: putting the parts together with their settings.  Not here: the walk itself (walk.py).
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence

from pipelines.config import Home
from pipelines.errors import EnvironmentProblem
from pipelines.fetch.client import Client
from pipelines.fetch.courtesy import Guest
from pipelines.fetch.network import CheckedNetwork
from pipelines.fetch.state import State
from pipelines.fetch.walk import Outcome, fetch
from pipelines.ingest.registry import Registry
from pipelines.ingest.sources import Source, load_sources
from pipelines.resources.locks import held

CONTACT_VARIABLE = "FACTWIRE_CONTACT"
_CONTACT = re.compile(r"(https?://)?[!-'*-~]*[@.][!-'*-~]+")


def fetch_home(
    home: Home,
    names: Sequence[str] = (),
    *,
    contact: str | None = None,
    on_wait: Callable[[str], None] = lambda _: None,
    network: CheckedNetwork | None = None,
) -> Iterator[Outcome]:
    """Fetch the named sources, or all that have feeds; what came of each as it is known."""
    chosen = chosen_sources(load_sources(*home.source_folders), names)
    contact = checked_contact(contact or os.environ.get(CONTACT_VARIABLE))
    with held(home.fetch_lock, on_wait=on_wait):
        state = State(home.fetch_state)
        client = Client(network or CheckedNetwork(), contact=contact)
        try:
            yield from fetch(chosen, home.fetched, state, Guest(client, state))
        except (OSError, sqlite3.Error) as error:
            raise EnvironmentProblem(
                f"what was fetched cannot be stored: {error}",
                expected=f"room, and leave to write, in {home.root}",
                cure="make room or mend the permissions, and fetch again: it goes on where it stood",
            ) from error
        finally:
            client.close()
            state.close()


def chosen_sources(sources: list[Source], names: Sequence[str]) -> list[Source]:
    """Sources with feeds: those of these ids or names, else all."""
    if not names:
        return [source for source in sources if source.feeds]
    registry = Registry(sources)
    chosen = {name: registry.sources.get(name) or registry.named(name) for name in names}
    wrong = [f"no source is called {name!r}" for name, source in chosen.items() if source is None]
    wrong += [f"{source.id} has no feed" for source in chosen.values() if source and not source.feeds]
    if wrong:
        raise EnvironmentProblem(
            "; ".join(wrong),
            expected="ids or names of sources that have feeds",
            cure="see factwire sources list; add feeds to the definition",
        )
    return list({source.id: source for source in chosen.values() if source}.values())


def checked_contact(contact: str | None) -> str | None:
    """An address to write to that fits into a header."""
    if contact and not _CONTACT.fullmatch(contact):
        raise EnvironmentProblem(
            f"{contact!r} is no contact",
            expected="an e-mail address or the address of a page",
            cure=f"give another --contact, or set ${CONTACT_VARIABLE}",
        )
    return contact or None
