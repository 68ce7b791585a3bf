"""`python -m benchmarks.deadlines [FILE]`: writes one JSON, shows one table."""

import json
import sys
from pathlib import Path

from benchmarks.deadlines.report import measure, table


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "artifacts/benchmark-deadlines.json")
    report = measure()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(table(report))
    print(f"\n{target}")


main()
