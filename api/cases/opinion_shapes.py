"""What other agencies were asked about a case, and said, in the shape of the API."""

from api.cases.clock_shapes import local, maybe_local
from api.cases.opinion_schemas import OpinionRead
from api.schemas import words
from engine.core.opinions import OPINION_ANSWER, Opinion
from engine.service.read_case import CaseView


def opinions_read(view: CaseView) -> list[OpinionRead]:
    """In the order of asking."""
    return [_opinion(view, opinion) for opinion in view.state.opinions]


def _opinion(view: CaseView, opinion: Opinion) -> OpinionRead:
    return OpinionRead(
        id=opinion.id,
        step=opinion.step,
        agency=opinion.agency,
        asked_for=opinion.asked_for,
        question=opinion.question,
        asked_at=local(opinion.asked_at),
        due_at=local(opinion.due_at),
        overdue=opinion.is_late(view.as_of),
        ended_at=maybe_local(opinion.ended_at),
        ended=opinion.ended,
        answer=opinion.answer,
        answer_words=words(OPINION_ANSWER[opinion.answer]) if opinion.answer is not None else None,
        text=opinion.text,
        reference=opinion.reference,
        given_by=opinion.given_by_name,
        withdrawn_because=opinion.withdrawn_because,
    )
