"""Clients that live through kills: each plays many cases side by side, asks again with the same key, and writes it all down."""

from __future__ import annotations

import asyncio
import heapq
import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from benchmarks.line import Line
from benchmarks.soak.journal import UNKNOWN, Answered, Asked, Journal
from benchmarks.soak.stories import STORIES, Act, Person, Story, actor

PATIENCE = 20.0
"""Seconds for one answer."""
GIVES_UP_AFTER = 300.0
AFTER_NO_ANSWER = 0.2
ASKS_ONCE_MORE, HOPES_IN_VAIN, LOOKS = 0.05, 0.04, 0.1
"""Of the acts: given once more although it was answered; one that must be refused before it; the case looked at after it."""

_LOCATION = re.compile(rb"\r\nlocation: /cases/([0-9a-f-]+)", re.IGNORECASE)
_ETAG = re.compile(rb'\r\netag: "(\d+)"', re.IGNORECASE)
_REPEATED = b"\r\nidempotent-replay: true"


class NeverAnswered(AssertionError):
    """Nobody answered for minutes: the installation does not come back."""


@dataclass(slots=True)
class Play:
    """One case on its way."""

    story: Story
    serial: str
    case: str = ""
    version: int = 0
    done: int = 0
    is_given_up: bool = False

    @property
    def is_begun(self) -> bool:
        return self.is_given_up or self.done > 0

    @property
    def is_over(self) -> bool:
        return self.is_given_up or self.done == len(self.story.acts)


@dataclass(slots=True)
class Seen:
    """What all clients together saw."""

    commands: int = 0
    repeats: int = 0
    unknown: int = 0
    refusals: int = 0
    given_up: int = 0
    """Cases with which nobody could go on: the checker says why."""
    stale: int = 0
    """Looks at a case that showed less than had been acknowledged."""
    longest: float = 0.0
    """Seconds until a command was acknowledged, at worst."""


