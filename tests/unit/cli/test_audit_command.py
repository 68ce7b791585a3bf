"""`lienthong audit` at the terminal: with which code it ends, what it lists, and what is entered by a terminal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.entered import terminal_account
from cli.main import app

Run = Callable[..., Result]
ISSUE = ("tokens", "issue", "--name", "Ví Dụ", "--role", "caseworker", "--agency", "mau-don-police", "--json")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """On the ledger in the folder `here`, or in another."""

    def invoke(*arguments: str, at: str = "here") -> Result:
        monkeypatch.setenv("LIENTHONG_DATA_DIR", str(tmp_path / at))
        return CliRunner().invoke(app, list(arguments))

    assert invoke("migrate").exit_code == 0
    return invoke


def entered(run: Run, *options: str, at: str = "here") -> list[tuple[str, str, str]]:
    """Kind, about and address, by the alphabet: a test is over in a second. That of this question is not there yet."""
    found = json.loads(run("audit", "list", "--json", *options, at=at).stdout)["entries"]
    assert {entry["actor"] for entry in found} <= {terminal_account()}
    return sorted((entry["kind"], entry["about"], entry["address"]) for entry in found)


def test_the_codes_of_proof(run: Run, tmp_path: Path) -> None:
    assert run("audit", "head").exit_code == 1, "there is none yet"
    assert run(*ISSUE).exit_code == 0
    assert json.loads(run("audit", "seal", "--json").stdout)["blocks"] == 1
    head = run("audit", "head")
    assert head.exit_code == 0
    whole = run("audit", "verify", "--json", "--expect", head.stdout.split()[0])
    assert (whole.exit_code, json.loads(whole.stdout)["whole"]) == (0, True)
    assert run("audit", "verify", "--expect", "0" * 64).exit_code == 1
    assert run("audit", "verify", "--expect", "no hash").exit_code == 2
    assert run("audit", "verify", "--from", "9").exit_code == 2
    with closing(sqlite3.connect(tmp_path / "here" / "lienthong.db", isolation_level=None)) as file:
        file.execute("DROP TRIGGER audit_entries_refuse_update")
        file.execute("UPDATE audit_entries SET actor = 'somebody'")
    changed = run("audit", "verify", "--lang", "en")
    assert changed.exit_code == 1
    assert "audit_entries" in changed.stdout and "NOT whole" in changed.stdout
    assert run("audit", "verify", at="nowhere").exit_code == 2


def test_the_trail_is_listed_with_filters_and_pages(run: Run) -> None:
    for _ in range(3):
        assert run(*ISSUE).exit_code == 0
    assert [kind for kind, _, _ in entered(run)] == ["token_issued"] * 3
    assert [kind for kind, _, _ in entered(run, "--kind", "trail_read")] == ["trail_read"]
    first = run("audit", "list", "--kind", "token_issued", "--limit", "2", "--json")
    page = json.loads(first.stdout)
    assert len(page["entries"]) == 2
    assert len(entered(run, "--kind", "token_issued", "--limit", "2", "--after", page["next"])) == 1
    assert entered(run, "--until", "2020-01-01T00:00") == entered(run, "--actor", "nobody") == []
    assert run("audit", "list", "--after", "no page").exit_code == 2
    assert run("audit", "list", "--kind", "gossip").exit_code == 2
    shown = run("audit", "list", "--lang", "en", "--kind", "token_issued").stdout
    assert "token issued" in shown and "terminal" in shown


def test_tokens_are_entered_by_their_ids(run: Run) -> None:
    issued = run(*ISSUE)
    (listed,) = json.loads(run("tokens", "list", "--json").stdout)
    assert run("tokens", "revoke", listed["id"]).exit_code == 0
    assert run("tokens", "revoke", listed["id"]).exit_code == 1
    found = entered(run)
    assert found == [("token_issued", listed["id"], "terminal"), ("token_revoked", listed["id"], "terminal")]
    assert json.loads(issued.stdout)["token"] not in run("audit", "list", "--json").stdout


def test_copies_are_entered_where_they_were_made_and_where_they_came(run: Run, tmp_path: Path) -> None:
    copy, kept = str(tmp_path / "all.jsonl"), str(tmp_path / "kept.db")
    assert run("export", copy, "--without-tokens").exit_code == 0
    assert run("backup", kept).exit_code == 0
    assert [found[:2] for found in entered(run)] == [("backed_up", ".db"), ("exported", "whole without-tokens")]
    assert run("import", copy, at="there").exit_code == 0
    assert [found[:2] for found in entered(run, at="there")] == [("imported", "whole")]
    assert run("restore", kept, at="elsewhere").exit_code == 0
    kinds = [kind for kind, _, _ in entered(run, at="elsewhere")]
    assert kinds == ["exported", "restored"], "what a ledger had come by before is in its copy"
