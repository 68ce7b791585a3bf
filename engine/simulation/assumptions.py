"""What a simulation assumes where a scenario says nothing: durations from the time limits, staff from the load."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

from engine.core.definition import FactDefinition, FieldDefinition, FieldType, ProcedureDefinition
from engine.core.definition_basics import TimeLimit
from engine.core.errors import EngineError
from engine.core.identifiers import AgencyId, StepId, TerritoryId
from engine.core.law import Law
from engine.core.legal_time import Unit, WorkCalendar
from engine.core.step_places import Places, find_places
from engine.core.values import Text
from engine.simulation.durations import Duration, Shape, SpanUnit
from engine.simulation.scenario import Chance, Scenario, StepScenario

BUSY = 0.8
"""Staff that a scenario does not say are as many as the load keeps busy for four fifths of their time."""

_CONDITION_NAMES = re.compile(r"\b(form|case)((?:\.[a-z][a-z0-9_]*)+)")


class CannotSimulate(EngineError):
    """The procedure cannot be simulated as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A scenario without gaps, the agency of each step, and what was assumed to close the gaps.

    `places`: what the forms say of each territory that they ask for.
    """

    scenario: Scenario
    territory: TerritoryId
    places: Places
    agencies: dict[StepId, AgencyId]
    assumed: tuple[Text, ...]


def completed(law: Law, said: Scenario | None, on: date) -> Completed:
    """The scenario with everything that it leaves open filled in from the procedure; says what was filled in."""
    scenario = said or _from_nothing(law.definition)
    territory, found = _places(law, scenario.territory, on)
    places = {**found, **{f"form.{way}": place for way, place in scenario.places.items()}}
    agencies = _agencies(law, territory, places, on)
    steps, assumed = {}, [] if said else [_NO_SCENARIO, *_open_answers(scenario)]
    for step in law.definition.steps:
        calendar = law.calendars.working(law.agencies.agencies[agencies[step]].calendar)
        steps[step] = _completed_step(law.definition, step, scenario, calendar, assumed)
    assumed += [_assumed_place(way, place) for way, place in found.items() if places[way] == place]
    said_places = {way.removeprefix("form."): place for way, place in places.items()}
    whole = scenario.model_copy(update={"steps": steps, "territory": territory, "places": said_places})
    return Completed(whole, territory, said_places, agencies, (*assumed, *_ALWAYS))


_NO_SCENARIO = Text(
    vi="Không có kịch bản: 20 hồ sơ mỗi ngày làm việc, không ai phải bổ sung, không bước nào bị từ chối.",
    en="No scenario is given: 20 cases a working day, nobody is asked for a supplement, no step is refused.",
)
_ALWAYS = (
    Text(
        vi="Hồ sơ nộp tại quầy, đầy đủ và được tiếp nhận ngay; ngày đầu tiên chưa có hồ sơ tồn.",
        en="Dossiers come to the counter complete and are received at once; on the first day nothing is waiting.",
    ),
    Text(
        vi="Cán bộ chỉ làm trong giờ làm việc, mỗi lúc một hồ sơ, hồ sơ hẹn trả sớm nhất làm trước; không có hẹn trả thì theo thứ tự tiếp nhận.",
        en="People work in their agency's working time, on one case at a time, the earliest promised date first; without one, the first received.",
    ),
    Text(
        vi="Công việc không giao cho người khác giữa chừng; hồ sơ được bổ sung thì xếp hàng lại.",
        en="Nobody hands work over before it is done; a supplemented case queues again.",
    ),
)


def _from_nothing(definition: ProcedureDefinition) -> Scenario:
    """Every yes-or-no answer and fact that a condition looks at is yes in half of the cases."""
    conditions = [c for step in definition.steps.values() for c in (step.when, *step.within_when) if c]
    conditions += [c for rule in definition.suspensions.values() for c in rule.applicant_term_when]
    named = {(kind, way[1:]) for c in (*conditions, *definition.total.within_when) for kind, way in _names(c)}
    half: Chance = Decimal("0.5")
    return Scenario(
        of=definition.procedure,
        form={way: half for kind, way in sorted(named) if kind == "form" and _is_boolean(definition, way)},
        facts={n: half for kind, n in sorted(named) if kind == "case" and _is_yes_or_no(definition.facts.get(n))},
    )


def _names(condition: str) -> Iterable[tuple[str, str]]:
    return _CONDITION_NAMES.findall(condition)


def _is_boolean(definition: ProcedureDefinition, way: str) -> bool:
    fields, found = definition.form, None
    for name in way.split("."):
        found = fields.get(name)
        fields = found.fields if found else {}
    return _is_yes_or_no(found)


def _is_yes_or_no(declared: FieldDefinition | FactDefinition | None) -> bool:
    return declared is not None and declared.type is FieldType.BOOLEAN


def _open_answers(scenario: Scenario) -> list[Text]:
    names = [*(f"form.{way}" for way in scenario.form), *(f"case.{name}" for name in scenario.facts)]
    if not names:
        return []
    listed = ", ".join(names)
    return [Text(vi=f"Một nửa số hồ sơ có {listed}.", en=f"Half of the cases have {listed}.")]


def _assumed_place(way: str, place: TerritoryId) -> Text:
    return Text(vi=f"{way}: mọi hồ sơ ghi {place}.", en=f"{way}: every case names {place}.")


def _places(law: Law, said: TerritoryId | None, on: date) -> tuple[TerritoryId, Places]:
    found = find_places(law, on, said)
    if found is not None:
        return found
    kinds = {step.agency for step in law.definition.steps.values() if step.territory is None}
    listed = ", ".join(sorted(kinds))
    raise CannotSimulate(
        Text(
            vi=f"ngày {on:%d/%m/%Y} không địa bàn nào có đủ cơ quan của các bước: {listed}",
            en=f"on {on} no territory has an agency of each kind: {listed}",
        )
    )


def _agencies(law: Law, own: TerritoryId, places: Places, on: date) -> dict[StepId, AgencyId]:
    found = {}
    for step, declared in law.definition.steps.items():
        territory = own if declared.territory is None else places[declared.territory]
        agency = law.agencies.find_competent(declared.agency, territory, on)
        if agency is None:
            raise CannotSimulate(
                Text(
                    vi=f"{step}: ngày {on:%d/%m/%Y} {territory} không có cơ quan loại {declared.agency}",
                    en=f"{step}: on {on} there is no agency of kind {declared.agency} for {territory}",
                )
            )
        found[step] = agency
    return found


def _completed_step(
    definition: ProcedureDefinition, step: StepId, scenario: Scenario, calendar: WorkCalendar, assumed: list[Text]
) -> StepScenario:
    said = scenario.steps.get(step) or StepScenario()
    declared = definition.steps[step]
    if declared.run is not None:
        latency = said.latency or _of_limit(declared.within, calendar)
        if said.latency is None:
            assumed.append(_assumed(step, "hệ thống trả lời sau", "the system answers after", latency))
        return said.model_copy(update={"latency": latency})
    work = said.work or _of_limit(declared.within, calendar)
    if said.work is None:
        assumed.append(_assumed(step, "xử lý trong", "the work takes", work))
    staff = said.staff or _enough(work, scenario, calendar)
    if said.staff is None:
        assumed.append(
            Text(
                vi=f"{step}: {staff} cán bộ, đủ để bận nhiều nhất {BUSY:.0%} thời gian nếu hồ sơ nào cũng qua bước này.",
                en=f"{step}: {staff} people, as many as are busy for at most {BUSY:.0%} if every case came here.",
            )
        )
    return said.model_copy(update={"work": work, "staff": staff})


def _assumed(step: StepId, vi: str, en: str, duration: Duration) -> Text:
    return Text(
        vi=f"{step}: {vi} {duration} (quanh một phần ba thời hạn).",
        en=f"{step}: {en} {duration} (around a third of the time limit).",
    )


def _of_limit(limit: TimeLimit | None, calendar: WorkCalendar) -> Duration:
    """Between a sixth and two thirds of the limit, most often a third, in working minutes; of a day where none is."""
    seconds = _working_seconds(limit, calendar) if limit is not None else calendar.spec.day_seconds
    minutes = seconds / 60
    numbers = [max(1, round(minutes * share)) for share in (1 / 6, 1 / 3, 2 / 3)]
    return Duration(shape=Shape.TRIANGULAR, values=tuple(map(Decimal, numbers)), unit=SpanUnit.WORKING_MINUTES)


def _working_seconds(limit: TimeLimit, calendar: WorkCalendar) -> float:
    """About how much working time a limit holds: five working days in a week, 22 in a month, one in 24 hours."""
    day = calendar.spec.day_seconds
    seconds = {
        Unit.MINUTES: day / 1_440,
        Unit.HOURS: day / 24,
        Unit.WORKING_HOURS: 3_600.0,
        Unit.WORKING_DAYS: float(day),
        Unit.CALENDAR_DAYS: day * 5 / 7,
        Unit.WEEKS: day * 5.0,
        Unit.MONTHS: day * 22.0,
    }.get(limit.unit, float(day))
    return float(limit.n) * seconds or float(day)  # "0 working days" is the same day


def _enough(work: Duration, scenario: Scenario, calendar: WorkCalendar) -> int:
    day = calendar.spec.day_seconds
    load = float(scenario.arrivals.per_working_day) * work.mean_seconds(day)
    return max(1, ceil(load / (BUSY * day)))
