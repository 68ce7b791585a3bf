"""What is late, by how much of the law's time, and why: who has it since when, against which limit, done or not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from engine.core.case import CaseState, fold
from engine.core.case_clock import CaseTimes, times_of
from engine.core.day_words import instant_words
from engine.core.events import RecordedEvent
from engine.core.holder_events import StepAssigned, StepClaimed, StepReleased
from engine.core.identifiers import AgencyId, CaseId, StepId
from engine.core.late_words import counted_span_words
from engine.core.law import Law
from engine.core.time_shares import attribution_of, decided_words
from engine.core.values import Instant, Text
from engine.core.words import limit_words
from engine.service.flow_figures import FigureCase, LateCase
from engine.service.handle_command import CommandHandler
from engine.service.ports import Ledger


@dataclass(frozen=True, slots=True)
class _Known:
    """A case as of the instant that is asked about."""

    law: Law
    state: CaseState
    times: CaseTimes
    path: Text | None
    given_back: Mapping[StepId, "_GivenBack"]


class _GivenBack(NamedTuple):
    """Who had a step that nobody has now, from when until when."""

    name: str
    since: Instant
    until: Instant


def late_cases(
    found: Sequence[FigureCase],
    now: datetime,
    ledger: Ledger,
    handler: CommandHandler,
    title_of: Callable[[AgencyId], Text],
) -> Iterator[LateCase]:
    """Of each step that is late its line; the cases are read in one question."""
    histories = ledger.histories({one.case_id for one in found}) if found else {}
    known: dict[CaseId, _Known] = {}
    for case_id, history in histories.items():
        state = fold(case_id, history)
        law = handler.law_of(state)
        known[case_id] = _Known(law, state, times_of(law, state, now), _path(law, state, now), _given_back(history))
    return (_line(one, known[one.case_id], now, title_of) for one in found)


def _line(one: FigureCase, known: _Known, now: datetime, title_of: Callable[[AgencyId], Text]) -> LateCase:
    assert one.step is not None and one.due_at is not None
    clock, limit, step = known.times.steps.get(one.step), known.times.limits.get(one.step), one.step
    remaining = clock.remaining_seconds if clock is not None else None
    late = -remaining if remaining is not None and remaining < 0 else int((now - one.due_at).total_seconds())
    declared, here = known.law.definition.steps.get(step), known.state.steps.get(step)
    return LateCase(
        case_id=one.case_id,
        dossier_code=one.dossier_code,
        procedure=one.procedure,
        step=step,
        step_title=declared.title if declared is not None else Text(vi=step, en=step),
        agency=one.agency,
        agency_title=title_of(one.agency),
        claimed_by_name=here.claimed_by_name if here is not None else None,
        due_at=one.due_at,
        late_seconds=late,
        late_by=counted_span_words(late, limit) if limit is not None else None,
        cause=_cause(known, step, title_of),
        path=known.path,
    )


def _cause(known: _Known, step: StepId, title_of: Callable[[AgencyId], Text]) -> Text:
    """`Công an phường giữ 8 ngày 2 giờ làm việc, hạn 2 ngày làm việc; nhận 09:00 ngày 10/11/2026, chưa xong.`"""
    return Text(**{language: " ".join(_sentences(known, step, title_of, language)) or "-" for language in ("vi", "en")})


def _sentences(known: _Known, step: StepId, title_of: Callable[[AgencyId], Text], language: str) -> Iterator[str]:
    clock, limit, here = known.times.steps.get(step), known.times.limits.get(step), known.state.steps.get(step)
    if clock is None or limit is None or here is None or here.opened_at is None or here.agency is None:
        return
    arrived = here.held_before[-1].until if here.held_before else here.opened_at
    yield (
        (_MOVED if here.held_before else _HELD)
        .in_language(language)
        .format(
            who=title_of(here.agency).in_language(language),
            span=counted_span_words(clock.elapsed_total_seconds, limit).in_language(language),
            limit=limit_words(limit).in_language(language),
            since=instant_words(arrived, language),
            opened=instant_words(here.opened_at, language),
        )
    )
    if here.held_before:
        names = dict.fromkeys(title_of(had.agency).in_language(language) for had in here.held_before)
        yield _BEFORE.in_language(language).format(names=", ".join(names))
    had = known.given_back.get(step)
    if here.claimed_by_name is None and had is not None and had.until >= arrived:
        since, until = (instant_words(at, language) for at in (had.since, had.until))
        yield _GAVE_BACK.in_language(language).format(name=had.name, since=since, until=until)
    elif here.claimed_by_name is None:
        yield _NOBODY.in_language(language)


def _given_back(history: Sequence[RecordedEvent]) -> dict[StepId, _GivenBack]:
    """Of each step the last who had taken it on and gave it back."""
    holders: dict[StepId, tuple[str, Instant]] = {}
    found: dict[StepId, _GivenBack] = {}
    for recorded in history:
        event = recorded.event
        if isinstance(event, StepClaimed | StepAssigned):
            holders[event.step] = event.name, event.at
        elif isinstance(event, StepReleased) and event.step in holders:
            name, since = holders.pop(event.step)
            found[event.step] = _GivenBack(name, since, event.at)
    return found


def _path(law: Law, state: CaseState, now: datetime) -> Text | None:
    said = attribution_of(law, state, now)
    vi, en = decided_words(said, "vi"), decided_words(said, "en")
    return Text(vi=vi, en=en) if vi and en else None


_HELD = Text(
    vi="{who} giữ {span}, hạn {limit}; nhận lúc {since}, chưa xong.",
    en="{who} has had it for {span}, the limit is {limit}; received at {since}, not finished.",
)
_MOVED = Text(
    vi="Bước này mở từ {opened}, đã mất {span}, hạn {limit}, chưa xong; {who} mới nhận lúc {since}.",
    en="The step is open since {opened} and took {span} so far, the limit is {limit}; {who} has it only since {since}.",
)
_GAVE_BACK = Text(
    vi="{name} nhận việc lúc {since}, trả lại lúc {until}; hiện chưa có cán bộ nào nhận.",
    en="{name} took it on at {since} and gave it back at {until}; no officer has it now.",
)
_BEFORE = Text(vi="Trước đó do {names} giữ.", en="Before that it was with {names}.")
_NOBODY = Text(vi="Chưa có cán bộ nào nhận việc.", en="No officer has taken it on.")
