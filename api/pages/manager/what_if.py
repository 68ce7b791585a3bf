"""What if tomorrow becomes a holiday: which due dates of running cases move, and who becomes late. Nothing is written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import Catalogue, Language, TheProduct
from api.pages.manager.reach import Unit, unit_asked
from api.pages.render import page
from api.pages.visitor import Visitor
from api.plain_json import PlainText
from engine.core.actors import Actor
from engine.core.errors import CursorUnknown
from engine.core.identifiers import ProcedureId, StepId
from engine.core.known_day import next_worked, rest_words
from engine.core.legal_time import DeadlineError
from engine.core.supposition import CannotSuppose, Supposition
from engine.core.values import Text
from engine.core.what_if import Effect, MovedDate
from engine.service.ports import DefinitionCatalogue
from engine.service.what_if_sums import Tally, changed_dates
from engine.wiring import Product

router = APIRouter(include_in_schema=False)
MOST = 2000
"""A page looks at so many cases, says which, and leads to those that follow."""
_SHOWN = 100
_DAY_OFF, _WORK_DAY = "day_off", "work_day"
_KINDS = {
    _DAY_OFF: Text(vi="trở thành ngày nghỉ", en="becomes a day off"),
    _WORK_DAY: Text(vi="trở thành ngày làm việc", en="becomes a working day"),
}


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One due date of one case under both laws."""

    case_id: str
    code: str | None
    what: Text
    agency: Text | None
    date: MovedDate


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A step at an agency: how many are worked on there, how many of their dates move."""

    step: Text
    agency: Text | None
    open: int
    moves: int
    late: int
    no_more: int


@dataclass(frozen=True, slots=True)
class _Part:
    """What the cases of one page come to, and where those that follow begin."""

    tally: Tally
    following: str | None
    goes_on: bool
    """Other pages come before it."""


@router.get("/pages/what-if", response_class=HTMLResponse)
def show_what_if(
    request: Request,
    visitor: Visitor,
    product: TheProduct,
    catalogue: Catalogue,
    language: Language = "vi",
    day: Annotated[PlainText, Query(max_length=20)] = "",
    kind: Annotated[PlainText, Query(max_length=20)] = _DAY_OFF,
    agency: Annotated[PlainText, Query(max_length=100)] = "",
    procedure: Annotated[PlainText, Query(max_length=100)] = "",
    after: Annotated[PlainText, Query(max_length=500)] = "",
    before: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
    which: Annotated[PlainText, Query(max_length=20)] = "",
) -> Response:
    """Without a day: the form, filled in for the next working day. `before`: so many cases were looked at on the pages
    before; `which`: only these dates are listed."""
    unit, calendars = unit_asked(product, visitor, agency), product.catalogue.calendars
    usual = next_worked(calendars, unit.calendar, unit.today)
    wanted, fault = _day(day, usual or unit.today)
    part: _Part | None = None
    if day and fault is None:
        part, fault = _supposed(product, visitor, unit, _supposition(wanted, kind), procedure, after)
    tally = part.tally if part else None
    moved = list(_moved(tally.touched, catalogue, which)) if tally else []
    is_off, rests = kind != _WORK_DAY, rest_words(calendars, unit.calendar, wanted)
    return page(
        request,
        "manager/what_if.html",
        language,
        visitor,
        unit=unit,
        kinds=_KINDS,
        asked={"day": wanted.isoformat(), "kind": kind if kind in _KINDS else _DAY_OFF, "procedure": procedure},
        on=wanted,
        which=which if which in _WHICH else "",
        rests=rests if is_off else None,
        worked_next=next_worked(calendars, unit.calendar, wanted) if rests and is_off else None,
        is_worked=not is_off and rests is None,
        fault=fault,
        tally=tally,
        most=MOST,
        following=part.following if part else None,
        before=before if part and part.goes_on else 0,
        places=list(_places(tally, catalogue)) if tally else [],
        moved=moved[:_SHOWN],
        moved_in_all=len(moved),
        same_cases={"after": after, "before": before} if part and part.goes_on else {},
        procedures={definition.procedure: definition.title for definition in catalogue.all()},
    )


def _day(said: str, usual: date) -> tuple[date, Text | None]:
    try:
        return (date.fromisoformat(said) if said else usual), None
    except ValueError:
        return usual, Text(vi=f"“{said}” không phải là một ngày", en=f"“{said}” is no day")


def _supposition(day: date, kind: str) -> Supposition:
    if kind == _WORK_DAY:
        return Supposition(work_days=(day,))
    return Supposition(days_off={day: Text(vi="ngày nghỉ giả định", en="supposed day off")})


def _supposed(
    product: Product, actor: Actor, unit: Unit, supposition: Supposition, procedure: str, after: str
) -> tuple[_Part | None, Text | None]:
    tally = Tally()
    only = ProcedureId(procedure) if procedure else None
    if only is not None and not actor.is_for(only):
        return _Part(tally, None, goes_on=False), None
    procedures = (only,) if only is not None else actor.procedures
    ask = partial(product.what_if.part, supposition, procedures=procedures, under=unit.below, most=MOST)
    try:
        try:
            effects, following = ask(after=after or None)
        except CursorUnknown:  # from the beginning
            after = ""
            effects, following = ask()
    except CannotSuppose as refusal:
        return None, refusal.words
    except DeadlineError as error:
        return None, Text(vi=str(error), en=str(error))
    for effect in effects:
        tally.add(effect)
    return _Part(tally, following, goes_on=bool(after)), None


def _places(tally: Tally, catalogue: DefinitionCatalogue) -> Iterator[PlaceLine]:
    """Where most dates move first."""
    ordered = sorted(tally.by_step.items(), key=lambda place: (-place[1]["moves"], place[0][0], place[0][1] or ""))
    for (step, agency), counted in ordered:
        known = catalogue.agencies.agencies.get(agency) if agency else None
        numbers = {name: counted[name] for name in ("open", "moves", "late", "no_more")}
        yield PlaceLine(step_title(catalogue, step), known.title if known else None, **numbers)


def _moved(effects: list[Effect], catalogue: DefinitionCatalogue, which: str) -> Iterator[MovedLine]:
    wanted = _WHICH.get(which)
    for effect in effects:
        agencies = {step.step: step.agency for step in effect.steps}
        for what, moved in changed_dates(effect):
            if wanted is not None and not wanted(what, moved):
                continue
            agency = agencies.get(StepId(what))
            known = catalogue.agencies.agencies.get(agency) if agency else None
            title = _WHOLE.get(what) or step_title(catalogue, StepId(what))
            yield MovedLine(effect.case_id, effect.dossier_code, title, known.title if known else None, moved)


def step_title(catalogue: DefinitionCatalogue, step: StepId) -> Text:
    """Of any procedure that has a step of this name; the newest version says it last."""
    titles = [definition.steps[step].title for definition in catalogue.all() if step in definition.steps]
    return titles[-1] if titles else Text(vi=step, en=step)


_WHOLE = {
    "promise": Text(vi="ngày hẹn trả kết quả", en="the promised date"),
    "whole": Text(vi="hạn của cả hồ sơ", en="the due date of the whole case"),
}
_WHICH: Mapping[str, Callable[[str, MovedDate], bool]] = {
    "promises": lambda what, date: what == "promise" and date.moves,
    "cases": lambda what, date: what == "whole" and date.moves,
    "steps": lambda what, date: what not in _WHOLE and date.moves,
    "late": lambda _, date: date.becomes_late,
    "no_more": lambda _, date: date.is_late_no_more,
}
"""What is behind each number of the answer; any other word: every date that moves."""
