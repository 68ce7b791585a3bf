"""A caller who plays the journey over a lean line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from benchmarks.line import Line
from benchmarks.transitions.journey import JOURNEY, Person, Request

_LOCATION = re.compile(rb"\r\nlocation: /cases/([0-9a-f-]+)", re.IGNORECASE)


class Refused(AssertionError):
    """The product said no to a command that is lawful: nothing can be measured."""


@dataclass
class Case:
    """One case on its way through the journey."""

    id: str = ""
    done: int = 0
    journey: Sequence[Request] = JOURNEY

    @property
    def is_over(self) -> bool:
        return self.done == len(self.journey)


class Caller(Line):
    """One connection; one request at a time."""

    def __init__(self, port: int, tokens: dict[Person, str]) -> None:
        super().__init__(port)
        self._tokens = tokens

    async def go_on(self, case: Case) -> None:
        """The next act on the case, until it is answered: then it is durable."""
        request = case.journey[case.done]
        path = f"/cases/{case.id}/{request.path}" if request.path else "/cases"
        head, body = await self.post(path, self._tokens[request.who], str(uuid4()), request.content)
        if head[9:10] != b"2":
            raise Refused(f"{request.path or 'submit'}: {head[:15]!r} {body[:500]!r}")
        if not case.id:
            found = _LOCATION.search(head)
            assert found is not None
            case.id = found[1].decode()
        case.done += 1
