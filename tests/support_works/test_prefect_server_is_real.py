"""The suite's own Prefect server is healthy, serves its pages without the internet, and survives a power cut."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.support.prefect_server import PrefectServer


def test_it_is_the_locked_version_and_healthy(prefect_server: PrefectServer) -> None:
    assert httpx.get(f"{prefect_server.api_url}/health").json() is True
    assert httpx.get(f"{prefect_server.api_url}/admin/version").json() == "3.8.8"


def test_the_service_that_eats_a_core_is_off(prefect_server: PrefectServer) -> None:
    settings = httpx.get(f"{prefect_server.api_url}/admin/settings").json()["server"]
    assert settings["services"]["pause_expirations"]["enabled"] is False
    assert settings["services"]["scheduler"]["enabled"] is True
    assert settings["analytics_enabled"] is False


def test_its_pages_are_served_and_ask_nothing_from_elsewhere(prefect_server: PrefectServer) -> None:
    answer = httpx.get(prefect_server.address, headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.headers["content-type"].startswith("text/html")
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    asked_for = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert asked_for
    assert [address for address in asked_for if not address.startswith("/")] == []


@pytest.mark.slow
def test_it_keeps_its_data_when_it_is_killed(private_prefect_server: PrefectServer) -> None:
    server = private_prefect_server
    created = httpx.post(f"{server.api_url}/flows/", json={"name": "ho-so"}).json()["id"]
    first = server.process_id
    server.kill()
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{server.api_url}/health")
    server.start()
    assert server.process_id != first
    assert httpx.get(f"{server.api_url}/flows/{created}").json()["name"] == "ho-so"
