"""What other agencies were asked about a case, as its page lists it."""

from dataclasses import dataclass

from api.pages.rows import agency_title
from engine.core.opinions import OPINION_ANSWER, Opinion
from engine.core.values import Text
from engine.service.read_case import CaseView


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One question; `answer` is null until it is answered."""

    asked: Opinion
    agency: Text
    step: Text
    answer: Text | None
    is_late: bool


def opinion_lines(view: CaseView) -> list[OpinionLine]:
    """In the order of asking; late is what is open past its term, or came after it."""
    return [_line(view, asked) for asked in view.state.opinions]


def _line(view: CaseView, asked: Opinion) -> OpinionLine:
    return OpinionLine(
        asked=asked,
        agency=agency_title(view, asked.agency) or Text(vi=asked.agency, en=asked.agency),
        step=view.title_of(asked.step),
        answer=OPINION_ANSWER[asked.answer] if asked.answer is not None else None,
        is_late=asked.is_late(view.as_of),
    )
