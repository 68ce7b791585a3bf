"""The agency's own system of the soak: does its work once for each key, and writes it down before it answers.

`python -m benchmarks.soak.agency --port 8200 --book FILE`: one line for each piece of work that was done, added at the end
of the file, so that it stays as quick with the ten thousandth. It answers a moment after the work is done: whoever is
killed meanwhile, asks again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Header

from demo.invented_answers import completed_at, invented


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work that was done."""

    key: str
    operation: str
    dossier: str
    answer: Mapping[str, Any]


class Book:
    """What was done, in the order in which it was done; outlives its process."""

    def __init__(self, file: Path) -> None:
        self._answers = {work.key: work.answer for work in read(file)}
        if file.exists():  # what comes next must not be added to a line that was cut off
            os.truncate(file, file.read_bytes().rfind(b"\n") + 1)
        self._out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def answer(self, key: str, operation: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """The first answer again, if the key is known."""
        if key not in self._answers:
            now = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - the world outside lives in real time
            at = completed_at(payload, key, now)
            answer = invented(len(self._answers) + 1, payload, at) | {"completed_at": at.isoformat()}
            done = {"key": key, "operation": operation, "dossier": payload.get("dossier_code"), "answer": answer}
            os.write(self._out, (json.dumps(done, ensure_ascii=False) + "\n").encode())
            self._answers[key] = answer
        return self._answers[key]


def read(file: Path) -> list[Work]:
    """Everything that was done; a last line that was cut off is work that was not."""
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").split("\n")[:-1]
    return [Work(**json.loads(line)) for line in lines]


def done_twice(works: Iterable[Work]) -> list[str]:
    """For no dossier the same operation twice, under whatever key."""
    seen: set[tuple[str, str]] = set()
    faults = []
    for work in works:
        what = (work.dossier, work.operation)
        if what in seen:
            faults.append(f"{work.key}: the agency has done {work.operation} of {work.dossier} before")
        seen.add(what)
    return faults


def create_app(book: Book, seconds: float) -> FastAPI:
    app = FastAPI(title="An agency's own system", docs_url=None, redoc_url=None)

    @app.get("/health")
    async def health() -> bool:
        return True

    @app.post("/{operation}")
    async def operate(
        operation: str, payload: dict[str, Any], idempotency_key: str = Header(min_length=1)
    ) -> Mapping[str, Any]:
        answer = book.answer(idempotency_key, operation, payload)
        await asyncio.sleep(seconds)
        return answer

    return app


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak.agency", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--book", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=0.2, help="between the work and the answer")
    wanted = parser.parse_args()
    app = create_app(Book(wanted.book), wanted.seconds)
    uvicorn.run(app, host="127.0.0.1", port=wanted.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
