"""A short soak on real processes: mixed load, every part killed in turn, and every event against the clients' journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.soak.report import table
from benchmarks.soak.run import Sizes, soak

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

SHORT = Sizes(
    minutes=0.4, kill_every=4.0, cases=160, clients=6, pause=3.0, lease_seconds=10, drain_minutes=3.0, seed=170
)
"""By this seed PostgreSQL is the first that is killed, then an API, a dispatcher, and Prefect."""


def test_a_short_soak_finds_no_fault(tmp_path: Path) -> None:
    soaked = soak(tmp_path / "soak", SHORT)
    assert soaked.faults == [], table(soaked)
    assert (soaked.checked.cases, soaked.checked.unseen) == (SHORT.cases, 0)
    assert soaked.checked.cards > 0
    assert soaked.checked.runs > 0
    assert soaked.kills, "nothing was killed: nothing was proven"
    assert soaked.seen.unknown > 0, "no client noticed a kill: nothing was proven"
