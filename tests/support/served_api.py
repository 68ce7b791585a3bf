"""The API over real HTTP: uvicorn in a thread, a real SQLite file, the shipped procedures, a clock set by the test."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from api.app import create_app
from api.connection import GuardedConnection
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from engine.settings import Settings
from engine.wiring import build, migrate
from tests.support.clock import StubClock, local_instant
from tests.support.processes import LOOPBACK, free_port, wait_until

COUNTER, REGISTRY = "mau-don-one-stop", "mau-don-civil-registry"
POLICE, OTHER_REGISTRY = "mau-don-police", "sen-trang-civil-registry"
FORM: dict[str, Any] = {
    "requester": {"full_name": "Nguyễn Văn Ví Dụ", "personal_id": "099000000001"},
    "child": {"full_name": "Nguyễn Mẫu Một", "date_of_birth": "2026-08-15"},
    "mother": {"full_name": "Trần Thị Thí Dụ"},
    "father_unknown": True,
    "residence": {"head_of_household": "Trần Thị Thí Dụ", "address": "Số 0 đường Ví Dụ"},
}
DOSSIER: dict[str, Any] = {
    "procedure": "birth-residence-insurance",
    "territory": "mau-don",
    "channel": "counter",
    "form": FORM,
    "documents": [{"document": "birth_notice", "reference": "GCS-000001"}],
}
BASIS = {"ref": "NĐ 301/2026/NĐ-CP", "article": "6(1)"}


BORN: dict[str, Any] = {"documents": [{"document": "birth_certificate", "reference": "GKS-01-2026"}]}
"""What the registrar hands in with a birth that is registered."""


class ServedApi:
    """`as_officer`, `as_registrar` … are clients with a token; `post` gives a command and returns the case."""

    def __init__(self, home: Path, clock: StubClock | None = None, **settings: Any) -> None:
        self.clock = clock or StubClock(local_instant("2026-09-07 09:00"))
        self.settings = Settings(**{"data_dir": home, "api_port": free_port(), **settings})
        self.address = f"http://{LOOPBACK}:{self.settings.api_port}"
        migrate(self.settings)
        self.product = build(self.settings, self.clock)
        self.app = create_app(self.product)
        self._clients: list[httpx.Client] = []
        self.as_officer = self.client(Role.ONE_STOP_OFFICER, COUNTER)
        self.as_registrar = self.client(Role.CASEWORKER, REGISTRY)
        self.as_colleague = self.client(Role.CASEWORKER, REGISTRY, name="Lê Thị Đồng Nghiệp")
        self.as_police = self.client(Role.CASEWORKER, POLICE)
        self.as_stranger = self.client(Role.CASEWORKER, OTHER_REGISTRY)
        self.as_portal = self.client(Role.CITIZEN_PORTAL)
        self.as_manager = self.client(Role.MANAGER)
        self.as_nobody = self._keep(httpx.Client(base_url=self.address, trust_env=False, timeout=120))

    def token(self, role: Role, agency: str | None = None, name: str = "Phạm Thử Nghiệm") -> str:
        actor = Actor(
            id=ActorId(f"{role.value}-{agency or 'none'}-{name}"),
            name=name,
            agency=AgencyId(agency) if agency else None,
            roles=(role, Role.LATE_ENTRY) if role in {Role.ONE_STOP_OFFICER, Role.CASEWORKER} else (role,),
        )
        return self.product.tokens.issue(actor, self.clock.now())

    def client(self, role: Role, agency: str | None = None, name: str = "Phạm Thử Nghiệm") -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.token(role, agency, name)}"}
        return self._keep(httpx.Client(base_url=self.address, headers=headers, trust_env=False, timeout=120))

    def submitted(self, now: str = "2026-09-07 09:00", **changes: Any) -> dict[str, Any]:
        """A case handed in at the counter at `now`."""
        self.clock.set(now)
        return _case(self.as_officer.post("/cases", json={**DOSSIER, **changes}))

    def received(self, now: str = "2026-09-07 09:00", **changes: Any) -> dict[str, Any]:
        """A case handed in and received at `now`."""
        case = self.submitted(now, **changes)
        return _case(self.as_officer.post(f"/cases/{case['id']}/receive"))

    def waiting(self, now: str = "2026-09-07 09:00") -> dict[str, Any]:
        """A case that waits for the marriage certificate since an hour after its receipt."""
        case = self.received(now)
        asked = {"reasons": ["Thiếu giấy chứng nhận kết hôn"], "documents": ["marriage_certificate"]}
        return _case(self.as_registrar.post(step_path(case, "register_birth", "request-supplement"), json=asked))

    def _keep(self, client: httpx.Client) -> httpx.Client:
        self._clients.append(client)
        return client

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self.product.close()


def step_path(case: Mapping[str, Any], step: str, act: str) -> str:
    return f"/cases/{case['id']}/steps/{step}/{act}"


def step_of(case: Mapping[str, Any], step: str) -> dict[str, Any]:
    return next(dict(known) for known in case["steps"] if known["id"] == step)


def key() -> dict[str, str]:
    """The header of a command with an id of its own."""
    return {"Idempotency-Key": str(uuid.uuid4())}


def _case(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, f"{answer.status_code} {answer.text}"
    return dict(answer.json())


@contextmanager
def served_api(home: Path, clock: StubClock | None = None, **settings: Any) -> Iterator[ServedApi]:
    """Answers at `address` until the end of the block."""
    api = ServedApi(home, clock, **settings)
    config = uvicorn.Config(
        api.app, host=LOOPBACK, port=api.settings.api_port, loop="uvloop", http=GuardedConnection, ws="none",
        log_level="warning",
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="served-api")
    thread.start()
    try:
        wait_until(lambda: server.started, within=30, what="the API answers")
        yield api
    finally:
        api.product.stopping.set()
        server.should_exit = True
        thread.join(30)
        api.close()
