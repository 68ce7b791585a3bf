"""`lienthong tokens`: shown once, listed without being given away, worthless once revoked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path))
    runner = CliRunner()

    def invoke(*arguments: str) -> Result:
        return runner.invoke(app, list(arguments))

    assert invoke("migrate").exit_code == 0
    return invoke


def test_the_life_of_a_token(run: Run) -> None:
    issued = run("tokens", "issue", "--name", "Ví Dụ", "--role", "caseworker", "--agency", "mau-don-police", "--json")
    token = json.loads(issued.output)["token"]
    (listed,) = json.loads(run("tokens", "list", "--json").output)
    assert (listed["actor"]["agency"], listed["revoked_at"]) == ("mau-don-police", None)
    assert token not in run("tokens", "list").output
    assert run("tokens", "revoke", listed["id"]).exit_code == 0
    assert json.loads(run("tokens", "list", "--json").output)[0]["revoked_at"] is not None
    assert run("tokens", "revoke", listed["id"]).exit_code == 1


def test_an_unknown_agency_is_refused_with_the_known_ones(run: Run) -> None:
    refused = run("tokens", "issue", "--name", "Ví Dụ", "--role", "caseworker", "--agency", "nowhere")
    assert refused.exit_code == 2
    assert json.loads(run("tokens", "list", "--json").output) == []


def test_an_account_may_be_for_one_procedure_alone(run: Run) -> None:
    issued = ("tokens", "issue", "--name", "Ví Dụ", "--role", "caseworker", "--agency", "mau-don-police")
    assert run(*issued, "--procedure", "citizen-feedback").exit_code == 0
    (listed,) = json.loads(run("tokens", "list", "--json").output)
    assert listed["actor"]["procedures"] == ["citizen-feedback"]
    assert run(*issued, "--procedure", "citizen-feedbak").exit_code == 2


def test_without_a_database_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / "new"))
    refused = CliRunner().invoke(app, ["tokens", "list"])
    assert refused.exit_code == 2
    assert "migrate" in refused.output


def test_a_sign_in_is_bound_and_no_token_made(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = ("tokens", "issue", "--name", "Ví Dụ", "--role", "caseworker", "--agency", "mau-don-police")
    refused = run(*officer, "--subject", "a1b2", "--lang", "en")
    assert (refused.exit_code, "LIENTHONG_OIDC_ISSUER" in refused.output) == (2, True)
    monkeypatch.setenv("LIENTHONG_PUBLIC_URL", "https://hoso.example.gov.vn")
    monkeypatch.setenv("LIENTHONG_OIDC_ISSUER", "https://provider.example")
    monkeypatch.setenv("LIENTHONG_OIDC_CLIENT_ID", "lien-thong")
    assert run(*officer, "--subject", " ").exit_code == 2
    bound = json.loads(run(*officer, "--subject", "a1b2", "--json").output)
    assert bound == {"issuer": "https://provider.example", "subject": "a1b2", "expires_at": None}
    (listed,) = json.loads(run("tokens", "list", "--json").output)
    assert (listed["subject"], listed["actor"]["name"]) == ("a1b2", "Ví Dụ")
    assert run("tokens", "revoke", listed["id"]).exit_code == 0
