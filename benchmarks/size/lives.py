"""Normal lives: cases of every procedure in force come, are worked on, wait and end, until a certain instant."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, cast
from uuid import NAMESPACE_URL, uuid5

import simpy

from benchmarks.size.city import WARD
from benchmarks.size.life import Life, MovedClock
from engine.core.clock_rules import EndedBy
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import CaseId, StepId, TerritoryId
from engine.core.law import Law
from engine.core.legal_time import Instant, civil_date, day_number, to_datetime, to_instant
from engine.core.legal_time.instants import midnight
from engine.service.handle_command import law_under
from engine.settings import Settings
from engine.simulation.assumptions import CannotSimulate, Completed, completed
from engine.simulation.case_stories import CaseStories
from engine.simulation.durations import Duration, Shape, SpanUnit
from engine.simulation.fates import fate_of
from engine.simulation.scenario import Arrivals, AskedOfApplicant, StepScenario
from engine.wiring import Product, build, migrate

SWEEP_EVERY = 30 * 60
DAYS = 35
"""So long before the present the first cases come; the offices work on the days that their calendar says."""
ASKED, UNANSWERED, REFUSED = Decimal("0.25"), Decimal("0.3"), Decimal("0.06")
FROM_AFAR = 0.06
"""Of the cases of a procedure, how many lie in the portal's tray and are not received yet."""
_TRAY_SHARE = 0.05
"""Of the whole time: they came on the last days."""
_ANSWER = Duration(shape=Shape.UNIFORM, values=(Decimal(8), Decimal(140)), unit=SpanUnit.HOURS)


@dataclass(frozen=True, slots=True)
class Played:
    """The product that has played, still open, and its cases."""

    product: Product
    settings: Settings
    cases: Sequence[CaseId]
    left_out: Sequence[str]
    """Procedures for which the directory has no agencies on that day."""


class _Stories(CaseStories):
    """Those of one procedure, in the calendar time that all share."""

    def look_again(self) -> None:
        """What the sweep has written is followed up."""
        for watch in list(self._running.values()):
            life = cast(Life, watch.case)
            self._follow(watch, life.look_again())


@contextmanager
def played(folder: Path, definitions: Path, now: datetime, each: int, seed: int = 1) -> Iterator[Played]:
    """`each` cases of each procedure, played into a database of their own; what is over by `now` is over."""
    settings = Settings(data_dir=folder, definitions_dir=definitions, database_url=f"sqlite:///{folder / 'lives.db'}")
    migrate(settings)
    clock = MovedClock(now - timedelta(days=DAYS + 1))
    product = build(settings, clock)
    try:
        world = _World(product, clock, now, each, seed)
        yield Played(product, settings, world.play(), tuple(world.left_out))
    finally:
        product.close()


