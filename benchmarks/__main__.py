"""`python -m benchmarks [NAME …]`: runs the benchmarks one after the other; one JSON, one table of what was promised."""

import json
import sys
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
    codes: set[int] = set()
    for name in names or NAMES:
        print(f"── {name}", flush=True)
        left = FOLDER / f"{name}.json"
        left.unlink(missing_ok=True)
        code = run_to_its_end([sys.executable, "-m", f"benchmarks.{name}"])
        codes.add(code)
        found[name] = json.loads(left.read_text(encoding="utf-8")) if left.exists() else {"failed": code}
    TARGET.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print("── what was promised")
    for name, said in found.items():
        for bar in said.get("bars", [{"words": "did not end", "reached": False}]):
            print(f"{name:14} {verdict(Bar(**bar))}")
    print(f"\n{TARGET}")
    return 0 if codes == {0} and all("failed" not in said for said in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
