"""`python -m benchmarks.soak`: mixed load with a random kill every 20 seconds, then every event against the clients' journal."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.soak.report import findings
from benchmarks.soak.run import Sizes, soak


def main() -> int:
    sizes, keep = _options()
    print(
        f"{sizes.cases} cases in {sizes.minutes:g} minutes: about {sizes.needs_minutes:.0f} minutes in all", flush=True
    )
    with evidence(keep) as home:
        soaked = soak(home.folder, sizes)
        home.is_dull = not soaked.faults and not soaked.checked.unseen
    findings(soaked).publish()
    return 1 if soaked.faults else 0


@dataclass
class Evidence:
    """Journals, the agency's book and the logs of all parts. `is_dull`: nothing was wrong, nobody will ask for them."""

    folder: Path
    is_dull: bool = False


@contextmanager
def evidence(keep: Path | None) -> Iterator[Evidence]:
    """Removed only when the run has ended well and nobody wanted it; else its folder is told."""
    found = Evidence(keep or Path(tempfile.mkdtemp(prefix="lienthong-soak-")))
    try:
        yield found
    finally:
        if found.is_dull and keep is None:
            shutil.rmtree(found.folder)
        else:
            print(f"journals and logs: {found.folder}", flush=True)


def _options() -> tuple[Sizes, Path | None]:
    usual = Sizes()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=usual.minutes, help="in which the cases are begun")
    parser.add_argument("--kill-every", type=float, default=usual.kill_every, help="seconds")
    parser.add_argument("--cases", type=int, help="700 a minute if not given")
    parser.add_argument("--clients", type=int, default=usual.clients)
    parser.add_argument("--pause", type=float, default=usual.pause, help="mean seconds between two acts on a case")
    parser.add_argument("--drain-minutes", type=float, default=usual.drain_minutes, help="at most, after the load")
    parser.add_argument("--lease-seconds", type=int, default=usual.lease_seconds, help="of the dispatchers")
    parser.add_argument("--sqlite", action="store_true", help="ledger and Prefect on files; else both on PostgreSQL")
    parser.add_argument(
        "--bounded", action="store_true", help="no case is begun after these minutes, however many are left"
    )
    parser.add_argument("--seed", type=int, default=usual.seed, help="of stories, kills and their instants")
    parser.add_argument(
        "--keep", type=Path, help="a new folder for journals and logs; else they are kept only when something is wrong"
    )
    said = vars(parser.parse_args())
    keep = said.pop("keep")
    cases = said.pop("cases") or round(usual.cases * said["minutes"] / usual.minutes)
    return Sizes(cases=cases, **said), keep


if __name__ == "__main__":
    sys.exit(main())
