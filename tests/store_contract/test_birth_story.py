"""The real procedure, played in both databases: the same commands leave the same events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from engine.core.actors import Actor
from engine.core.identifiers import ActorId, AgencyId, CaseId
from engine.core.values import Value
from procedure_defs.catalogue import load_catalogue
from tests.support.birth_story import COUNTER, OLD_LAW, Act
from tests.support.sql_store import Store, a_command

CASE = CaseId("a-birth")
KINDS = {"": "submit_case", "receive": "receive_case"}


def _play(store: Store, acts: tuple[Act, ...]) -> list[Any]:
    """Each act is recorded at the instant at which it happens; the events as they are written down."""
    told = Store(store.url, store.database, catalogue=load_catalogue())
    for act in acts:
        told.clock.shows = datetime.fromisoformat(act.at)
        told.commands.handle(a_command(*_order(act), **_said(act)))
    return [_plain(recorded) for recorded in told.ledger.history(CASE)]


def _order(act: Act) -> tuple[str, str, Actor]:
    role, agency = act.who
    actor = Actor(id=ActorId(f"{role}-{agency}"), name="Thử Văn Nghiệm", agency=AgencyId(agency), roles=(role,))
    last = act.path.rpartition("/")[2].replace("-", "_")
    kind = KINDS.get(act.path) or (last if last.endswith("supplement") else f"{last}_step")
    return kind, CASE, actor


def _said(act: Act) -> dict[str, Any]:
    said = {**act.body, "command_id": act.name}
    if act.path == "receive":
        said |= {"receiving_agency": COUNTER, "dossier_code": "to be given"}
    if act.path.startswith("steps/"):
        said["step"] = act.path.split("/")[1]
    return said


def _plain(value: Value) -> Any:
    return value.model_dump(mode="python")


@pytest.fixture
def both(sqlite_store: Store, postgres_store: Store) -> tuple[Store, Store]:
    return sqlite_store, postgres_store


def test_the_same_story_leaves_the_same_events(both: tuple[Store, Store]) -> None:
    sqlite, postgresql = (_play(store, OLD_LAW) for store in both)
    assert sqlite == postgresql
    assert [event["event"]["type"] for event in sqlite][-1] == "case_completed"
    assert len({event["command_id"] for event in sqlite}) == len(OLD_LAW)


def test_and_the_same_bytes(both: tuple[Store, Store]) -> None:
    """What the ledger keeps of an event is its text: a proof of what was written can be made over it."""
    written = []
    for store in both:
        _play(store, OLD_LAW)
        with store.database.read() as connection:
            asked = text("SELECT sequence, type, CAST(actor AS TEXT), CAST(body AS TEXT) FROM events ORDER BY sequence")
            written.append([tuple(row) for row in connection.execute(asked)])
    assert written[0] == written[1]
    assert len(written[0]) >= len(OLD_LAW)
