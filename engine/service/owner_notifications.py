"""What the owner of one dossier was told, for the officer who is asked about it; and whether he can be reached at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.core.actors import Actor
from engine.core.case import CaseState
from engine.core.identifiers import CaseId
from engine.core.law import Law
from engine.core.notifications import Way, ways_to
from engine.core.owner import contact_of
from engine.service.notification_ports import NotificationBook, NotificationRecord
from engine.service.read_case import CaseReader


@dataclass(frozen=True, slots=True)
class ToldOwner:
    """`reached_by` is empty where he left no address that this installation can use: who must know it, tells him."""

    reached_by: tuple[Way, ...]
    notes: Sequence[NotificationRecord]


class OwnerNotifications:
    """Reads the book of notes; `ways` are those of this installation."""

    def __init__(self, book: NotificationBook, ways: frozenset[Way]) -> None:
        self._book = book
        self.ways = ways

    def of_case(self, case_id: CaseId, actor: Actor, reader: CaseReader) -> ToldOwner:
        """Raises `NotFound` for a case that the actor does not see."""
        view = reader.get_view(case_id, actor)
        return self.of(view.law, view.state)

    def of(self, law: Law, state: CaseState) -> ToldOwner:
        """Of a case that was looked up already."""
        return ToldOwner(ways_to(contact_of(law.definition, state.form), self.ways), self._book.of_case(state.id))
