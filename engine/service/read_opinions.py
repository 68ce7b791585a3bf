"""What an agency is asked by others: the question and what it is about, and nothing else of the case."""

from dataclasses import dataclass

from engine.core.actors import Actor
from engine.core.agencies import AgencyDirectory
from engine.core.case import CaseState, fold
from engine.core.identifiers import DossierCode
from engine.core.opinions import Opinion
from engine.core.values import Instant, Text
from engine.service.handle_command import CommandHandler
from engine.service.opinion_ports import OpinionBook, OpinionRow
from engine.service.ports import Clock, Ledger
from engine.service.read_case import get_agency

MOST = 200
"""So many are shown: an agency that is asked more at once answers the first of them first."""


@dataclass(frozen=True, slots=True)
class AskedOpinion:
    """One open question as who is asked reads it."""

    row: OpinionRow
    opinion: Opinion
    dossier_code: DossierCode | None
    procedure: Text
    step: Text
    asked_for: Text
    is_late: bool


@dataclass(frozen=True, slots=True)
class AskedOpinions:
    """`is_whole` is false where there are more than are shown."""

    items: tuple[AskedOpinion, ...]
    is_whole: bool
    as_of: Instant


class OpinionReader:
    """Answers for one actor at a time; changes nothing."""

    def __init__(self, book: OpinionBook, ledger: Ledger, handler: CommandHandler, clock: Clock) -> None:
        self._book = book
        self._ledger = ledger
        self._handler = handler
        self._clock = clock

    def asked_of(self, actor: Actor) -> AskedOpinions:
        """Of the actor's own agency, what is due first in front. Raises `CommandRefused` for who is of none."""
        agency, now = get_agency(actor, "list_asked_opinions"), self._clock.now()
        found = self._book.asked_of(agency, MOST + 1, procedures=actor.procedures)
        histories = self._ledger.histories({row.case_id for row in found}, only_readable=True)
        states = {case_id: fold(case_id, history) for case_id, history in histories.items()}
        known = [row for row in found[:MOST] if row.case_id in states]
        shown = [one for row in known if (one := self._asked(row, states[row.case_id], now)) is not None]
        return AskedOpinions(tuple(shown), len(found) <= MOST, now)

    def _asked(self, row: OpinionRow, state: CaseState, now: Instant) -> AskedOpinion | None:
        """Null where it was answered between the two questions to the database."""
        opinion = next((one for one in state.opinions if one.id == row.opinion and one.is_open), None)
        if opinion is None:
            return None
        law = self._handler.law_of(state)
        return AskedOpinion(
            row=row,
            opinion=opinion,
            dossier_code=state.dossier_code,
            procedure=law.definition.title,
            step=law.definition.steps[opinion.step].title,
            asked_for=_title(law.agencies, opinion),
            is_late=opinion.is_late(now),
        )


def _title(directory: AgencyDirectory, opinion: Opinion) -> Text:
    known = directory.agencies.get(opinion.asked_for)
    return known.title if known is not None else Text(vi=opinion.asked_for, en=opinion.asked_for)
