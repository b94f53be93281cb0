"""The official Python client of the Model Context Protocol makes, follows, edits and cancels reels."""

import asyncio
import contextlib
import json
import urllib.error
import urllib.request

from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client


@contextlib.asynccontextmanager
async def session(service):
    async with streamablehttp_client(f"{service.url}/mcp") as (reading, writing, session_id):
        async with ClientSession(reading, writing) as client:
            started = await client.initialize()
            assert started.serverInfo.name == "reelcraft" and session_id() is None, started
            yield client


async def call(client, name, **arguments):
    result = await client.call_tool(name, arguments)
    assert not result.isError, result
    # What is for models and what is for programs say the same.
    assert json.loads(result.content[0].text) == result.structuredContent
    return result


async def until(client, job_id, status):
    for _ in range(600):
        job = (await call(client, "get_job", job_id=job_id)).structuredContent
        if job["status"] == status:
            return job
        assert job["completed_at"] is None, job
        await asyncio.sleep(0.2)
    raise AssertionError(f"job {job_id} is not {status}")


async def drive(service, articles):
    async with session(service) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert {"make_reel", "get_job", "list_jobs", "cancel_job", "edit_reel"} <= tools.keys(), tools
        assert tools["get_job"].annotations.readOnlyHint and tools["cancel_job"].annotations.destructiveHint

        made = await call(client, "make_reel", url=articles.url("by-a-model"), quality="draft", idempotency_key="once")
        again = await call(client, "make_reel", url=articles.url("by-a-model"), quality="draft", idempotency_key="once")
        job_id = made.structuredContent["job_id"]
        assert again.structuredContent["job_id"] == job_id
        job = await until(client, job_id, "completed")
        shown = await call(client, "get_reel", video_id=job["video_id"])
        film = next(block for block in shown.content if block.type == "resource_link")
        with urllib.request.urlopen(str(film.uri), timeout=20) as answer:
            assert answer.headers["Content-Type"] == film.mimeType == "video/mp4"
        assert service.ask(f"/api/videos/{job['video_id']}")[1] == shown.structuredContent

        edited = await call(
            client, "edit_reel", video_id=job["video_id"], scenes=[{"scene_number": 1, "script": "A model has said this."}])
        version = await until(client, edited.structuredContent["job_id"], "completed")
        reel = (await call(client, "get_reel", video_id=version["video_id"])).structuredContent
        assert reel["edit_of"] == job["video_id"] and reel["script"]["scenes"][0]["script"] == "A model has said this."

        gate = articles.hold_article("to-be-cancelled")
        waiting = await call(client, "make_reel", url=articles.url("to-be-cancelled"), quality="draft")
        listed = await call(client, "list_jobs", limit=1)
        assert listed.structuredContent["jobs"][0]["id"] == waiting.structuredContent["job_id"]
        await call(client, "cancel_job", job_id=waiting.structuredContent["job_id"])
        gate.open()
        reels = await call(client, "list_reels", limit=2)
        assert [reel["id"] for reel in reels.structuredContent["videos"]] == [version["video_id"], job["video_id"]]

        # Refusals are results with the API's own sentences.
        for name, arguments, words in (
            ("make_reel", {"url": "ftp://example.org"}, "only http and https"),
            ("get_job", {"job_id": "nobody"}, "There is no job nobody"),
            ("cancel_job", {"job_id": waiting.structuredContent["job_id"]}, "is cancelled already"),
            ("edit_reel", {"video_id": job["video_id"]}, "changes nothing"),
        ):
            refused = await client.call_tool(name, arguments)
            assert refused.isError and words in refused.content[0].text, refused

    # Stateless: another client goes on where this one left off, in parallel with others.
    async def look():
        async with session(service) as client:
            return (await call(client, "get_job", job_id=job_id)).structuredContent["status"]

    assert await asyncio.gather(*(look() for _ in range(8))) == ["completed"] * 8


def check_mcp(service, articles):
    asyncio.run(asyncio.wait_for(drive(service, articles), timeout=300))
    for method in ("GET", "DELETE"):
        try:
            urllib.request.urlopen(urllib.request.Request(f"{service.url}/mcp", method=method), timeout=20)
        except urllib.error.HTTPError as error:
            assert error.code == 405, error
        else:
            raise AssertionError(f"{method} /mcp is answered")
    print("mcp: the official client makes, follows, edits, lists and cancels; what REST refuses is refused")
