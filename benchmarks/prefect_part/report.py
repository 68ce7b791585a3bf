"""What was measured, in figures, in a table and held against what was promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.findings import Bar
from benchmarks.prefect_part.installation import OURS
from benchmarks.prefect_part.life import RESUME, WakeCost
from benchmarks.prefect_part.naive_part import NaiveCost
from benchmarks.prefect_part.peak import Phase, together
from benchmarks.prefect_part.share import Share
from benchmarks.spread import Spread

_HEADS = ("server", "dispatcher", "pg of prefect", "pg of ledger")
"""Over the columns of the table, in the order of OURS."""

MOST_STATE_CHANGES = 10
LEAST_TIMES_CHEAPER = 20
MOST_TIMES_SLOWER = 1.25
"""What a caller does not feel: a quarter more at the 95th percentile is within what the same commands differ by from one
minute to the next; twice as much is not."""
AN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Load:
    """`slices`: the peak's commands without Prefect's work and with it, in pairs. Then the sustained rate, the peak in one
    piece, and the seconds until all was seen after it.
    """

    slices: Sequence[tuple[Phase, Phase]]
    sustained: Phase
    peak: Phase
    drained: float

    @property
    def times_slower(self) -> Spread:
        return Spread.of_ratios([busy.p95 for _, busy in self.slices], [quiet.p95 for quiet, _ in self.slices])

    @property
    def without(self) -> Phase:
        return together([quiet for quiet, _ in self.slices])

    @property
    def beside(self) -> Phase:
        return together([busy for _, busy in self.slices])

    @property
    def is_drained_in_time(self) -> bool:
        """What gathers in a peak, and the time to see it, grow as the peak's length: so the bound is the peak's own length, and
        one that keeps it keeps it after an hour as well."""
        return self.peak.is_held and self.drained <= self.peak.seconds


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that one run found."""

    of_the_case: Share
    of_the_shipped: Mapping[str, Share]
    wakes: Mapping[str, WakeCost]
    changes: Sequence[tuple[int, int]]
    naive: NaiveCost
    load: Load
    outcomes: Mapping[str, int]

    @property
    def most_changes(self) -> int:
        return max(of_flow + of_tasks for of_flow, of_tasks in self.changes)

    @property
    def mean_wake(self) -> float:
        return round(sum(cost.total for cost in self.wakes.values()) / len(self.wakes), 1)

    @property
    def times_cheaper(self) -> float:
        return round(self.naive.total / self.wakes[RESUME].total, 1)

    @property
    def shipped(self) -> Share:
        return sum(self.of_the_shipped.values(), Share(0, 0))


def bars(found: Measured) -> list[Bar]:
    return [
        Bar(
            f"a whole birth case with one supplement costs at most {MOST_STATE_CHANGES} state changes in Prefect: "
            f"{found.most_changes}, of flow and task runs",
            found.most_changes <= MOST_STATE_CHANGES,
        ),
        Bar(
            f"a resumption costs at least {LEAST_TIMES_CHEAPER} times less CPU than one process for each: "
            f"{found.wakes[RESUME].total} against {found.naive.total} ms, {found.times_cheaper} times",
            found.times_cheaper >= LEAST_TIMES_CHEAPER,
        ),
        *_of_load(found.load),
    ]


