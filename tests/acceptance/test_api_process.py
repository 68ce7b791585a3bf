"""`python -m api.main` as it is started in earnest: it answers, follows, and stops promptly when asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId
from engine.settings import Settings
from engine.wiring import build, migrate
from tests.support.event_stream import following
from tests.support.processes import LOOPBACK, free_port, stop, wait_until
from tests.support.served_api import DOSSIER

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def test_asked_to_stop_it_ends_open_streams_and_goes(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, api_port=free_port())
    migrate(settings)
    product = build(settings)
    actor = Actor(id=ActorId("portal"), name="Cổng dịch vụ", roles=(Role.CITIZEN_PORTAL,))
    headers = {"Authorization": f"Bearer {product.tokens.issue(actor, product.clock.now())}"}
    product.close()
    log = tmp_path / "api.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.main"], cwd=ROOT, stdout=output, stderr=output,
            env={**os.environ, "LIENTHONG_DATA_DIR": str(tmp_path), "LIENTHONG_API_PORT": str(settings.api_port)},
        )  # fmt: skip
    try:
        address = f"http://{LOOPBACK}:{settings.api_port}"
        with httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=120) as client:
            wait_until(lambda: _is_ready(client), within=60, what="the API is ready", log=log)
            case = client.post("/cases", json=DOSSIER).json()
            with following(client, f"/cases/{case['id']}/changes") as changes:
                assert next(changes).data["status"] == "submitted"
                process.send_signal(signal.SIGTERM)
                assert list(changes) == [], "the stream ends by itself"
            assert process.wait(20) == 0
    finally:
        stop(process)


def _is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/ready").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
