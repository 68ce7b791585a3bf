"""kill -9 between an act that leaves no event and its entry in the audit trail: both are there, or neither; on both databases."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.core.audit import AuditKind
from engine.service.audit_ports import AuditQuery
from engine.service.fault_points import VARIABLE, FaultPoint
from engine.service.ports import Page
from engine.settings import Settings
from engine.wiring import Product, build, build_retention
from tests.support.fault_world import TERMINAL, armed, died_at
from tests.support.forked_parts import Forge, ForkedPart, forge
from tests.support.postgres import PostgresServer
from tests.support.running_product import as_environment
from tests.support.three_cases_past_their_period import settings_past_their_period

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

REVOKED, GIVEN, ENDED = AuditKind.TOKEN_REVOKED, AuditKind.DELEGATION_GIVEN, AuditKind.DELEGATION_ENDED
HELD, RELEASED, PURGED = AuditKind.CASE_HELD, AuditKind.CASE_RELEASED, AuditKind.CASE_PURGED


@pytest.fixture(scope="module")
def parts() -> Iterator[Forge]:
    with forge({}) as started:
        yield started


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Three cases that are past their period, and two officers of one agency."""
    if request.param == "sqlite":
        yield settings_past_their_period(tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.fresh_database()
    yield settings_past_their_period(tmp_path, database_url=url)
    server.drop_database(url)


@pytest.fixture
def terminal(settings: Settings, parts: Forge, tmp_path: Path) -> Terminal:
    return Terminal(settings, parts, tmp_path)


class Terminal:
    """`lienthong` in processes of their own, and what is on record after each."""

    def __init__(self, settings: Settings, parts: Forge, home: Path) -> None:
        self.settings, self._parts, self._home = settings, parts, home
        self._numbers = itertools.count(1)

    def say(self, *words: str, point: str = "") -> ForkedPart:
        environment = as_environment(self.settings) | {VARIABLE: point}
        log = self._home / f"terminal-{next(self._numbers)}.log"
        part = self._parts.start(TERMINAL, environment, log, words)
        part.code(within=150)
        return part

    def said(self, *words: str) -> str:
        part = self.say(*words)
        text = part.log.read_text(encoding="utf-8")
        assert part.code() == 0, text
        return text.strip()

    def dies(self, point: FaultPoint, kind: AuditKind, *words: str) -> None:
        died_at(self.say(*words, point=armed(point, kind.value)), point, kind.value)

    def dies_uncommitted_then_untold(self, kind: AuditKind, *words: str) -> None:
        """First nothing of it is there; given again, all of it, though nobody was told."""
        before = self.state()
        self.dies(FaultPoint.ENTRY_UNCOMMITTED, kind, *words)
        assert self.state() == before, f"{kind}: what is uncommitted is not there"
        self.dies(FaultPoint.TERMINAL_ENTERED, kind, *words)
        acts, entries = self.state()
        assert entries[kind] == before[1].get(kind, 0) + 1
        assert acts != before[0]

    def state(self) -> tuple[tuple[str, ...], dict[AuditKind, int]]:
        """Acts as their own books have them, and entries by kind."""
        product = build(self.settings)
        try:
            return _acts(product), _entries(product)
        finally:
            product.close()


def _acts(product: Product) -> tuple[str, ...]:
    tokens = [f"{token.id} {token.revoked_at is None}" for token in product.tokens.issued()]
    delegations = [f"{one.id} {one.ended_at is None}" for one in product.delegating.all()]
    kept = [f"{act.case_id} {act.act.value}" for act in build_retention(product).acts()]
    return (*tokens, *delegations, *kept)


def _entries(product: Product) -> dict[AuditKind, int]:
    found, _ = product.audit.list_entries(AuditQuery(), Page(limit=500))
    return {kind: sum(entry.kind is kind for entry in found) for kind in {entry.kind for entry in found}}


def test_an_act_and_its_entry_are_there_or_neither(terminal: Terminal) -> None:
    for name in ("an", "binh"):
        terminal.said("tokens", "issue", "--name", name, "--role", "caseworker", "--agency", "mau-don-police")
    give = ("delegations", "give", "--from", "an", "--to", "binh", "--until", "2036-12-31", "--begin", "2036-12-01")
    terminal.dies_uncommitted_then_untold(GIVEN, *give)
    [delegation] = (one.split()[0] for one in terminal.state()[0] if "-" in one)
    terminal.dies_uncommitted_then_untold(ENDED, "delegations", "end", delegation)
    token = terminal.state()[0][0].split()[0]
    terminal.dies_uncommitted_then_untold(REVOKED, "tokens", "revoke", token)
    terminal.dies_uncommitted_then_untold(HELD, "retention", "hold", "b", "--reason", "đang xét", "--basis", "QĐ 1")
    terminal.dies_uncommitted_then_untold(RELEASED, "retention", "release", "b", "--reason", "xong")
    terminal.dies_uncommitted_then_untold(PURGED, "retention", "purge")
    terminal.said("retention", "purge")
    acts, entries = terminal.state()
    assert entries[PURGED] == sum(act.endswith(" purge") for act in acts) == 3
    terminal.said("audit", "seal")
    terminal.said("audit", "verify")
