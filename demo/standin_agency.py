"""A stand-in for every agency's own system: answers the product over HTTP, invents every result.

`python -m demo.standin_agency --port 8200 --state FILE`. POST /{operation} with the header Idempotency-Key answers 200
(accepted), 202 (later) or 400 (rejected); a repeated key gets its first answer again and is counted. How it behaves is
chosen with PUT /behaviour/{dossier code or *}, or by a text `standin:<behaviour>` anywhere in the dossier's form:

  accept            accept now, done at some working instant since the step was opened
  accept=INSTANT    accept now, done at that instant (ISO 8601)
  later             take the work on and answer later
  reject            refuse
  fail=N            answer 503 N times, then accept
  slow=SECONDS      think for so long, then accept; slow=SECONDS@INSTANT: as done at that instant
"""

import argparse
import asyncio
import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Header, HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

VIETNAM = timezone(timedelta(hours=7))
BEHAVIOUR = r"accept(=\S+)?|later|reject|fail=\d+|slow=\d+(\.\d+)?(@\S+)?"
_IN_FORM = re.compile(rf"standin:({BEHAVIOUR})")
_DAYS_OFF = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})

PAPERS = {
    "issue_card": ("insurance_card", "Thẻ bảo hiểm y tế"),
    "declare_employment": ("labour_declaration", "Khai trình sử dụng lao động"),
    "register_unit": ("insurance_unit_code", "Mã số đơn vị tham gia bảo hiểm xã hội"),
    "register_invoices": ("invoice_registration", "Đăng ký sử dụng hóa đơn"),
    "find_import": ("origin_data", "Dữ liệu nguồn gốc xe nhập khẩu"),
    "find_registration_fee": ("tax_data", "Dữ liệu lệ phí trước bạ"),
    "find_certificate": ("inspection_data", "Dữ liệu kiểm định"),
    "find_health_certificate": ("health_data", "Giấy khám sức khỏe điện tử"),
    "find_violations": ("violation_data", "Dữ liệu vi phạm"),
    "search_police": ("police_data", "Kết quả tra cứu của Công an"),
    "search_court": ("court_data", "Kết quả tra cứu của Tòa án"),
    "search_procuracy": ("procuracy_data", "Kết quả tra cứu của Viện kiểm sát"),
    "search_defence": ("defence_data", "Kết quả tra cứu của Bộ Quốc phòng"),
}
"""Operation -> the paper that it makes, and its name."""


class Behaviour(BaseModel):
    """How the stand-in answers from now on."""

    behaviour: str = Field(pattern=rf"^({BEHAVIOUR})$")


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
    app = FastAPI(title="Stand-in of the social insurance agency", docs_url=None, redoc_url=None)
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

    @app.post("/{operation}")
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
    elif behaviour == "reject":
        record |= {"status": 400, "answer": {"reason": "Thông tin không khớp với cơ sở dữ liệu (trả lời giả lập)"}}
    else:
        done_at = datetime.fromisoformat(argument) if argument and behaviour in {"accept", "slow"} else None
        record |= {"status": 200, "answer": _accepted(record, payload, key, done_at)}


def _behaviour(memory: Memory, payload: dict[str, Any]) -> str:
    """What was chosen for this dossier; else what its form says; else what was chosen for all."""
    chosen = memory.known["behaviours"]
    said = next((found[1] for text in _texts(payload.get("form")) if (found := _IN_FORM.search(text))), None)
    return str(chosen.get(payload.get("dossier_code")) or said or chosen.get("*") or "accept")


def _accepted(record: dict[str, Any], payload: dict[str, Any], key: str, done_at: datetime | None) -> dict[str, Any]:
    now = datetime.now(VIETNAM).replace(microsecond=0)
    opened_at = datetime.fromisoformat(payload["opened_at"]) if payload.get("opened_at") else now
    at = done_at or min(_some_working_time_after(opened_at, key), now)
    return {"result": {}, "documents": _papers(record), "completed_at": at.isoformat()}


def _papers(record: dict[str, Any]) -> list[dict[str, str]]:
    """A paper's number starts with MAU (specimen): nobody can take it for a real one."""
    if record["operation"] not in PAPERS:
        return []
    document, name = PAPERS[record["operation"]]
    return [{"document": document, "reference": f"MAU{record['number']:012d}", "name": f"{name} (giả lập)"}]


def _some_working_time_after(opened_at: datetime, key: str) -> datetime:
    """Two to twelve office hours later; the same for the same key, so that a day can be played again."""
    minutes = 120 + int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % 600
    at = opened_at.astimezone(VIETNAM).replace(second=0, microsecond=0)
    while minutes:
        at += timedelta(minutes=1)
        minutes -= _at_work(at)
    return at


def _at_work(at: datetime) -> bool:
    return at.weekday() < 5 and (at.month, at.day) not in _DAYS_OFF and at.hour in {8, 9, 10, 11, 13, 14, 15, 16}


def _texts(form: Any) -> Iterator[str]:
    if isinstance(form, str):
        yield form
    elif isinstance(form, dict):
        for value in form.values():
            yield from _texts(value)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m demo.standin_agency", description=__doc__.split("\n")[0])
    parser.add_argument("--port", type=int, required=True, help="the loopback port to listen on")
    parser.add_argument("--state", type=Path, required=True, help="the file in which requests are remembered")
    wanted = parser.parse_args(arguments)
    uvicorn.run(create_app(wanted.state), host="127.0.0.1", port=wanted.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
