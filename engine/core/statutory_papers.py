"""Which statutory papers a case has: read off its history, each by the event that causes it and the form of that day.

A paper is a function of the ledger up to its event, so that it can be made again at any time. TT 01/2018/TT-VPCP art. 9,
TT 03/2025/TT-VPCP annex I.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from engine.core import events
from engine.core.definition import ProcedureDefinition
from engine.core.form_sets import FormSets, Paper, PaperKind, form_on
from engine.core.identifiers import FormSetId, ProcedureId, ProcedureVersion
from engine.core.legal_time import PauseKind, civil_date, to_instant
from engine.core.purging import PURGED
from engine.core.values import Instant, Text, Value

VersionOf = Callable[[ProcedureId, ProcedureVersion], ProcedureDefinition]

_ENDS = (events.CaseCompleted, events.CaseRefused, events.CaseStopped, events.CaseWithdrawn)
_NAME = re.compile(r"([a-z-]+)-([1-9][0-9]{0,8})")


class CasePaper(Value):
    """One paper of a case: what it says, the event that causes it, and the form that is in force on that day."""

    kind: PaperKind
    sequence: int
    at: Instant
    form_set: FormSetId
    number: str
    title: Text
    size: Paper

    @property
    def name(self) -> str:
        """Within its case: `receipt-2`."""
        return f"{self.kind.value}-{self.sequence}"


def papers_of(history: Sequence[events.RecordedEvent], version_of: VersionOf, sets: FormSets) -> tuple[CasePaper, ...]:
    """In the order of the events. Of a case that was purged there is none: what stood on them is gone."""
    if is_without_people(history):
        return ()
    return tuple(_papers(history, version_of, sets))


def papers_caused(
    recorded: Sequence[events.RecordedEvent], definition: ProcedureDefinition, sets: FormSets, *, is_received: bool
) -> tuple[CasePaper, ...]:
    """Those of events that have just been recorded, under the version that the case keeps after them.

    The same as `papers_of` reads off the history: what is due and is not among those could never be made.
    """
    having = [one for one in recorded if _has_papers(one.event, is_received=is_received)]
    found = (_paper(kind, one, definition, sets) for one in having for kind in _caused_by(one.event))
    return tuple(paper for paper in found if paper is not None)


def control_sheet_at(
    history: Sequence[events.RecordedEvent], sequence: int, version_of: VersionOf, sets: FormSets
) -> CasePaper | None:
    """The control sheet as it stood after an event: it goes with the dossier, so it can be asked for at any time."""
    if is_without_people(history) or not any(isinstance(r.event, events.CaseReceived) for r in history[:sequence]):
        return None
    for recorded, definition in _with_versions(history, version_of):
        if recorded.sequence == sequence:
            return _paper(PaperKind.CONTROL_SHEET, recorded, definition, sets)
    return None


def kind_and_sequence(name: str) -> tuple[PaperKind, int] | None:
    """What the name of a paper says; null if it is none."""
    said = _NAME.fullmatch(name)
    if said is None or said[1] not in set(PaperKind):
        return None
    return PaperKind(said[1]), int(said[2])


def is_without_people(history: Sequence[events.RecordedEvent]) -> bool:
    """Whether the personal data of the case were purged."""
    return any(recorded.actor.name == PURGED for recorded in history)


def _papers(history: Sequence[events.RecordedEvent], version_of: VersionOf, sets: FormSets) -> Iterator[CasePaper]:
    for recorded, definition in _with_versions(history, version_of):
        for kind in _caused_by(recorded.event):
            found = _paper(kind, recorded, definition, sets)
            if found is not None:
                yield found


def _caused_by(event: events.Event) -> tuple[PaperKind, ...]:
    match event:
        case events.CaseReceived():
            return (PaperKind.RECEIPT,)
        case events.TimeLimitSuspended() if event.kind is PauseKind.SUPPLEMENT:
            return (PaperKind.SUPPLEMENT,)
        case events.TimeLimitExtended():
            return (PaperKind.APOLOGY,)
        case events.ReceiptRefused():
            return (PaperKind.REFUSAL,)
        case events.CaseRefused():
            return (PaperKind.REFUSAL, PaperKind.CONTROL_SHEET)
        case events.CaseStopped():
            return (PaperKind.STOP, PaperKind.CONTROL_SHEET)
        case _:
            return (PaperKind.CONTROL_SHEET,) if isinstance(event, _ENDS) else ()


def _with_versions(
    history: Sequence[events.RecordedEvent], version_of: VersionOf
) -> Iterator[tuple[events.RecordedEvent, ProcedureDefinition]]:
    """Each event with the version that the case kept after it. Before its receipt a case may be withdrawn: no paper."""
    procedure, version, received = ProcedureId(""), ProcedureVersion(""), False
    for recorded in history:
        match recorded.event:
            case events.CaseSubmitted() as submitted:
                procedure, version = submitted.procedure, submitted.version
            case events.CaseReceived() as taken_in:
                version, received = taken_in.version, True
            case events.CaseMigrated() as moved:
                version = moved.to_version
        if _has_papers(recorded.event, is_received=received):
            yield recorded, version_of(procedure, version)


def _has_papers(event: events.Event, *, is_received: bool) -> bool:
    """A case that is withdrawn before its receipt leaves none."""
    return is_received or isinstance(event, events.ReceiptRefused)


def _paper(
    kind: PaperKind, recorded: events.RecordedEvent, definition: ProcedureDefinition, sets: FormSets
) -> CasePaper | None:
    at: datetime = recorded.event.at
    if definition.form_set is None:
        return None
    found = form_on(sets, definition.form_set, kind, civil_date(to_instant(at)))
    if found is None:
        return None
    form_set, form = found
    return CasePaper(
        kind=kind,
        sequence=recorded.sequence,
        at=at,
        form_set=form_set,
        number=form.number,
        title=form.title,
        size=form.paper or Paper.A5,  # TT 01/2018 art. 9(2); of the set of 2025 the size was not read
    )
