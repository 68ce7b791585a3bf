"""What the sweep has told: of a case to whoever may see it, to an agency what concerns it."""

from collections.abc import Sequence

from engine.core.actors import Actor
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import AgencyId, CaseId
from engine.core.values import Text
from engine.service.ports import DueNotice, Page, SweepBook
from engine.service.read_case import CaseReader, get_agency


class NoticeReader:
    """Answers for one actor at a time; changes nothing."""

    def __init__(self, book: SweepBook, reader: CaseReader) -> None:
        self._book = book
        self._reader = reader

    def of_case(self, case_id: CaseId, actor: Actor) -> Sequence[DueNotice]:
        """In the order in which the limits passed; raises `NotFound` for a case that is not for this actor."""
        self._reader.get_view(case_id, actor)
        return self._book.notices_of(case_id)

    def to_agency(self, agency: AgencyId | None, actor: Actor, page: Page) -> tuple[Sequence[DueNotice], str | None]:
        """The newest first; another agency's only for who reaches so far. Raises `CommandRefused`."""
        wanted = agency or get_agency(actor, "read_notices")
        if not self._reader.sees_agency(actor, wanted):
            raise CommandRefused(
                Reason.NOT_PERMITTED,
                Text(
                    vi=f"{actor.name} chỉ được xem nhắc hạn của cơ quan mình",
                    en=f"{actor.name} may read the notices of their own agency only",
                ),
                attempted="read_notices",
            )
        return self._book.notices_to(wanted, page, actor.procedures)
