"""The tools for programs, asked by the official client over a real process."""

from __future__ import annotations

import asyncio
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from tests.end_to_end.conftest import FACTWIRE


def asked(home: Path, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """The results of the calls, from one server process."""

    async def session() -> list[Any]:
        server = StdioServerParameters(command=str(FACTWIRE), args=["mcp", "--home", str(home)], env=dict(os.environ))
        async with stdio_client(server) as (reader, writer), ClientSession(reader, writer) as client:
            await client.initialize()
            names = {tool.name for tool in (await client.list_tools()).tools}
            assert names == {"list_facts", "search_facts", "show_fact", "run_sql"}
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    # In a thread of its own: the browser's tests leave an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, session()).result()


def content(result: Any) -> Any:
    assert not result.is_error, result
    return [json.loads(part.text) for part in result.content]


def test_a_program_lists_searches_shows_and_asks(sample_home: Path) -> None:
    days = {"family": "incidents", "since": "2025-10-09", "until": "2025-10-09", "country": "AFG"}
    counted = {"sql": "select count(*) as n from marts.fct_talks"}
    listed, found, sql = asked(
        sample_home, ("list_facts", days), ("search_facts", {"words": "Kabul explosions"}), ("run_sql", counted)
    )
    (blast,) = content(listed)
    assert blast["sub_event_type"] == "Explosion, cause disputed"
    assert blast["incident_id"] in {row["fact_id"] for row in content(found)}
    assert content(sql)[0]["n"] > 0
    (shown,) = asked(sample_home, ("show_fact", {"fact_id": blast["incident_id"]}))
    (fact,) = content(shown)
    assert {claim["role"] for claim in fact["evidence"]} >= {"supports", "contradicts"}


def test_what_a_program_may_not_do_is_refused(sample_home: Path) -> None:
    refused = asked(
        sample_home,
        ("run_sql", {"sql": "select * from read_text('/etc/hostname')"}),
        ("run_sql", {"sql": "select 1); drop table marts.fct_talks; select * from (select 1"}),
        ("run_sql", {"sql": "select 1) union all (select unnest(range(10000))"}),
        ("show_fact", {"fact_id": "nothing"}),
        ("list_facts", {"family": "wars"}),
    )
    assert [result.is_error for result in refused] == [True, True, False, True, True]
    assert len(content(refused[2])) == 200
    told = [result.content[0].text for result in refused]
    assert "Permission Error" in told[0]
    assert "no fact has the id" in told[3]
    assert "expected: one of incidents, talks" in told[4]