class _World:
    """All procedures in one time."""

    def __init__(self, product: Product, clock: MovedClock, now: datetime, each: int, seed: int) -> None:
        self._product, self._clock, self._each, self._seed = product, clock, each, seed
        self._now = to_instant(now)
        self._time = simpy.Environment(initial_time=midnight(day_number(civil_date(self._now)) - DAYS))
        self._stories: list[_Stories] = []
        self._lives: list[Life] = []
        self.left_out: list[str] = []

    def play(self) -> Sequence[CaseId]:
        for procedure in sorted({definition.procedure for definition in self._product.catalogue.all()}):
            definition = self._product.catalogue.find_applicable(procedure, civil_date(self._now))
            if definition is not None:
                self._let_come(definition)
        self._time.process(self._sweeps())
        self._time.run(until=self._now)
        self._clock.shows = to_datetime(self._now)
        self._product.sweep.run()
        found = [life for life in self._lives if life.state.version]
        for life in found:
            life.look_again()
        self._execute()
        return [life.id for life in found]

    def _let_come(self, definition: ProcedureDefinition) -> None:
        law = law_under(definition, self._product.catalogue)
        inputs = _inputs(law, to_datetime(int(self._time.now)).date(), self._each)
        if inputs is None:
            self.left_out.append(definition.procedure)
            return
        stories = _Stories(law, inputs, self._time, lambda: None)
        self._stories.append(stories)
        for number, at in enumerate(self._arrivals(law), start=1):
            fate = fate_of(inputs.scenario, definition, self._seed, number)
            life = Life(law, fate, number, self._product, self._clock)
            life.from_afar = self._is_from_afar(number)
            self._lives.append(life)
            self._time.process(self._coming(stories, life, at))

    def _arrivals(self, law: Law) -> Iterator[Instant]:
        """In working time, the more the nearer to the present: what came long ago is mostly over."""
        calendar = law.calendars.working(law.definition.calendar)
        luck = Random(f"{self._seed}/arrivals/{law.definition.procedure}")
        first, last = calendar.work_before(int(self._time.now)), calendar.work_before(self._now)
        for number in range(1, self._each + 1):
            ago = luck.random() ** 2 * (_TRAY_SHARE if self._is_from_afar(number) else 1)
            yield calendar.instant_reaching(last - int((last - first) * ago) - 1)

    def _is_from_afar(self, number: int) -> bool:
        return number > self._each * (1 - FROM_AFAR)

    def _coming(self, stories: _Stories, life: Life, at: Instant) -> _Happening:
        yield self._time.timeout(at - self._time.now)
        stories.begin(life, at)

    def _sweeps(self) -> _Happening:
        while True:
            yield self._time.timeout(SWEEP_EVERY)
            self._clock.shows = to_datetime(int(self._time.now))
            if self._product.sweep.run().looked_at:
                for stories in self._stories:
                    stories.look_again()

    def _execute(self) -> None:
        """The executor has seen and shown what there was to see: each case leased to it, and marked while it held it."""
        wakes = self._product.wakes
        while leased := wakes.lease(_EXECUTOR, to_datetime(self._now), seconds=60, limit=500):
            for wake in leased:
                if wake.flow_run_id is None:
                    wakes.remember_run(wake.case_id, str(uuid5(NAMESPACE_URL, wake.case_id)))
                assert wakes.mark_seen(wake.case_id, _EXECUTOR, wake.version), f"{wake.case_id} is held by another"


_EXECUTOR = "dispatcher"
_ASSUMED_A_DAY = Arrivals().per_working_day
_Happening = Generator[simpy.Event, Any, None]


def _inputs(law: Law, first: date, each: int) -> Completed | None:
    """In the ward, if it has the agencies; null: nobody has them."""
    try:
        base = completed(law, None, first).scenario
    except CannotSimulate:
        return None
    steps = {name: _eventful(law, name, said, each / DAYS) for name, said in base.steps.items()}
    eventful = base.model_copy(update={"steps": steps})
    try:
        return completed(law, eventful.model_copy(update={"territory": TerritoryId(WARD), "places": {}}), first)
    except CannotSimulate:
        return completed(law, eventful, first)


def _eventful(law: Law, step: str, said: StepScenario, a_day: float) -> StepScenario:
    """Some applicants are asked for something, some do not answer, some steps refuse, some work waits and is late."""
    if said.work is None or said.staff is None:
        return said
    rules = law.definition.suspensions
    asked = AskedOfApplicant(chance=ASKED, answer=_ANSWER, unanswered=UNANSWERED)
    may = [r for r in law.definition.steps[StepId(step)].may if r in rules and rules[r].ended_by is EndedBy.APPLICANT]
    often, seldom = said.work.values[1], said.work.values[2] * 2
    work = Duration(shape=Shape.LOGNORMAL, values=(often, seldom), unit=said.work.unit)
    staff = max(1, round(said.staff * a_day / float(_ASSUMED_A_DAY)))
    new = {"work": work, "staff": staff, "refused": REFUSED, "suspensions": dict.fromkeys(may[:1], asked)}
    return said.model_copy(update=new)
