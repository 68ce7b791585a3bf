"""The arrows between rooms: kept in the repository, and every single one of them would be noticed if it were broken."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.source_tree import PRODUCT, ROOT, is_below, name_of, python_files

FILES_OF_ENGINE = {
    "wiring",
    "moves_wiring",
    "figures_wiring",
    "settings",
    "metrics",
    "listening",
    "carriers",
    "process_log",
    "process_traces",
    "quick_start",
    "__init__",
    "file_wiring",
}
ROOMS_OF_ENGINE = {"core", "service", "simulation", "store", "gateways", *FILES_OF_ENGINE}

# File → what it must not import. Together they break every contract once.
OFFENCES = {
    "engine/core/offence.py": "import engine.service\nimport sqlalchemy\n",
    "engine/core/legal_time/offence.py": "import engine.core.offence\n",
    "engine/service/offence.py": "import demo\n",
    "engine/simulation/offence.py": "import engine.service\nimport sqlite3\n",
    "engine/store/offence.py": "import engine.service.offence\n",
    "visualizer/offence.py": "import engine.service\nimport typst\nimport yaml\n",
    "api/offence.py": "import engine.store\nimport prefect\nimport httpx\n",
    "flows/offence.py": "import engine.gateways\nimport fastapi\nimport opentelemetry\n",
    "cli/offence.py": "import engine.store\nimport simpy\nimport sqlalchemy\n",
    "demo/offence.py": "import engine\n",
}


def test_the_arrows_are_kept() -> None:
    verdicts, said = _lint(ROOT)
    assert set(verdicts) == _contracts(), said
    assert set(verdicts.values()) == {"KEPT"}, said


def test_every_contract_notices_an_offence(tmp_path: Path) -> None:
    for path in [*python_files(*PRODUCT), ROOT / "pyproject.toml"]:
        copy = tmp_path / name_of(path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    for name, text in OFFENCES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    verdicts, said = _lint(tmp_path)
    assert verdicts == dict.fromkeys(_contracts(), "BROKEN"), said


def test_every_file_of_the_engine_is_in_a_room() -> None:
    strays = [name_of(path) for path in python_files("engine") if _room(path) not in ROOMS_OF_ENGINE]
    assert strays == [], "a room that no contract knows: say in pyproject.toml whom it may call"


@pytest.mark.parametrize("folder", PRODUCT)
def test_every_package_is_watched(folder: str) -> None:
    assert folder in _configuration()["root_packages"]


def test_no_python_package_stands_outside_the_rooms() -> None:
    known = (*PRODUCT, "tests", "scripts", "benchmarks")
    assert [name_of(path) for path in python_files() if not any(is_below(path, folder) for folder in known)] == []


def _room(path: Path) -> str:
    return path.relative_to(ROOT / "engine").parts[0].removesuffix(".py")


def _configuration() -> dict[str, list[object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]  # type: ignore[no-any-return]


def _contracts() -> set[str]:
    return {contract["name"] for contract in _configuration()["contracts"]}  # type: ignore[index]


def _lint(folder: Path) -> tuple[dict[str, str], str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    environment = os.environ | {"COLUMNS": "400", "PYTHONPATH": str(folder)}
    finished = subprocess.run(
        [sys.executable, "-c", program, "--no-logo", "--no-cache"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)(?: \(.*\))?$", finished.stdout, re.MULTILINE))
    return verdicts, finished.stdout + finished.stderr
