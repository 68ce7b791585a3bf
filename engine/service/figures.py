"""The manager's numbers: of a procedure, step by step, and of an agency with all below it; each number with its cases."""

import base64
import binascii
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from engine.core.actors import Actor
from engine.core.definition import ProcedureDefinition
from engine.core.errors import CommandRefused, CursorUnknown, NotFound, Reason
from engine.core.execution import automatic_run
from engine.core.identifiers import AgencyId, ProcedureId, StepId
from engine.core.legal_time import civil_date, to_instant
from engine.core.organisation import EVERY_AGENCY, EVERY_AGENCY_TITLE, Organisation
from engine.core.report_ii06a import Period
from engine.core.values import Text
from engine.service.bottleneck import bottleneck_of
from engine.service.figure_ports import WHOLE_CASE, Behind, FigureBook, OfDay, Passed, Sought, Standing, Work
from engine.service.figure_sums import at_step, cases_now, queue_of, verdicts_of
from engine.service.flow_figures import (
    AgencyAtStep,
    AgencyFigures,
    FigureCase,
    FiguresAsked,
    HeldUp,
    LateCase,
    Number,
    ProcedureAtAgency,
    ProcedureFigures,
    StepFigures,
    UnitFigures,
    WeekFigures,
)
from engine.service.handle_command import CommandHandler, law_under
from engine.service.late_causes import late_cases
from engine.service.ports import Clock, DefinitionCatalogue, Ledger, Page
from engine.service.read_case import CaseReader

_Name = TypeVar("_Name", AgencyId, ProcedureId)

LONGEST_DAYS = 366
WEEKS_SHOWN = 8
"""Of a shorter period the trend shows so many weeks up to its end."""


@dataclass(frozen=True, slots=True)
class _Sums:
    passed: Sequence[Passed]
    standing: Sequence[Standing]
    machines: frozenset[Work]


