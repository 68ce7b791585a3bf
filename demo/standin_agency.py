"""A stand-in for agencies' own systems: answers any operation of the product over HTTP, invents every result.

`python -m demo.standin_agency --port 8200 --state FILE`. POST /{operation} with the header Idempotency-Key answers 200
(accepted), 202 (later) or 400 (rejected); a repeated key gets its first answer again and is counted. How it behaves is
chosen with PUT /behaviour/{dossier code or *}, or by a text `standin:<behaviour>` anywhere in the dossier's form:

  accept            accept now, done at some working instant since the step was opened
  accept=INSTANT    accept now, done at that instant (ISO 8601)
  later             take the work on and answer later
  reject            refuse
  fail=N            answer 503 N times, then accept
  slow=SECONDS      think for so long, then accept; slow=SECONDS@INSTANT: as done at that instant

What was answered with 202 is finished when somebody says so: PUT /finished/{key} with the address of the product's
command and the system's own token makes it hand its result in there, as an agency's system does when its work is done.
"""

import argparse
import asyncio
import json
import os
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx
import uvicorn
from fastapi import FastAPI, Header, HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from demo.invented_answers import VIETNAM, completed_at, invented

BEHAVIOUR = r"accept(=\S+)?|later|reject|fail=\d+|slow=\d+(\.\d+)?(@\S+)?"
_IN_FORM = re.compile(rf"standin:({BEHAVIOUR})")


class Behaviour(BaseModel):
    """How the stand-in answers from now on."""

    behaviour: str = Field(pattern=rf"^({BEHAVIOUR})$")


class Finished(BaseModel):
    """Where the result of work that was taken on is handed in, by whom, and what of it is not left to invention."""

    to: str
    token: str
    result: dict[str, Any] = {}


class Memory:
    """What the stand-in has been asked, in one small file, so that a repeat is harmless over a restart too."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.known: dict[str, Any] = {"calls": 0, "requests": {}, "behaviours": {}}
        if file.exists():
            self.known = json.loads(file.read_text(encoding="utf-8"))

    def request(self, key: str, operation: str) -> dict[str, Any]:
        """The record of one key, with this call counted."""
        self.known["calls"] += 1
        fresh = {"operation": operation, "number": len(self.known["requests"]) + 1, "calls": 0, "status": None}
        record: dict[str, Any] = self.known["requests"].setdefault(key, fresh)
        record["calls"] += 1
        return record

    def save(self) -> None:
        """In one piece: a file half written would be forgotten work."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_name(self._file.name + ".draft")
        with draft.open("w", encoding="utf-8") as out:
            json.dump(self.known, out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self._file)

    def statistics(self) -> dict[str, Any]:
        requests = self.known["requests"].values()
        statuses = [record["status"] for record in requests]
        return {
            "calls": self.known["calls"],
            "distinct_keys": len(self.known["requests"]),
            "accepted": statuses.count(200),
            "later": statuses.count(202),
            "rejected": statuses.count(400),
            "unanswered": statuses.count(None),
        }


def create_app(state: Path) -> FastAPI:
    app = FastAPI(title="Stand-in of agencies' own systems", docs_url=None, redoc_url=None)
    memory = Memory(state)

    @app.get("/health")
    async def health() -> bool:
        return True

    @app.get("/statistics")
    async def statistics() -> dict[str, Any]:
        return memory.statistics()

    @app.get("/requests/{key:path}")
    async def request_of(key: str) -> dict[str, Any]:
        if key not in memory.known["requests"]:
            raise HTTPException(404, "nobody has asked with this key")
        record: dict[str, Any] = memory.known["requests"][key]
        return record

    @app.put("/behaviour/{dossier}")
    async def behave(dossier: str, wanted: Behaviour) -> Behaviour:
        memory.known["behaviours"][dossier] = wanted.behaviour
        memory.save()
        return wanted

    @app.put("/finished/{key:path}")
    async def finish(key: str, said: Finished) -> JSONResponse:
        if "promised" not in memory.known["requests"].get(key, {}):
            raise HTTPException(404, "no work was taken on under this key")
        return await _hand_in(key, memory.known["requests"][key]["promised"], said)

    @app.post("/{operation:path}")
    async def operate(
        operation: str, payload: dict[str, Any], idempotency_key: str = Header(min_length=1)
    ) -> JSONResponse:
        record = memory.request(idempotency_key, operation)
        if record["status"] is None:
            await _decide(memory, record, payload, idempotency_key)
        memory.save()
        if record["status"] is None:
            return JSONResponse({"detail": "out of order"}, status_code=503)
        return JSONResponse(record["answer"], status_code=record["status"])

    return app


async def _decide(memory: Memory, record: dict[str, Any], payload: dict[str, Any], key: str) -> None:
    behaviour, _, argument = _behaviour(memory, payload).partition("=")
    if behaviour == "fail" and record["calls"] <= int(argument):
        return
    if behaviour == "slow":
        # The request counts from its arrival, even if the caller goes away meanwhile.
        memory.save()
        seconds, _, argument = argument.partition("@")
        await asyncio.sleep(float(seconds))
        if record["status"] is not None:
            return  # asked again meanwhile, and answered: the first answer is the answer
    if behaviour == "later":
        record |= {"status": 202, "answer": {"reference": f"MAU-TN-{record['number']:06d}"}}
        record["promised"] = invented(record["number"], payload, completed_at(payload, key, _now()))
    elif behaviour == "reject":
        record |= {"status": 400, "answer": {"reason": "Thông tin không khớp với cơ sở dữ liệu (trả lời giả lập)"}}
    else:
        said = datetime.fromisoformat(argument) if argument and behaviour in {"accept", "slow"} else None
        at = said or completed_at(payload, key, _now())
        record |= {"status": 200, "answer": invented(record["number"], payload, at) | {"completed_at": at.isoformat()}}


def _behaviour(memory: Memory, payload: dict[str, Any]) -> str:
    """What was chosen for this dossier; else what its form says; else what was chosen for all."""
    chosen = memory.known["behaviours"]
    said = next((found[1] for text in _texts(payload.get("form")) if (found := _IN_FORM.search(text))), None)
    return str(chosen.get(payload.get("dossier_code")) or said or chosen.get("*") or "accept")


async def _hand_in(key: str, promised: dict[str, Any], said: Finished) -> JSONResponse:
    """The product's own answer is passed on to whoever said that the work is finished."""
    headers = {"Authorization": f"Bearer {said.token}", "Idempotency-Key": str(uuid5(NAMESPACE_URL, key))}
    body = promised | {"result": promised["result"] | said.result}
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        answer = await client.post(said.to, json=body, headers=headers)
    return JSONResponse(answer.json(), status_code=answer.status_code)


def _now() -> datetime:
    return datetime.now(VIETNAM).replace(microsecond=0)


def _texts(form: Any) -> Iterator[str]:
    if isinstance(form, str):
        yield form
    elif isinstance(form, dict):
        for value in form.values():
            yield from _texts(value)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m demo.standin_agency", description=__doc__.split("\n")[0])
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on; loopback if not given")
    parser.add_argument("--port", type=int, required=True, help="the port to listen on")
    parser.add_argument("--state", type=Path, required=True, help="the file in which requests are remembered")
    wanted = parser.parse_args(arguments)
    uvicorn.run(create_app(wanted.state), host=wanted.host, port=wanted.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
