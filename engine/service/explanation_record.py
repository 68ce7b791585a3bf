"""The reckoning of due dates as data for other programs, with the sentences for people: one shape for HTTP and terminal."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime

from pydantic import Field

from engine.core.calendar_coverage import due_date_not_covered
from engine.core.calendars import DayOff
from engine.core.case import PromiseMove
from engine.core.definition_basics import Certainty, LegalBasis
from engine.core.errors import NotFound
from engine.core.events import CalendarDecision
from engine.core.explain import explain_due_dates, explained_until
from engine.core.explanation import DueExplanation, Hold, NamedDay, NamedExtension, NamedStretch, NamedTerm, ShiftReason
from engine.core.explanation_words import sentences
from engine.core.identifiers import StepId
from engine.core.legal_time import ClockEffect, ClockStatus, DayMark, Unit, civil_date, to_datetime, to_instant
from engine.core.migration_words import migration_words
from engine.core.notes import Note, NoteKind, notes_of
from engine.core.values import Text, Value
from engine.core.words import limit_words
from engine.service.read_case import CaseView


class DayOffRecord(Value):
    """Why a day is off: its name, and the decision or article behind it."""

    name: Text = Field(examples=[{"vi": "Quốc khánh", "en": "National Day"}])
    kind: str = Field(examples=["holiday"])
    source: str = Field(description="Where it was read, as the calendar says it in full.")
    decision: LegalBasis | None = Field(description="The document behind it; null for a day that is only expected.")
    confidence: Certainty
    announced_on: date | None


class DayRecord(Value):
    """What became of one date."""

    on: date
    mark: DayMark
    works: bool = Field(description="Counts as a working day of the agency.")
    rolled: bool = Field(description="Passed over at the end, to reach a working day.")
    day_off: DayOffRecord | None
    worked_instead_of: date | None = Field(description="A Saturday that is worked for that day.")
    worked_by: LegalBasis | None = Field(description="The document that says so.")
    held_by: tuple[str, ...] = Field(description="The suspensions that took this day.")


class StretchRecord(Value):
    """What became of one stretch of time."""

    start: datetime
    end: datetime
    seconds: int = Field(description="So much of the limit it used.")
    mark: DayMark
    day_off: DayOffRecord | None
    worked_instead_of: date | None
    worked_by: LegalBasis | None
    held_by: tuple[str, ...]


class TermRecord(Value):
    """The limit (first) or an extension; what is counted equals what it allows."""

    unit: Unit
    allowed_days: int | None = Field(description="Of a limit counted by the day; null if it is counted by the second.")
    allowed_seconds: int | None
    counted_days: int
    counted_seconds: int
    starts_at: datetime
    due_at: datetime
    due_on: date
    days: tuple[DayRecord, ...]
    stretches: tuple[StretchRecord, ...]


class ExtensionRecord(Value):
    """A letter that gave more time: from when to when, by whom, why, by which article."""

    step: str
    rule: str
    title: Text
    granted_at: datetime
    before: datetime
    after: datetime
    agency_title: Text | None
    at_fault_title: Text | None
    reason: str
    legal_basis: tuple[LegalBasis, ...]


class HoldRecord(Value):
    """A suspension (by whom, why, by which article), or an outage of a system; an outage has no step."""

    id: str
    step: str | None
    agency: str | None
    agency_title: Text | None
    title: Text
    reasons: tuple[str, ...]
    documents: tuple[str, ...]
    effect: ClockEffect
    started_at: datetime
    until: datetime | None
    legal_basis: tuple[LegalBasis, ...]
    announced_on: date | None = Field(description="Of an outage.")
    others_went_on: bool = Field(description="It stopped its step but not the total: another step could go on.")


class LimitRecord(Value):
    """The limit in force, and the condition by which it took the place of the ordinary one."""

    limit: str = Field(examples=["3 working_days"])
    words: Text
    ordinary: str
    condition: str | None
    condition_title: Text | None
    legal_basis: tuple[LegalBasis, ...]


class ShiftRecord(Value):
    """A receipt that counts from a later instant."""

    received_at: datetime
    counted_from: datetime
    cut_off: str
    reason: ShiftReason
    passed: tuple[DayRecord, ...] = Field(description="The days off between the receipt and that instant.")
    legal_basis: tuple[LegalBasis, ...] = Field(description="Where the cut-off is written.")


class PromiseMoveRecord(Value):
    """The promise was moved: from when to when, when that was recorded, and by which calendar decisions."""

    recorded_at: datetime
    promised_before: datetime
    promised_after: datetime
    decisions: tuple[CalendarDecision, ...]


class DueDateRecord(Value):
    """The reckoning of one due date; `step` is null for the whole case."""

    step: str | None
    title: Text
    agency_title: Text | None
    status: ClockStatus
    paused: bool
    limit: LimitRecord
    begun_at: datetime | None
    counted_from: datetime | None
    shifted: ShiftRecord | None
    restarted_at: datetime | None
    terms: tuple[TermRecord, ...]
    extended_by: tuple[ExtensionRecord, ...] = Field(description="In force, one for each term after the first.")
    held_by: tuple[HoldRecord, ...]
    without_effect: tuple[HoldRecord, ...]
    due_at: datetime | None = Field(description="If it were resumed now: `paused` says whether it stands.")
    due_on: date | None
    promised_at: datetime | None = Field(description="As the receipt slip says; of the whole case only.")
    promise_in_force: datetime | None
    promise_moves: tuple[PromiseMoveRecord, ...] = Field(description="From the first promise to the one in force.")
    provisional_because: Text | None = Field(description="Its calendar ends before this date: which days it knows.")
    sentences: tuple[str, ...] = Field(examples=[["Thời hạn giải quyết cả hồ sơ là 3 ngày làm việc …"]])


class NoteRecord(Value):
    """What is to be said beside the reckoning: no limit in law, a notice before an event, asked late, deemed."""

    kind: NoteKind
    step: str | None
    title: Text
    sentence: str = Field(examples=["Không quy định thời hạn giải quyết cả hồ sơ: … (NĐ 81/2018/NĐ-CP, Điều 17)."])
    legal_basis: tuple[LegalBasis, ...]


class ExplanationRecord(Value):
    """Why the due dates of a case are what they are, as of one instant: the whole case, then each step.

    What no law limits has no due date; `notes` say why.
    """

    case_id: str
    dossier_code: str | None
    as_of: datetime
    language: str
    due_dates: tuple[DueDateRecord, ...]
    notes: tuple[NoteRecord, ...]


def explanation_record(view: CaseView, language: str, step: StepId | None = None) -> ExplanationRecord:
    """Of the whole case and every step that takes part, or of one step; nothing is due before the receipt.

    Raises `NotFound` for a step that the procedure does not have, and as of an instant that no calendar knows.
    """
    last = explained_until(view.law)
    if civil_date(to_instant(view.as_of)) > last:
        raise NotFound(
            Text(
                vi=f"lịch nghỉ chỉ có đến {last}; hãy hỏi một thời điểm sớm hơn",
                en=f"the days off are known until {last} only; ask for an earlier instant",
            )
        )
    if step is not None and step not in view.definition.steps:
        known = ", ".join(view.definition.steps)
        raise NotFound(
            Text(
                vi=f"thủ tục không có bước `{step}`; có: {known}",
                en=f"the procedure has no step `{step}`; it has: {known}",
            )
        )
    found = explain_due_dates(view.law, view.state, view.as_of)
    return ExplanationRecord(
        case_id=view.state.id,
        dossier_code=view.state.dossier_code,
        as_of=_local(view.as_of),
        language=language,
        due_dates=tuple(_due_date(told, view, language) for told in found if step is None or told.step == step),
        notes=tuple(_note(note, language) for note in notes_of_view(view) if step is None or note.step == step),
    )


def notes_of_view(view: CaseView) -> tuple[Note, ...]:
    """The notes on a case as of the instant of the view."""
    return notes_of(view.law, view.state, view.times)


def _note(note: Note, language: str) -> NoteRecord:
    return NoteRecord(
        kind=note.kind,
        step=note.step,
        title=note.title,
        sentence=note.sentence(language),
        legal_basis=note.legal_basis,
    )


_PROVISIONAL = Text(
    vi="Hạn này là tạm tính: {why}; sẽ tính lại khi có lịch nghỉ của thời gian sau đó.",
    en="This date is provisional: {why}; it is reckoned anew when the days off after that are known.",
)


def _provisional(told: DueExplanation, view: CaseView) -> Text | None:
    return due_date_not_covered(view.law, view.state, told.step, told.due_at) if told.due_at else None


def _due_date(told: DueExplanation, view: CaseView, language: str) -> DueDateRecord:
    why = _provisional(told, view)
    moves = view.migrations if told.step is None else ()
    moved = tuple(f"{migration_words(event).in_language(language)}." for event in moves)
    doubt = [_PROVISIONAL.in_language(language).format(why=why.in_language(language))] if why else []
    return DueDateRecord(
        step=told.step,
        title=told.title,
        agency_title=told.agency_title,
        status=told.clock.status,
        paused=told.clock.paused,
        limit=LimitRecord(
            limit=str(told.limit.limit),
            words=limit_words(told.limit.limit),
            ordinary=str(told.limit.ordinary),
            condition=told.limit.condition,
            condition_title=told.limit.condition_title,
            legal_basis=told.limit.legal_basis,
        ),
        begun_at=told.begun_at,
        counted_from=told.counted_from,
        shifted=_shift(told),
        restarted_at=told.restarted_at,
        terms=tuple(_term(term, told) for term in told.terms),
        extended_by=tuple(_extension(one) for one in told.extended_by),
        held_by=_holds(told.held_by),
        without_effect=_holds(told.without_effect),
        due_at=told.due_at,
        due_on=told.due_on,
        promised_at=_local(told.promised_at) if told.promised_at else None,
        promise_in_force=_local(told.promise_in_force) if told.promise_in_force else None,
        promise_moves=tuple(_move(move) for move in told.promise_moves),
        provisional_because=why,
        sentences=(*sentences(told, language), *moved, *doubt),
    )


def _shift(told: DueExplanation) -> ShiftRecord | None:
    shifted = told.shifted
    if shifted is None:
        return None
    return ShiftRecord(
        received_at=shifted.received_at,
        counted_from=shifted.counted_from,
        cut_off=shifted.cut_off,
        reason=shifted.reason,
        passed=tuple(_day(day, told) for day in shifted.passed),
        legal_basis=shifted.legal_basis,
    )


def _move(move: PromiseMove) -> PromiseMoveRecord:
    return PromiseMoveRecord(
        recorded_at=_local(move.at),
        promised_before=_local(move.before),
        promised_after=_local(move.after),
        decisions=move.decisions,
    )


def _term(term: NamedTerm, told: DueExplanation) -> TermRecord:
    return TermRecord(
        unit=term.term.unit,
        allowed_days=term.allowed_days,
        allowed_seconds=term.allowed_seconds,
        counted_days=term.counted_days,
        counted_seconds=term.counted_seconds,
        starts_at=term.starts_at,
        due_at=term.due_at,
        due_on=term.due_on,
        days=tuple(_day(day, told) for day in term.days),
        stretches=tuple(_stretch(stretch, told) for stretch in term.stretches),
    )


def _day(day: NamedDay, told: DueExplanation) -> DayRecord:
    return DayRecord(
        on=day.on,
        mark=day.mark,
        works=day.works,
        rolled=day.rolled,
        day_off=_day_off(day.day_off, told),
        worked_instead_of=day.worked_for.instead_of if day.worked_for else None,
        worked_by=told.decisions.get(day.worked_for.source) if day.worked_for else None,
        held_by=day.held_by,
    )


def _stretch(stretch: NamedStretch, told: DueExplanation) -> StretchRecord:
    return StretchRecord(
        start=stretch.start,
        end=stretch.end,
        seconds=stretch.seconds,
        mark=stretch.mark,
        day_off=_day_off(stretch.day_off, told),
        worked_instead_of=stretch.worked_for.instead_of if stretch.worked_for else None,
        worked_by=told.decisions.get(stretch.worked_for.source) if stretch.worked_for else None,
        held_by=stretch.held_by,
    )


def _day_off(day_off: DayOff | None, told: DueExplanation) -> DayOffRecord | None:
    if day_off is None:
        return None
    return DayOffRecord(
        name=day_off.name,
        kind=day_off.kind,
        source=told.sources.get(day_off.source, day_off.source),
        decision=told.decisions.get(day_off.source),
        confidence=day_off.confidence,
        announced_on=day_off.announced_on,
    )


def _extension(one: NamedExtension) -> ExtensionRecord:
    return ExtensionRecord(**{field.name: getattr(one, field.name) for field in fields(one)})


def _holds(holds: Sequence[Hold]) -> tuple[HoldRecord, ...]:
    return tuple(
        HoldRecord(
            id=hold.id,
            step=hold.step,
            agency=hold.agency,
            agency_title=hold.agency_title,
            title=hold.title,
            reasons=hold.reasons,
            documents=hold.documents,
            effect=hold.effect,
            started_at=_local(hold.started_at),
            until=_local(hold.until) if hold.until else None,
            legal_basis=hold.legal_basis,
            announced_on=hold.announced_on,
            others_went_on=hold.others_went_on,
        )
        for hold in holds
    )


def _local(at: datetime) -> datetime:
    """The same instant at the offset of Vietnam, in which people read it."""
    return to_datetime(to_instant(at))
