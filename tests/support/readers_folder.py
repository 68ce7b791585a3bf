"""What somebody has who follows a document: a folder with the files, the program in it, and the product that it starts."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.support.processes import NotReady, end_of, free_port, wait_until
from tests.support.typed_shell import ROOT, install_into, running_command


def readers_folder(folder: Path, program: str = "cli.main") -> Path:
    """A fresh copy as far as the commands use it; the usual ports may be taken on this machine."""
    shutil.copytree(ROOT / "procedure_defs", folder / "procedure_defs")
    shutil.copytree(ROOT / "docs" / "tutorial", folder / "docs" / "tutorial")
    install_into(folder, program)
    ports = {name: free_port() for name in ("api", "prefect", "agency")}
    (folder / ".lienthong").mkdir()
    (folder / ".lienthong" / "ports.json").write_text(json.dumps(ports), encoding="utf-8")
    return folder


@contextmanager
def product_started(folder: Path, up: str) -> Iterator[str]:
    """Where the product answers that this line has started; it ends with the block."""
    port = json.loads((folder / ".lienthong" / "ports.json").read_text(encoding="utf-8"))["api"]
    found, log = f"http://127.0.0.1:{port}", folder / "up.log"
    with running_command(folder, up, log) as process:
        wait_until(lambda: _serves(process, found, log), within=180, what="the product answers", log=log)
        yield found


def _serves(process: subprocess.Popen[bytes], address: str, log: Path) -> bool:
    if process.poll() is not None:
        raise NotReady(f"up ended by itself\n{end_of(log)}")
    try:
        return httpx.get(f"{address}/ready", timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False
