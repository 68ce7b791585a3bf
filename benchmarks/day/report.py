"""What came of the day: the bars it was held to, what was done against what was asked, a table by the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from benchmarks.day.people import Done
from benchmarks.day.plan import Act, acts_an_hour, closing, opening
from benchmarks.day.rates import (
    AS_ASKED,
    Rate,
    capacity,
    in_the_busiest_hour,
    over_the_day,
    played_words,
    wakes_a_second,
)
from benchmarks.findings import Bar, Findings
from benchmarks.size.report import percentile

LEFT = 0.01
"""Of the day's cases, how many may still be unseen by Prefect when the offices close."""
NIGHT = timedelta(hours=15)
LATEST_START = 5.0


@dataclass(frozen=True, slots=True)
class Look:
    """What was left to do at one instant of the day."""

    at: datetime
    unseen: int
    undelivered: int
    sweep_late_seconds: int


@dataclass(frozen=True, slots=True)
class PlayedDay:
    """`drained`: the real seconds until nothing was left; null: longer than anybody waited. `wakes`: when each was called for."""

    cases: int
    share: float
    speed: float
    hands: int
    acts: Sequence[Act]
    done: Done
    looks: Sequence[Look]
    drained: float | None
    wakes: Sequence[datetime]

    @property
    def day(self) -> Rate:
        at = [act.at for act in self.acts]
        day = self._date
        return over_the_day(at, self.done.ended, opening(day), closing(day), share=self.share, speed=self.speed)

    @property
    def peak(self) -> Rate:
        return in_the_busiest_hour([act.at for act in self.acts], self.done.ended, share=self.share, speed=self.speed)

    @property
    def wakes_a_second(self) -> tuple[float, float]:
        return wakes_a_second(
            self.wakes, self.speed, (closing(self._date) - opening(self._date)).total_seconds() / 3600
        )

    @property
    def capacity(self) -> float | None:
        return capacity([(look.at, look.unseen) for look in self.looks], self.wakes, self.speed)

    @property
    def _date(self) -> date:
        return self.acts[0].at.date()


def findings(played: PlayedDay) -> Findings:
    return Findings("day", figures(played), bars(played), table(played))


def bars(played: PlayedDay) -> list[Bar]:
    done, looks, cases = played.done, played.looks, played.cases * played.share
    most = max(look.unseen for look in looks)
    whole = played.drained / played.share if played.drained is not None else None
    day, peak = played.day, played.peak
    return [
        Bar(f"every act was answered: {len(done.failures)} failures", not done.failures),
        Bar(
            f"callers are not held up: the latest act began {done.latest_start:.1f} s late",
            done.latest_start < LATEST_START,
        ),
        Bar(
            f"at closing {looks[-1].unseen} cases are unseen, at opening {looks[0].unseen}, at most {most}; "
            f"no more than {LEFT:.0%} of the day's {cases:,.0f}",
            looks[-1].unseen <= looks[0].unseen + LEFT * cases,
        ),
        Bar(
            f"what is left at closing, for a whole day's cases, is done in {whole:,.0f} s, before the next morning"
            if whole is not None
            else "what is left at closing is done before the next morning",
            whole is not None and whole < NIGHT.total_seconds(),
        ),
        Bar(
            f"{played_words(played.cases, played.share, played.speed)}; {day.done:.2f} acts a second were done, "
            f"{day.asked:.2f} are asked by {played.cases:,} cases a day; in the busiest hour {peak.done:.2f} of {peak.asked:.2f}",
            min(day.share, peak.share) >= AS_ASKED,
        ),
    ]


def table(played: PlayedDay) -> str:
    done, wakes = played.done, played.wakes_a_second
    most = played.capacity
    could = f"{most:.1f} a second while behind" if most is not None else "never behind, so not reached here"
    return "\n".join(
        [
            f"{len(done.ended):,} of {len(played.acts):,} acts done by {played.hands} people",
            f"acts an hour: {acts_an_hour(played.acts)}",
            f"p95 of an act {percentile(done.seconds, 0.95) * 1000:.0f} ms; drained in {played.drained} s",
            f"wakes asked: {wakes[0]:.2f} a second, {wakes[1]:.2f} in the busiest hour; the dispatcher's capacity: {could}",
            "swept by the dispatcher's own schedule, once a real minute",
            f"{'at':6} {'unseen':>7} {'undelivered':>12} {'sweep late s':>13}",
            *(f"{_clock(one)} {one.unseen:7} {one.undelivered:12} {one.sweep_late_seconds:13}" for one in played.looks),
        ]
    )


def figures(played: PlayedDay) -> dict[str, Any]:
    done, wakes = played.done, played.wakes_a_second
    return {
        "cases": round(played.cases * played.share),
        "share": played.share,
        "speed": played.speed,
        "acts": len(played.acts),
        "acts_done": len(done.ended),
        "hours": acts_an_hour(played.acts),
        "acts_a_second": asdict(played.day),
        "acts_a_second_in_the_busiest_hour": asdict(played.peak),
        "wakes_a_second": {"day": round(wakes[0], 3), "busiest_hour": round(wakes[1], 3)},
        "capacity_in_wakes_a_second": played.capacity,
        "looks": [{**asdict(one), "at": _clock(one).strip()} for one in played.looks],
        "p95_milliseconds": round(percentile(done.seconds, 0.95) * 1000, 1),
        "drained_seconds": played.drained,
        "latest_start_seconds": round(done.latest_start, 2),
        "failures": done.failures[:20],
    }


def _clock(look: Look) -> str:
    return f"{look.at:%H:%M} "
