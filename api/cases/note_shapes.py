"""What is said of a case beside its clocks, in the shapes of the API: a notice before an event, silence that answered."""

from collections.abc import Sequence
from datetime import date

from api.cases import note_schemas
from api.cases.clock_shapes import local
from api.problem import LegalBasisRead
from api.schemas import words
from engine.core.case import StepState
from engine.core.definition_basics import LegalBasis
from engine.core.legal_time import civil_date, to_instant
from engine.core.notes import NoteKind
from engine.core.promise import published_due_of
from engine.core.words import step_words
from engine.service.explanation_record import notes_of_view
from engine.service.read_case import CaseView

_DEADLINES = (NoteKind.BEFORE_EVENT, NoteKind.AFTER_EVENT)


def notice_read(view: CaseView) -> note_schemas.NoticeRead | None:
    """In the words of the note on it."""
    notice = view.times.notice
    note = next((note for note in notes_of_view(view) if note.kind in _DEADLINES), None)
    if notice is None or note is None:
        return None
    return note_schemas.NoticeRead(
        title=words(note.title),
        event_on=notice.event_on,
        latest_on=notice.latest_on,
        latest_at=local(notice.latest_at),
        status=notice.status,
        published_on=notice.published_on,
        exempt=notice.exempt,
        words=words(note.said),
        legal_basis=_basis(note.legal_basis),
    )


def published_on(view: CaseView) -> date | None:
    """The last day of the published term; the last instant of a day is its own."""
    at = published_due_of(view.law, view.state, view.as_of) if view.state.received_at is not None else None
    return civil_date(to_instant(at) - 1) if at is not None else None


def deemed_read(view: CaseView, step: StepState) -> note_schemas.DeemedRead | None:
    rule = view.definition.steps[step.id].on_silence
    if not step.deemed or rule is None or step.finished_at is None:
        return None
    return note_schemas.DeemedRead(
        words=words(step_words(view.state, step.id)),
        deemed_at=local(step.finished_at),
        legal_basis=_basis(rule.legal_basis),
    )


def _basis(found: Sequence[LegalBasis]) -> list[LegalBasisRead]:
    return [LegalBasisRead(**basis.model_dump(mode="json")) for basis in found]
