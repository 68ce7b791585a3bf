"""`lienthong delegations`: entered for somebody who is away, listed, ended; who wrote it down is known."""

from __future__ import annotations

import getpass
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app


def test_the_life_of_a_delegation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path))

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    assert run("migrate").exit_code == 0
    assert "Chưa có ủy quyền nào." in run("delegations", "list").output
    for name in ("an", "binh"):
        account = ("--name", name, "--role", "caseworker", "--agency", "mau-don-police")
        assert run("tokens", "issue", *account).exit_code == 0
    given = ("delegations", "give", "--from", "an", "--to", "binh", "--until", "2036-12-31", "--begin", "2036-12-01")
    made = run(*given)
    assert made.exit_code == 0, made.output
    (listed,) = json.loads(run("delegations", "list", "--json").output)
    assert (listed["id"], listed["given_by"]) == (made.output.strip(), getpass.getuser())
    assert (listed["from_at"], listed["until_at"]) == ("2036-11-30T17:00:00Z", "2036-12-31T16:59:59Z")
    assert run("delegations", "end", listed["id"]).exit_code == 0
    assert run("delegations", "end", listed["id"]).exit_code == 1
    assert run(*given[:5], "nobody", *given[6:]).exit_code == 1