class FlowFigures:
    """Answers for one actor at a time; changes nothing."""

    def __init__(
        self,
        book: FigureBook,
        ledger: Ledger,
        handler: CommandHandler,
        reader: CaseReader,
        catalogue: DefinitionCatalogue,
        clock: Clock,
    ) -> None:
        self._book = book
        self._ledger = ledger
        self._handler = handler
        self._reader = reader
        self._catalogue = catalogue
        self._clock = clock

    def of_procedure(self, asked: FiguresAsked, actor: Actor) -> ProcedureFigures:
        """Raises `CommandRefused` for an agency that the actor does not reach, `NotFound` for what is not there."""
        now = self._clock.now()
        sought = self._sought(asked, actor, now)
        assert asked.procedure is not None
        known = self._versions(asked.procedure, actor)
        sums = self._sums(sought, now)
        title = max(known, key=lambda one: one.version).title
        steps = tuple(self._steps(known, asked, sums, self._unit_of(asked, now)))
        whole = _only(sums, lambda one: one.step == WHOLE_CASE)
        weeks, of_steps = self._weeks(sought, sums, now)
        return ProcedureFigures(
            procedure=asked.procedure,
            title=title,
            version=asked.version,
            agency=asked.agency,
            period=asked.period,
            as_of=now,
            cases=cases_now(whole.passed, whole.standing),
            steps=steps,
            weeks=weeks,
            weeks_of_steps=of_steps,
            bottleneck=bottleneck_of(steps, asked.period, sums.passed),
        )

    def of_agency(self, asked: FiguresAsked, actor: Actor) -> AgencyFigures:
        """Over all procedures that the actor may see; raises like `of_procedure`."""
        now = self._clock.now()
        sums = self._sums(self._sought(asked, actor, now), now)
        steps = _only(sums, lambda one: one.step != WHOLE_CASE)
        whole = _only(sums, lambda one: one.step == WHOLE_CASE)
        return AgencyFigures(
            agency=asked.agency,
            title=self._agency_title(asked.agency),
            period=asked.period,
            as_of=now,
            cases=cases_now(whole.passed, whole.standing),
            queue=queue_of(steps.standing, steps.machines),
            by_law=verdicts_of(steps.passed, "law"),
            procedures=tuple(self._lines(sums)),
            units=tuple(self._units(steps, self._unit_of(asked, now))),
        )

    def bottlenecks(self, asked: FiguresAsked, actor: Actor) -> Sequence[HeldUp]:
        """Of every procedure that a step holds up, from one look at the sums: the one with most late now first, then the
        one with most waiting. Raises like `of_procedure`."""
        now = self._clock.now()
        sums, unit_of = self._sums(self._sought(asked, actor, now), now), self._unit_of(asked, now)
        found = []
        for procedure, part in _by(sums, lambda one: one.procedure).items():
            known = [one for one in self._catalogue.all() if one.procedure == procedure]
            steps = tuple(self._steps(known, asked, part, unit_of))
            if (narrow := bottleneck_of(steps, asked.period, part.passed)) is not None:
                title = max(known, key=lambda one: one.version).title
                found.append(HeldUp(procedure=procedure, title=title, bottleneck=narrow))
        return sorted(found, key=lambda one: (-one.bottleneck.late_now, -one.bottleneck.waiting))

    def cases(
        self, asked: FiguresAsked, number: Number, actor: Actor, page: Page
    ) -> tuple[Sequence[FigureCase], str | None]:
        """What is behind a number, with the cursor of the next page; raises like `of_procedure`, and `CursorUnknown`."""
        now = self._clock.now()
        sought = self._sought(asked, actor, now)
        after = _place_of(page.after) if page.after is not None else None
        found = self._book.listed(number, sought, now, sorted(self._machines()), page.limit + 1, after)
        shown = found[: page.limit]
        return [case for _, case in shown], _cursor(shown[-1][0]) if len(found) > page.limit else None

    def late(self, asked: FiguresAsked, actor: Actor, page: Page) -> tuple[Sequence[LateCase], str | None]:
        """The steps that are late now, each with its cause in words; as many as `late_now` says. Raises like `cases`."""
        found, cursor = self.cases(asked, Number.LATE_NOW, actor, page)
        told = late_cases(found, self._clock.now(), self._ledger, self._handler, self._agency_title)
        return list(told), cursor

    def at_work(self, actor: Actor) -> frozenset[AgencyId]:
        """The agencies at which some step or case is now, whether or not the actor reaches them."""
        now = self._clock.now()
        period = Period(first=civil_date(to_instant(now)), last=civil_date(to_instant(now)))
        sought = Sought(agencies=tuple(self._catalogue.agencies.agencies), procedures=actor.procedures, period=period)
        return frozenset(one.agency for one in self._book.standing(sought, now) if one.number)

    def _sought(self, asked: FiguresAsked, actor: Actor, now: datetime) -> Sought:
        if not self._reader.sees_agency(actor, asked.agency):
            raise CommandRefused(Reason.NOT_PERMITTED, _NOT_YOURS, attempted="read_figures")
        self._catalogue.refresh()
        period = asked.period
        is_there = asked.agency == EVERY_AGENCY or asked.agency in self._catalogue.agencies.agencies
        if not is_there or (period.last - period.first).days >= LONGEST_DAYS:
            raise NotFound(_NO_FIGURES)
        if asked.procedure is not None:
            self._versions(asked.procedure, actor)
        below = (asked.agency,) if asked.only_itself else self._organisation(now).below(asked.agency)
        seen = (one for one in below if one != asked.agency and self._reader.sees_agency(actor, one))
        return Sought(
            agencies=(asked.agency, *seen),
            procedures=(asked.procedure,) if asked.procedure is not None else actor.procedures,
            version=asked.version,
            step=asked.step,
            period=period,
        )

    def _sums(self, sought: Sought, now: datetime) -> _Sums:
        return _Sums(self._book.passed(sought), self._book.standing(sought, now), self._machines())

    def _versions(self, procedure: ProcedureId, actor: Actor) -> list[ProcedureDefinition]:
        """Raises `NotFound` for a procedure that is not there, or not for this actor."""
        known = [one for one in self._catalogue.all() if one.procedure == procedure]
        if not known or (actor.procedures and procedure not in actor.procedures):
            raise NotFound(_NO_FIGURES)
        return known

    def _machines(self) -> frozenset[Work]:
        return frozenset(
            (one.procedure, one.version, step)
            for one in self._catalogue.all()
            for step in one.steps
            if automatic_run(law_under(one, self._catalogue), step) is not None
        )

    def _organisation(self, now: datetime) -> Organisation:
        return Organisation(self._catalogue.agencies, civil_date(to_instant(now)))

    def _unit_of(self, asked: FiguresAsked, now: datetime) -> Callable[[AgencyId], AgencyId]:
        """Under which unit right below the agency another one counts; the agency's own work counts under itself."""
        organisation, known = self._organisation(now), dict[AgencyId, AgencyId]()
        is_whole = asked.agency == EVERY_AGENCY

        def unit_of(agency: AgencyId) -> AgencyId:
            if agency not in known:
                above = organisation.above(agency)
                place = above.index(asked.agency) if asked.agency in above else len(above) * is_whole
                known[agency] = above[max(place - 1, 0)]
            return known[agency]

        return unit_of

    def _steps(
        self,
        known: Sequence[ProcedureDefinition],
        asked: FiguresAsked,
        sums: _Sums,
        unit_of: Callable[[AgencyId], AgencyId],
    ) -> Iterable[StepFigures]:
        """In the order of the newest version; then those that only older ones have, as far as they have numbers."""
        newest_first = sorted(known, key=lambda one: one.version, reverse=True)
        declared: dict[StepId, ProcedureDefinition] = {}
        for one in newest_first:
            for step in one.steps:
                declared.setdefault(step, one)
        for step, definition in declared.items():
            if asked.step not in (None, step):
                continue
            here = _only(sums, lambda one, step=step: one.step == step)  # type: ignore[misc]
            if definition is not newest_first[0] and not here.passed and not here.standing:
                continue
            yield StepFigures(
                step=step,
                title=definition.steps[step].title,
                is_automatic=(definition.procedure, definition.version, step) in sums.machines,
                numbers=at_step(here.passed, here.standing, sums.machines),
                agencies=tuple(self._agencies_at(here, unit_of)),
            )

    def _agencies_at(self, here: _Sums, unit_of: Callable[[AgencyId], AgencyId]) -> Iterable[AgencyAtStep]:
        for unit, part in _by(here, lambda one: unit_of(one.agency)).items():
            numbers = at_step(part.passed, part.standing, part.machines)
            yield AgencyAtStep(agency=unit, title=self._agency_title(unit), numbers=numbers)

    def _units(self, steps: _Sums, unit_of: Callable[[AgencyId], AgencyId]) -> Iterable[UnitFigures]:
        for unit, part in _by(steps, lambda one: unit_of(one.agency)).items():
            yield UnitFigures(
                agency=unit,
                title=self._agency_title(unit),
                queue=queue_of(part.standing, part.machines),
                by_law=verdicts_of(part.passed, "law"),
            )

    def _lines(self, sums: _Sums) -> Iterable[ProcedureAtAgency]:
        titles = {one.procedure: one.title for one in sorted(self._catalogue.all(), key=lambda one: one.version)}
        for procedure, part in _by(sums, lambda one: one.procedure).items():
            whole = _only(part, lambda one: one.step == WHOLE_CASE)
            steps = _only(part, lambda one: one.step != WHOLE_CASE)
            yield ProcedureAtAgency(
                procedure=procedure,
                title=titles.get(procedure, Text(vi=procedure, en=procedure)),
                cases=cases_now(whole.passed, whole.standing),
                queue=queue_of(steps.standing, sums.machines),
                by_law=verdicts_of(steps.passed, "law"),
            )

    def _weeks(self, sought: Sought, sums: _Sums, now: datetime) -> tuple[tuple[WeekFigures, ...], bool]:
        """What goes on now, less what came after a week and with what ended after it, is what went on at its end.

        Of whole cases; of steps, and that is said, where no case was received but steps were done.
        """
        today, period = civil_date(to_instant(now)), sought.period
        last = min(period.last, today)
        first = min(period.first, last - timedelta(days=7 * (WEEKS_SHOWN - 1)))
        monday = first - timedelta(days=first.weekday())
        whole = sought.model_copy(update={"step": None})
        days = self._book.days(whole, monday)
        going_on = sum(one.number for one in sums.standing if one.step == WHOLE_CASE)
        of_steps = not days and not going_on
        if of_steps:
            days = self._book.days(whole, monday, of_steps=True)
            going_on = sum(one.number for one in sums.standing)
        found = []
        while monday <= last:
            sunday = monday + timedelta(days=6)
            found.append(_week(monday, sunday, days, going_on))
            monday += timedelta(days=7)
        return tuple(found), of_steps and any(one.number for one in days)

    def _agency_title(self, agency: AgencyId) -> Text:
        if agency == EVERY_AGENCY:
            return EVERY_AGENCY_TITLE
        known = self._catalogue.agencies.agencies.get(agency)
        return known.title if known is not None else Text(vi=agency, en=agency)


