"""The simulation: cases arrive, and live their stories at the same desks; SimPy turns the virtual clock.

One process in one thread, because cases share the people: the halves of a queue cannot be simulated apart.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import date

import simpy

from engine.core.law import Law
from engine.core.legal_time import Instant, day_number
from engine.core.legal_time.instants import midnight
from engine.core.values import Text
from engine.simulation.arrivals import arrival_instants
from engine.simulation.assumptions import CannotSimulate, Completed, completed
from engine.simulation.case_stories import CaseStories
from engine.simulation.fates import fate_of
from engine.simulation.judged_case import JudgedCase
from engine.simulation.scenario import Scenario
from engine.simulation.simulated_case import SimulatedCase


@dataclass(frozen=True, slots=True)
class Simulated:
    """Everything that came of a simulation, for the report; the inputs with the seed give it again."""

    law: Law
    inputs: Completed
    seed: int
    began_on: date
    cases: Sequence[JudgedCase]


def simulate(
    law: Law,
    scenario: Scenario | None,
    *,
    cases: int,
    seed: int,
    begin_on: date | None = None,
    on_case_over: Callable[[], None] = lambda: None,
) -> Simulated:
    """Plays that many cases from `begin_on` on (none: the version's first day); raises `CannotSimulate`.

    The same law, scenario, number, seed and day give the same answer. `on_case_over` is told of each case that ends.
    """
    first = begin_on or law.definition.effective.first
    if not law.definition.effective.contains(first):
        raise CannotSimulate(
            Text(
                vi=f"phiên bản {law.definition.version} không có hiệu lực vào ngày {first:%d/%m/%Y}",
                en=f"version {law.definition.version} is not in force on {first}",
            )
        )
    inputs = completed(law, scenario, first)
    clock = simpy.Environment(initial_time=midnight(day_number(first)))
    stories = CaseStories(law, inputs, clock, on_case_over)
    clock.process(_let_come(stories, clock, _arrivals(law, inputs, first, cases, seed), seed))
    clock.run()
    return Simulated(law, inputs, seed, first, stories.judged())


def _let_come(
    stories: CaseStories, clock: simpy.Environment, arrivals: Sequence[Instant], seed: int
) -> Generator[simpy.Event, None, None]:
    for number, at in enumerate(arrivals, start=1):
        yield clock.timeout(at - clock.now)
        fate = fate_of(stories.inputs.scenario, stories.law.definition, seed, number)
        stories.begin(SimulatedCase(stories.law, number, fate), at)


def _arrivals(law: Law, inputs: Completed, first: date, wanted: int, seed: int) -> Sequence[Instant]:
    """The instants at which the cases come; refuses days that the calendar or the version does not know."""
    name = law.definition.calendar
    last = min(law.definition.effective.last or date.max, law.calendars.definition(name).covers.last)
    coming = arrival_instants(inputs.scenario.arrivals, law.calendars.working(name), first, last, seed)
    found = [at for _, at in zip(range(wanted), coming, strict=False)]
    if len(found) < wanted:
        raise CannotSimulate(
            Text(
                vi=f"đến {last:%d/%m/%Y} (hết lịch hoặc hết hiệu lực) chỉ có {len(found)} trong {wanted} hồ sơ: "
                "hãy tăng số hồ sơ mỗi ngày hoặc bắt đầu sớm hơn",
                en=f"until {last} (the calendar or the version ends) only {len(found)} of {wanted} cases come: "
                "let more come a day, or begin earlier",
            )
        )
    return found
