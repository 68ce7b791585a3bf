"""Who takes part, how each is started, and how one sees in its own tables that its cases have ended."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import LiteralString

PYTHON = ".venv/benchmarks/bin/python"
NODE_PACKAGES = ".venv/benchmarks-node"
OURS = "Liên Thông"
PRODUCT = "Liên Thông, API and Prefect"
"""The whole product: commands over HTTP, with Prefect's server and a dispatcher beside the API."""
SERVICE = "Liên Thông, service alone"
_IS_OVER = "SELECT count(*) FROM cases WHERE is_over"
COMPLETED: LiteralString = "SELECT count(*) FROM cases WHERE status = 'completed'"


@dataclass(frozen=True)
class Contestant:
    """`command` starts one of its processes. `kept`: whether the lighter way of the two is taken, see the player."""

    name: str
    engine: str
    command: tuple[str, ...]
    ended: LiteralString
    kept: bool = False


def _python(module: str, executable: str = PYTHON) -> tuple[str, ...]:
    return (executable, "-m", f"benchmarks.peers.players.{module}")


_DBOS = (_python("on_dbos"), "SELECT count(*) FROM dbos.workflow_status WHERE status = 'SUCCESS'")
_SPIFF = (_python("on_spiff"), _IS_OVER)
_BPMN_ENGINE = (("node", "benchmarks/peers/players/on_bpmn_engine.mjs", NODE_PACKAGES), _IS_OVER)

PLAYERS: tuple[Contestant, ...] = (
    Contestant(SERVICE, OURS, _python("service", sys.executable), COMPLETED),
    Contestant("DBOS, next step open", "DBOS", *_DBOS),
    Contestant("DBOS, message durable", "DBOS", *_DBOS, kept=True),
    Contestant("SpiffWorkflow, state loaded", "SpiffWorkflow", *_SPIFF),
    Contestant("SpiffWorkflow, state in memory", "SpiffWorkflow", *_SPIFF, kept=True),
    Contestant("bpmn-engine, state loaded", "bpmn-engine", *_BPMN_ENGINE),
    Contestant("bpmn-engine, state in memory", "bpmn-engine", *_BPMN_ENGINE, kept=True),
)
"""Each peer in two ways. The first does what the product does: any process may take the next act, and its answer says that the
next step is open. The second is lighter, and is held against the product all the same."""