def _of_load(load: Load) -> list[Bar]:
    steady, peak, slower = load.sustained, load.peak, load.times_slower
    is_an_hour = peak.seconds >= AN_HOUR
    quiet, busy = load.without, load.beside
    return [
        Bar(
            f"the lag is bounded at {steady.per_second:g} wakes a second: at worst {steady.worst_lag} cases in "
            f"{steady.seconds:.0f} s, {steady.held_rate} a second held",
            steady.is_bounded and steady.is_held,
        ),
        Bar(
            f"after a peak of {peak.seconds:.0f} s{'' if is_an_hour else ', not an hour,'} with {peak.held_rate} wakes a second "
            f"held of {peak.per_second:g} the lag of at worst {peak.worst_lag} cases is drained: in {load.drained} s "
            "(no longer than the peak lasted)",
            load.is_drained_in_time,
        ),
        Bar(
            f"callers over HTTP feel nothing of {busy.held_rate} wakes a second ({busy.per_second:g} asked for): 95th percentile "
            f"of a command {busy.p95} ms against {quiet.p95} ms with no dispatcher, by slices {slower} times "
            f"(at most {MOST_TIMES_SLOWER:g} at the median)",
            slower.median <= MOST_TIMES_SLOWER and quiet.is_held and busy.is_held,
        ),
    ]


def figures(found: Measured) -> dict[str, Any]:
    return {
        "share_of_commands_that_wake_percent": {
            "birth case with one supplement": found.of_the_case.percent,
            "worked examples of all procedures": found.shipped.percent,
            **{procedure: share.percent for procedure, share in found.of_the_shipped.items()},
        },
        "cpu_ms_per_wake": {
            name: {"all": cost.total, **cost.by_part, "per_second": cost.per_second} for name, cost in found.wakes.items()
        },
        "cpu_ms_per_wake_mean_of_a_case": found.mean_wake,
        "resumptions_per_second_of_one_dispatcher": found.wakes[RESUME].per_second,
        "state_changes_of_a_case": [
            {"flow_run": of_flow, "task_runs": of_tasks} for of_flow, of_tasks in sorted(set(found.changes))
        ],
        "naive": {**asdict(found.naive), "all": found.naive.total, "times_ours": found.times_cheaper},
        "load": {
            name: {
                "wakes_per_second": phase.held_rate, "asked_for": phase.per_second, "seconds": phase.seconds, "wakes": phase.wakes, "worst_lag": phase.worst_lag,
                "command_p50_ms": phase.p50, "command_p95_ms": phase.p95,
            }
            for name, phase in _phases(found.load)
        },
        "drained_after_peak_seconds": found.load.drained,
        "callers_times_slower_by_slice": found.load.times_slower.figures,
        "wakes_by_outcome": dict(found.outcomes),
    }  # fmt: skip


def table(found: Measured) -> str:
    head = f"{'CPU ms for each wake':48}{'all':>8}" + "".join(f"{head:>16}" for head in _HEADS) + f"{'a second':>10}"
    lines = [head]
    for name, cost in found.wakes.items():
        of_parts = "".join(f"{cost.by_part[part]:16.1f}" for part in OURS)
        lines.append(f"{name:48}{cost.total:8.1f}{of_parts}{cost.per_second:10.1f}")
    lines += [
        f"{'mean of the five wakes of a case':48}{found.mean_wake:8.1f}",
        f"{'naive: a process each, polls as by default':48}{found.naive.total:8.1f}{'':64}{found.naive.per_second:10.1f}",
        "",
        f"commands that wake: {found.of_the_case.percent} % of a birth case, {found.shipped.percent} % of all worked examples",
        "",
        f"{'load':26}{'wakes/s':>9}{'wakes':>8}{'worst lag':>11}{'p50 ms':>9}{'p95 ms':>9}",
    ]
    for name, phase in _phases(found.load):
        lines.append(
            f"{name:26}{phase.held_rate:9.1f}{phase.wakes:8}{phase.worst_lag:11}{phase.p50:9.1f}{phase.p95:9.1f}"
        )
    lines.append(f"p95 with the dispatcher for one without, by slices: {found.load.times_slower}")
    lines.append("taken as: " + ", ".join(f"{outcome} {count}" for outcome, count in found.outcomes.items()))
    return "\n".join(lines)


def _phases(load: Load) -> list[tuple[str, Phase]]:
    slices = [("no dispatcher, slices", load.without), ("dispatcher, slices", load.beside)]
    return [*slices, ("sustained", load.sustained), ("peak", load.peak)]
