"""What the run says: figures for scripts, a table for people, the bars; the faults themselves if there are any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from benchmarks.findings import Bar, Findings
from benchmarks.soak.checking import Checked
from benchmarks.soak.clients import Seen
from benchmarks.soak.kills import Kill

NAME = "soak"
AT_LEAST_CASES = 20_000
AT_LEAST_MINUTES = 30
AT_MOST_SECONDS = 22
"""The last interval is cut off, and a kill waits until what was killed before works again."""
SHOWN_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Soaked:
    """Of one run. `lags`: cases that Prefect had not seen, looked at now and then while the load went on."""

    sizes: Mapping[str, Any]
    minutes: float
    drained_minutes: float
    seen: Seen
    kills: Sequence[Kill]
    lags: Sequence[int]
    checked: Checked

    @property
    def faults(self) -> list[str]:
        stale = [f"{self.seen.stale} looks showed less than was acknowledged"] if self.seen.stale else []
        return [*self.checked.faults, *stale]


def findings(soaked: Soaked) -> Findings:
    return Findings(NAME, figures(soaked), bars(soaked), table(soaked))


def bars(soaked: Soaked) -> list[Bar]:
    checked, faults = soaked.checked, soaked.faults
    every = soaked.minutes * 60 / len(soaked.kills) if soaked.kills else float("inf")
    return [
        Bar(
            f"{len(faults)} faults in {checked.events} events of {checked.commands} acknowledged commands; promised: none",
            not faults and checked.events > 0,
        ),
        Bar(f"{checked.cases} cases; promised: at least {AT_LEAST_CASES}", checked.cases >= AT_LEAST_CASES),
        Bar(
            f"{soaked.minutes:.0f} minutes, a kill every {every:.0f} s; promised: 30 minutes, every 20 s",
            soaked.minutes >= AT_LEAST_MINUTES and every <= AT_MOST_SECONDS,
        ),
        Bar(f"{checked.unseen} cases that Prefect had not seen after the drain; promised: none", checked.unseen == 0),
    ]


def figures(soaked: Soaked) -> dict[str, Any]:
    return {
        "sizes": dict(soaked.sizes),
        "minutes": soaked.minutes,
        "drained_minutes": soaked.drained_minutes,
        "clients": asdict(soaked.seen),
        "kills": [asdict(kill) for kill in soaked.kills],
        "lag": {"worst": max(soaked.lags, default=0), "at_the_end": soaked.lags[-1] if soaked.lags else 0},
        "checked": asdict(soaked.checked),
        "faults": soaked.faults,
    }


def table(soaked: Soaked) -> str:
    checked, seen = soaked.checked, soaked.seen
    rows = [
        ("cases", checked.cases),
        ("commands acknowledged", checked.commands),
        ("events kept", checked.events),
        ("outcomes unknown at first", seen.unknown),
        ("commands given once more on purpose", seen.repeats),
        ("commands refused, as they had to be", seen.refusals),
        ("cases given up by their clients", seen.given_up),
        ("longest until an answer, s", round(seen.longest, 1)),
        ("cards made by the agency", checked.cards),
        ("flow runs looked at", checked.runs),
        ("cases unseen by Prefect, at worst", max(soaked.lags, default=0)),
        ("minutes of load", round(soaked.minutes, 1)),
        ("minutes of draining", round(soaked.drained_minutes, 1)),
        ("cases not drained", checked.unseen),
    ]
    lines = [f"{name:38}{value:>10}" for name, value in rows]
    lines += [f"{'killed':38}{'times':>10}  back after s (median, worst)"]
    for victim, count in sorted(Counter(kill.victim for kill in soaked.kills).items()):
        down = [kill.down_for for kill in soaked.kills if kill.victim == victim]
        lines.append(f"  {victim:36}{count:>10}  {median(down):.1f}, {max(down):.1f}")
    lines += [f"FAULT {fault}" for fault in soaked.faults[:SHOWN_FAULTS]]
    if len(soaked.faults) > SHOWN_FAULTS:
        lines.append(f"… and {len(soaked.faults) - SHOWN_FAULTS} more, in the JSON file")
    return "\n".join(lines)
