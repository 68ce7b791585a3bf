"""Started before `lienthong migrate`: each process says in words what is missing, waits for it, and begins by itself."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.settings import Settings
from engine.wiring import build, migrate
from tests.support.processes import free_port, wait_until
from tests.support.running_product import Part, as_environment


@pytest.mark.slow
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_dispatcher_waits_in_words(tmp_path: Path, language: str) -> None:
    settings = Settings(
        data_dir=tmp_path, language=language, prefect_api_url=f"http://127.0.0.1:{free_port()}/api", log_format="json"
    )
    part = Part("flows.dispatcher", [], as_environment(settings), tmp_path / "log", "")
    part.start()
    try:
        wait_until(lambda: "not_ready" in part.log.read_text(), within=60, what="it says what is missing", log=part.log)
        said = next(line for line in map(json.loads, part.log.read_text().splitlines()) if line["event"] == "not_ready")
        remedy = {"vi": "hoặc tạo mới bằng `lienthong migrate`", "en": "or make one by `lienthong migrate`"}[language]
        assert len(said["problems"]) == 1 and said["problems"][0].endswith(remedy)
        migrate(settings)
        wait_until(lambda: "prefect_away" in part.log.read_text(), within=60, what="it begins", log=part.log)
        assert part.ended_by(signal.SIGTERM) == 0
    finally:
        part.kill()
    told = [line for line in map(json.loads, part.log.read_text().splitlines()) if line["event"] == "not_ready"]
    assert "turn_failed" not in part.log.read_text()
    assert len({str(line["problems"]) for line in told}) == len(told), (
        "what it says of a file half made is said once, too"
    )


@pytest.mark.slow
def test_a_dispatcher_that_waits_can_be_stopped(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, log_format="json")
    part = Part("flows.dispatcher", [], as_environment(settings), tmp_path / "log", "")
    part.start()
    try:
        wait_until(lambda: "not_ready" in part.log.read_text(), within=60, what="it says what is missing", log=part.log)
        assert part.ended_by(signal.SIGTERM) == 0
    finally:
        part.kill()
    assert '"exception"' not in part.log.read_text()


@pytest.mark.parametrize(("language", "remedy"), [("vi", "hãy chạy"), ("en", "run")])
def test_callers_of_the_api_are_told_so(tmp_path: Path, language: str, remedy: str) -> None:
    product = build(Settings(data_dir=tmp_path))
    try:
        with TestClient(create_app(product), headers={"Accept-Language": language}) as client:
            for address in ("/procedures", "/cases"):
                answer = client.get(address, headers={"Authorization": "Bearer nobody's"})
                assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
                assert f"{remedy} `lienthong migrate`" in answer.json()["detail"]
                assert answer.headers["Retry-After"] == "30"
            page = client.get("/pages/cases", headers={"Authorization": "Bearer nobody's"})
            assert page.status_code == 503 and "lienthong migrate" in page.text
    finally:
        product.close()
