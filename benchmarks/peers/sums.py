"""From turns to figures: cases a second, milliseconds of each act, CPU milliseconds and bytes of a case; and the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.findings import Bar
from benchmarks.spread import Spread
from benchmarks.transitions.sums import percentile

PREFECT = ("dispatcher", "server", "postgresql for prefect")
"""The parts that work because cases are shown in Prefect."""


@dataclass(frozen=True)
class Turn:
    """So many cases in so many seconds; `settled`: seconds until nothing was left to do after the last answer, either."""

    cases: int
    seconds: float
    settled: float
    milliseconds: Mapping[str, Sequence[float]]
    spent: Mapping[str, float]
    logged: int


@dataclass(frozen=True)
class Result:
    """One contestant over all turns. `stored`: bytes by which its database has grown."""

    name: str
    engine: str
    turns: tuple[Turn, ...]
    stored: int

    @property
    def cases(self) -> int:
        return sum(turn.cases for turn in self.turns)

    @property
    def rate(self) -> float:
        """Cases a second, as those who act see it."""
        return self.cases / sum(turn.seconds for turn in self.turns)

    @property
    def settled_rate(self) -> float:
        """Cases a second that can be kept up for ever on this machine."""
        return self.cases / sum(turn.settled for turn in self.turns)

    @property
    def cpu(self) -> dict[str, float]:
        """CPU milliseconds of a case by what spent them; processes of one kind together."""
        found: dict[str, float] = {}
        for turn in self.turns:
            for part, spent in turn.spent.items():
                kind = part.rstrip("0123456789 ")
                found[kind] = found.get(kind, 0.0) + spent / self.cases
        return found

    @property
    def bytes_stored(self) -> float:
        return self.stored / self.cases

    @property
    def bytes_logged(self) -> float:
        """What went through PostgreSQL's log, which is what the disk has to take before an answer."""
        return sum(turn.logged for turn in self.turns) / self.cases

    def of_act(self, act: str, share: float) -> float:
        return percentile([taken for turn in self.turns for taken in turn.milliseconds[act]], share)


def ahead(ours: Result, peer: Result) -> Spread:
    """Turn by turn how many times as many cases as the peer, each side until all work of its cases is done."""
    rates = ([turn.cases / turn.settled for turn in one.turns] for one in (ours, peer))
    return Spread.of_ratios(*rates)


def verdict(ours: Result, beside: Result, peers: Sequence[Result]) -> Bar:
    """Held against the quickest way of using the peer, by cases of which nothing is left to do, Prefect's part included: what
    callers alone see is told beside it. `beside`: our service without HTTP and Prefect, as the peers run.
    """
    peer = min(peers, key=lambda one: ahead(ours, one).median)
    ratio, of_callers = ahead(ours, peer), ours.rate / peer.rate
    said = f"{ours.settled_rate:.1f} cases a second until Prefect has seen everything, {peer.name} {peer.settled_rate:.1f}: "
    said += f"{_compared(ratio.median)}, as a ratio {ratio}"
    said += f"; as callers see it {ours.rate:.1f}: {_compared(of_callers)}"
    said += f"; without HTTP and Prefect {beside.settled_rate:.1f}: {_compared(ahead(beside, peer).median)}"
    return Bar(said if ratio.median > 1 else f"{said}; {_why(ours, beside, peer)}", ratio.median > 1)


def _compared(ratio: float) -> str:
    return f"ahead by {ratio:.2f}" if ratio > 1 else f"behind by {1 / ratio:.2f}"


def _why(ours: Result, beside: Result, peer: Result) -> str:
    total, cpu = sum(ours.cpu.values()), ours.cpu
    of_prefect = sum(cpu.get(part, 0.0) for part in PREFECT)
    law = sum(beside.cpu.values())
    return (
        f"a case takes {total:.0f} ms of CPU, of which {of_prefect:.0f} to show it in Prefect and {law:.0f} if there is only the "
        f"service with its ledger; {peer.name} takes {sum(peer.cpu.values()):.0f} and knows no time limit"
    )
