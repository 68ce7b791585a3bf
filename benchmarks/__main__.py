"""`python -m benchmarks [NAME …]`: runs the benchmarks one after the other; one JSON, one table of what was promised.

Ends with 0 only if every bar is reached; with 1 if one is missed or a benchmark failed; with 2 for a name that is none.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.ending import run_to_its_end, unwind_on_sigterm
from benchmarks.findings import FOLDER, Bar, verdict

NAMES: tuple[str, ...] = ("transitions", "prefect_part", "size", "day", "peers", "soak")
"""In the order in which they run. Each is a package here, `python -m benchmarks.NAME`, and leaves FOLDER/NAME.json."""
TARGET = Path("artifacts/benchmarks.json")


def main(names: list[str]) -> int:
    unwind_on_sigterm()
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    found: dict[str, dict[str, Any]] = {}
    for name in names or NAMES:
        print(f"── {name}", flush=True)
        left = FOLDER / f"{name}.json"
        left.unlink(missing_ok=True)
        code = run_to_its_end([sys.executable, "-m", f"benchmarks.{name}"])
        found[name] = _left_by(left, code)
    TARGET.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print("── what was promised")
    for name, said in found.items():
        for bar in _bars(said):
            print(f"{name:14} {verdict(bar)}")
    print(f"\n{TARGET}")
    return exit_code(found)


def exit_code(found: Mapping[str, Mapping[str, Any]]) -> int:
    """What stands in the JSON of all benchmarks decides: a promise that is missed is a failure as well."""
    return 0 if all("failed" not in said and all(bar.reached for bar in _bars(said)) for said in found.values()) else 1


def _left_by(left: Path, code: int) -> dict[str, Any]:
    """The findings of a benchmark; one that ended badly after it had left some has failed all the same."""
    said: dict[str, Any] = json.loads(left.read_text(encoding="utf-8")) if left.exists() else {}
    return said if said and code == 0 else {**said, "failed": code}


def _bars(said: Mapping[str, Any]) -> list[Bar]:
    """No bar at all is no promise kept."""
    bars = [Bar(**bar) for bar in said.get("bars", [])]
    if "failed" in said:
        return [*bars, Bar(f"ended with {said['failed']}", False)]
    return bars or [Bar("was held to nothing", False)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