class Client:
    """Begins cases at instants of its own, and goes on with each after a pause; whatever is late is done at once."""

    def __init__(
        self, number: int, ports: Sequence[int], tokens: Mapping[Person, str], journal: Journal, seen: Seen, seed: int
    ) -> None:
        self._number = number
        self._ports = list(ports[number % len(ports) :]) + list(ports[: number % len(ports)])
        self._tokens = tokens
        self._journal = journal
        self._seen = seen
        self._drawn = random.Random(f"{seed}/{number}")
        self._line: Line | None = None

    async def play(self, cases: int, seconds: float, pause: float, *, is_bounded: bool = False) -> None:
        """So many cases, begun evenly over so many seconds; `pause`: between two acts on a case, on the mean.

        `is_bounded`: what was not begun by then stays undone, instead of coming late.
        """
        began = monotonic()
        due: list[tuple[float, int, Play]] = []
        for count in range(cases):
            story = self._drawn.choices(STORIES, [story.share for story in STORIES])[0]
            at = began + (count + self._drawn.random()) * seconds / cases
            due.append((at, count, Play(story, f"{self._number}-{count}")))
        heapq.heapify(due)
        while due:
            at, count, play = heapq.heappop(due)
            await asyncio.sleep(max(0.0, at - monotonic()))
            if is_bounded and not play.is_begun and monotonic() > began + seconds:
                continue
            await self._go_on(play)
            if not play.is_over:
                wait = self._drawn.expovariate(1 / pause) if monotonic() < began + seconds else 0.0
                heapq.heappush(due, (monotonic() + wait, count, play))
        if self._line is not None:
            self._line.close()

    async def _go_on(self, play: Play) -> None:
        act = play.story.acts[play.done]
        if play.case and self._drawn.random() < HOPES_IN_VAIN:
            await self._hope_in_vain(play, act)
            if play.is_given_up:
                return
        asked = self._asked(play, act, act.said(play.serial), act.leaves)
        path = f"/cases/{play.case}/{act.path}" if play.case else "/cases"
        answered = await self._until_known(act.who, path, asked)
        if not answered.is_done:
            self._give_up(play, asked, f"{path}: {answered.status} to what is lawful")
            return
        play.case, play.version = play.case or answered.case, answered.version
        play.done += 1
        self._seen.commands += 1
        if self._drawn.random() < ASKS_ONCE_MORE:
            self._go_elsewhere()
            await self._until_known(act.who, path, asked)
            self._seen.repeats += 1
        if self._drawn.random() < LOOKS:
            await self._look(play, act)

    async def _hope_in_vain(self, play: Play, act: Act) -> None:
        """The same act, said to have been done before the case was there: refused, and nothing is left of it."""
        asked = self._asked(play, act, {"occurred_at": "2000-01-01T00:00:00+07:00", **act.said(play.serial)}, ())
        answered = await self._until_known(act.who, f"/cases/{play.case}/{act.path}", asked)
        if not answered.is_no:
            self._give_up(play, asked, f"{act.path}: {answered.status} to what happened before the case was there")
            return
        self._seen.refusals += 1

    def _give_up(self, play: Play, asked: Asked, why: str) -> None:
        """A case that is lost or spoilt is what the checker looks for: it must not end those who feed the checker."""
        self._journal.give_up(asked.key, why)
        self._seen.given_up += 1
        play.is_given_up = True

    def _asked(self, play: Play, act: Act, body: Mapping[str, object], leaves: tuple[str, ...]) -> Asked:
        key = str(UUID(int=self._drawn.getrandbits(128), version=4))
        asked = Asked(key, play.case, play.story.name, str(actor(act.who).id), body, leaves)
        self._journal.ask(asked)
        return asked

    async def _until_known(self, who: Person, path: str, asked: Asked) -> Answered:
        """A yes or a no; whatever else comes, the same command is given again with the same key, elsewhere."""
        began, content = monotonic(), json.dumps(asked.body, ensure_ascii=False).encode()
        while True:
            answered = await self._give(who, path, asked.key, content)
            self._journal.answer(answered)
            if answered.is_done or answered.is_no:
                self._seen.longest = max(self._seen.longest, monotonic() - began)
                return answered
            self._seen.unknown += 1
            if monotonic() - began > GIVES_UP_AFTER:
                if answered.status != UNKNOWN:
                    return answered  # somebody is there, and this one case is beyond help
                raise NeverAnswered(f"{path}: {answered.status} for {GIVES_UP_AFTER:.0f} s")
            self._go_elsewhere()
            await asyncio.sleep(AFTER_NO_ANSWER)

    async def _give(self, who: Person, path: str, key: str, content: bytes) -> Answered:
        try:
            line = await self._connected()
            head, _ = await asyncio.wait_for(line.post(path, self._tokens[who], key, content), PATIENCE)
        except (OSError, TimeoutError):
            return Answered(key, UNKNOWN)
        location, version = _LOCATION.search(head), _ETAG.search(head)
        return Answered(
            key,
            int(head[9:12]),
            location[1].decode() if location else "",
            int(version[1]) if version else 0,
            _REPEATED in head.lower(),
        )

    async def _look(self, play: Play, act: Act) -> None:
        """Whichever process answers, it shows at least what was acknowledged."""
        self._go_elsewhere()
        try:
            line = await self._connected()
            head, _ = await asyncio.wait_for(line.get(f"/cases/{play.case}", self._tokens[act.who]), PATIENCE)
        except (OSError, TimeoutError):
            return
        version = _ETAG.search(head)
        if head[9:12] == b"200" and version is not None:
            self._seen.stale += int(version[1]) < play.version

    async def _connected(self) -> Line:
        if self._line is None or self._line.is_dead:
            self._line = await Line(self._ports[0]).connect()
        return self._line

    def _go_elsewhere(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        self._ports = self._ports[1:] + self._ports[:1]
