"""The soak's clients before an installation that loses what it has acknowledged: noted, told by the checker, and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest

from benchmarks.soak.__main__ import evidence
from benchmarks.soak.clients import Client, Seen
from benchmarks.soak.histories import faults_of
from benchmarks.soak.journal import Journal
from benchmarks.soak.journal import read as read_journal
from benchmarks.soak.stories import BY_NAME, PEOPLE

Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def test_a_client_whose_submission_was_lost_notes_it_and_goes_on_with_other_cases(tmp_path: Path) -> None:
    seen = played(tmp_path, answering(404), cases=12)
    told = read_journal(tmp_path)
    assert len(told) == 12, "each was handed in"
    assert seen.given_up == 12
    assert all(commands[-1].given_up.endswith("404 to what is lawful") for commands in told.values())
    assert all(any("given up by its client" in fault for fault in faults_of(of, [], None)) for of in told.values())


def test_a_loss_is_told_of_a_story_that_stays_open_and_was_not_drained_too(tmp_path: Path) -> None:
    played(tmp_path, answering(404), cases=150)
    still_open = [of for of in read_journal(tmp_path).values() if not BY_NAME[of[0].asked.story].ends]
    assert still_open
    for commands in still_open:
        assert any("acknowledged, and lost" in fault for fault in faults_of(commands, [], None, is_drained=False))


def test_what_the_run_leaves_is_removed_only_when_nothing_was_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with evidence(None) as dull:
        dull.is_dull = True
    assert not dull.folder.exists()
    with pytest.raises(AssertionError), evidence(None) as broken:
        raise AssertionError("a part does not come back")
    assert broken.folder.exists()
    assert str(broken.folder) in capsys.readouterr().out
    broken.folder.rmdir()
    with evidence(tmp_path) as wanted:
        wanted.is_dull = True
    assert tmp_path.exists()


def played(journals: Path, answer: Answering, cases: int) -> Seen:
    """One client's cases, all at once, before whoever answers."""

    async def play() -> Seen:
        seen = Seen()
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = int(server.sockets[0].getsockname()[1])
        with Journal(journals / "client-0.jsonl") as journal:
            await Client(0, [port], dict.fromkeys(PEOPLE, "token"), journal, seen, seed=5).play(cases, 0.0, 0.0)
        server.close()
        return seen

    return asyncio.run(asyncio.wait_for(play(), 30))


def answering(then: int) -> Answering:
    """Takes every case in, and knows none of them afterwards."""
    known = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal known
        while head := await _head(reader):
            length = next(
                (int(line.split(b":")[1]) for line in head.split(b"\r\n") if b"ontent-" in line and b"ength:" in line),
                0,
            )
            await reader.readexactly(length)
            if head.startswith(b"POST /cases HTTP"):
                known += 1
                said = f'HTTP/1.1 201 Created\r\nlocation: /cases/{UUID(int=known)}\r\netag: "1"\r\n'
            else:
                said = f"HTTP/1.1 {then} No\r\n"
            writer.write(f"{said}content-length: 2\r\n\r\n{{}}".encode())
        writer.close()

    return answer


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
