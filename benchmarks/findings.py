"""What one benchmark found: figures as data, the bars it was held to, a table to read; kept as one JSON file."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FOLDER = Path("artifacts/benchmarks")


@dataclass(frozen=True, slots=True)
class Bar:
    """A promise in words, with what was measured in it, and whether it holds in this run."""

    words: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """`figures` is what a script reads, `table` what a person reads; both are of the same run."""

    name: str
    figures: Mapping[str, Any]
    bars: Sequence[Bar]
    table: str

    def publish(self, folder: Path = FOLDER) -> None:
        """Writes `NAME.json` into `folder` and shows the table and the bars."""
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{self.name}.json"
        said = {
            "benchmark": self.name,
            "machine": machine(),
            "figures": dict(self.figures),
            "bars": [asdict(b) for b in self.bars],
        }
        target.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(self.table, "", *(verdict(bar) for bar in self.bars), f"\n{target}", sep="\n", flush=True)


def verdict(bar: Bar) -> str:
    return f"{'reached' if bar.reached else 'MISSED '}  {bar.words}"


def machine() -> dict[str, Any]:
    """On what it was measured; the load tells whether the machine was quiet."""
    return {
        "python": platform.python_version(),
        "system": f"{sys.platform} {platform.machine()}",
        "cores": os.cpu_count(),
        "load_average_1_min": round(os.getloadavg()[0], 2),
    }
