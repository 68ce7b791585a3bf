"""A sealer that is killed, with a block half-written or before it has noted what is sealed: the next one goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.service.fault_points import VARIABLE
from engine.service.verify_audit import Proof
from engine.settings import Settings
from engine.wiring import build, build_verification, migrate


def seal(data_dir: Path, armed: str = "") -> int:
    """By the command, in a process of its own."""
    environment = {**os.environ, "LIENTHONG_DATA_DIR": str(data_dir), VARIABLE: armed}
    command = [sys.executable, "-m", "cli.main", "audit", "seal"]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=480).returncode


@pytest.mark.parametrize(("armed", "blocks"), [("block_uncommitted", 0), ("block_sealed", 1)])
def test_killed_in_the_middle_the_chain_is_whole_and_goes_on(tmp_path: Path, armed: str, blocks: int) -> None:
    """The editions of the calendars, which every start records, are what is sealed."""
    settings = Settings(data_dir=tmp_path)
    migrate(settings)
    build(settings).close()
    assert seal(tmp_path, armed) == -signal.SIGKILL
    assert proof_of(settings).blocks == blocks
    assert seal(tmp_path) == 0
    proof = proof_of(settings)
    assert (proof.blocks, proof.unsealed) == (1, (0, 0, None))


def proof_of(settings: Settings) -> Proof:
    product, proof = build(settings), Proof()
    try:
        assert list(build_verification(product).differences(proof, lambda _done, _total: None)) == []
    finally:
        product.close()
    return proof
