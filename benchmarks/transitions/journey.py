"""The people's acts on one case of the birth group with one supplement, in order, each as a request."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.core.actors import Role
from tests.support.birth_story import INSURER, OFFICER, OLD_LAW, POLICEMAN, REGISTRAR, Act

Person = tuple[Role, str]


@dataclass(frozen=True)
class Request:
    """Who asks for what; `path` is below the case, and empty where the case is handed in."""

    who: Person
    path: str
    body: dict[str, Any]

    @cached_property
    def content(self) -> bytes:
        return json.dumps(self.body, ensure_ascii=False).encode()


def _of(act: Act) -> Request:
    return Request(act.who, act.path, dict(act.body))


_TOLD = {act.name: _of(act) for act in OLD_LAW}

JOURNEY: tuple[Request, ...] = (
    *(_TOLD[name] for name in ("submitted", "received", "claimed", "asked", "handed_in", "born")),
    Request(POLICEMAN, "steps/register_residence/claim", {}),
    _TOLD["residence"],
    _TOLD["card"],
)
"""Nine commands, at the present instant; the last one completes the case."""
PEOPLE: tuple[Person, ...] = (OFFICER, REGISTRAR, POLICEMAN, INSURER)
