"""An installation with three cases that were withdrawn in 2024, past a period of one year."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from engine.core import commands
from engine.core.actors import Actor, Role
from engine.core.identifiers import ActorId, AgencyId
from engine.settings import Settings
from engine.wiring import build, migrate
from procedure_defs.catalogue import SHIPPED
from tests.support.clock import StubClock, local_instant
from tests.support.served_api import COUNTER, DOSSIER

OFFICER = Actor(id=ActorId("o-1"), name="Thử Văn Nghiệm", agency=AgencyId(COUNTER), roles=(Role.ONE_STOP_OFFICER,))
PERIOD = "retention: {years: 1, legal_basis: [{ref: Luật Ví Dụ, certainty: unverified}]}\n"


def settings_past_their_period(home: Path, **settings: Any) -> Settings:
    """The cases are `a`, `b` and `c`, in a ledger that is made here."""
    definitions = home / "definitions"
    shutil.copytree(SHIPPED, definitions)
    version = definitions / "birth-residence-insurance" / "2024-07-01.yaml"
    version.write_text(version.read_text(encoding="utf-8") + PERIOD, encoding="utf-8")
    made = Settings(data_dir=home / "data", definitions_dir=definitions, **settings)
    migrate(made)
    product = build(made, StubClock(local_instant("2024-08-05 09:00")))
    for case in ("a", "b", "c"):
        for said in ({"type": "submit_case", **DOSSIER}, {"type": "withdraw_case", "reason": "đổi ý"}):
            given = {"command_id": f"{case}-{said['type']}", "case_id": case, "actor": OFFICER, **said}
            product.commands.handle(commands.ADAPTER.validate_python(given))
    product.close()
    return made