def _only(sums: _Sums, wanted: Callable[[Passed | Standing], bool]) -> _Sums:
    passed = [one for one in sums.passed if wanted(one)]
    return _Sums(passed, [one for one in sums.standing if wanted(one)], sums.machines)


def _by(sums: _Sums, key: Callable[[Passed | Standing], _Name]) -> dict[_Name, _Sums]:
    passed: dict[_Name, list[Passed]] = {}
    standing: dict[_Name, list[Standing]] = {}
    for one in sums.passed:
        passed.setdefault(key(one), []).append(one)
    for here in sums.standing:
        standing.setdefault(key(here), []).append(here)
    names = sorted(passed.keys() | standing.keys())
    return {name: _Sums(passed.get(name, []), standing.get(name, []), sums.machines) for name in names}


def _week(monday: date, sunday: date, days: Sequence[OfDay], going_on: int) -> WeekFigures:
    numbers: Counter[str] = Counter()
    for one in days:
        if one.day > sunday:
            numbers["came later" if one.kind == "opened" else "ended later"] += one.number
        elif one.day >= monday:
            numbers[one.kind] += one.number
            numbers["late"] += one.number if one.label == "late" else 0
    return WeekFigures(
        first=monday,
        last=sunday,
        received=numbers["opened"],
        finished=numbers["law"],
        finished_late=numbers["late"],
        backlog=going_on - numbers["came later"] + numbers["ended later"],
    )


def _cursor(place: Behind) -> str:
    inside = json.dumps([place.agency, place.at.isoformat(), place.case_id, place.step])
    return base64.urlsafe_b64encode(inside.encode()).decode().rstrip("=")


def _place_of(cursor: str) -> Behind:
    try:
        agency, at, case_id, step = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place = Behind(str(agency), datetime.fromisoformat(at), str(case_id), str(step))
    except (ValueError, TypeError, binascii.Error) as error:
        raise CursorUnknown() from error
    if place.at.tzinfo is None or place.at.microsecond or "\0" in f"{place.agency}{place.case_id}{place.step}":
        raise CursorUnknown()
    return place


_NOT_YOURS = Text(
    vi="chỉ được xem số liệu của cơ quan mình và đơn vị trực thuộc",
    en="only the figures of one's own agency, and of what belongs to it, may be read",
)
_NO_FIGURES = Text(
    vi=f"không có số liệu này: hãy nêu một thủ tục, một cơ quan trong danh bạ và một kỳ không quá {LONGEST_DAYS} ngày",
    en=f"there are no such figures: name a procedure, an agency of the directory, a period of at most {LONGEST_DAYS} days",
)
