"""The clients' own journal, on their own disk: what each asked, before it asked; and what it was answered, after."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

UNKNOWN = 0
"""The status where nobody answered: it may have been carried out, or not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`case` is empty where it is handed in; `leaves`: what the act must leave in the history, nothing if it is hopeless."""

    key: str
    case: str
    story: str
    who: str
    body: Mapping[str, Any]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer to one sending. `version`: of the case after the command; `repeated`: it says that it was done before."""

    key: str
    status: int
    case: str = ""
    version: int = 0
    repeated: bool = False

    @property
    def is_done(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_no(self) -> bool:
        """Lawfully refused: nothing was changed. What passes by itself is none."""
        return 400 <= self.status < 500


@dataclass(slots=True)
class Told:
    """One command with all that was answered to it, in the order of the answers."""

    asked: Asked
    answers: list[Answered] = field(default_factory=list)
    given_up: str = ""
    """Why its client went on with other cases; empty if it did not."""

    @property
    def is_done(self) -> bool:
        return any(answer.is_done for answer in self.answers)

    @property
    def is_no(self) -> bool:
        return any(answer.is_no for answer in self.answers)


class Journal:
    """One client's file; each line is written before the next thing is done."""

    def __init__(self, file: Path) -> None:
        self._out = file.open("a", encoding="utf-8", buffering=1)

    def ask(self, asked: Asked) -> None:
        self._write({"asked": asdict(asked)})

    def answer(self, answered: Answered) -> None:
        self._write({"answered": asdict(answered)})

    def give_up(self, key: str, why: str) -> None:
        self._write({"given_up": {"key": key, "why": why}})

    def close(self) -> None:
        self._out.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _write(self, said: Mapping[str, Any]) -> None:
        self._out.write(json.dumps(said, ensure_ascii=False) + "\n")


def read(folder: Path) -> dict[str, list[Told]]:
    """By case, its commands in the order in which they were given; those of a case that nobody could hand in under ''."""
    found: dict[str, list[Told]] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for told in _told(file):
            handed_in = next((answer.case for answer in told.answers if answer.case), "")
            found.setdefault(told.asked.case or handed_in, []).append(told)
    return found


def _told(file: Path) -> Iterator[Told]:
    known: dict[str, Told] = {}
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            if "asked" in said:
                asked = Asked(**{**said["asked"], "leaves": tuple(said["asked"]["leaves"])})
                known[asked.key] = Told(asked)
            elif "given_up" in said:
                known[said["given_up"]["key"]].given_up = said["given_up"]["why"]
            else:
                answered = Answered(**said["answered"])
                known[answered.key].answers.append(answered)
    yield from known.values()
