"""The calendars of an installation with what it has known when: each new edition of a file is recorded as it is seen."""

from datetime import datetime
from threading import Lock

from engine.core.calendar_editions import CalendarEdition, book_of, content_hash, unrecorded
from engine.core.calendars import CalendarBook
from engine.core.errors import Conflict
from engine.service.ports import CalendarEditions, Clock

_ATTEMPTS = 5


class CalendarsInUse:
    """What the ledger recorded, never the files alone: else a file that changes would change what was known before.

    The files are compared once, when they have been read; afterwards another process may have read newer ones, and
    what it recorded is taken up from the ledger.
    """

    def __init__(self, files: CalendarBook, editions: CalendarEditions, clock: Clock) -> None:
        self._files = files
        self._editions = editions
        self._clock = clock
        self._taking = Lock()
        self._seen: tuple[int, CalendarBook] | None = None

    @property
    def book(self) -> CalendarBook:
        if self._seen is None:
            self.refresh()
        assert self._seen is not None
        return self._seen[1]

    def refresh(self) -> None:
        """One look at one number, unless something was recorded since; the first time, the files are recorded."""
        if self._seen is not None and self._editions.newest() == self._seen[0]:
            return
        with self._taking:
            recorded = self._recorded() if self._seen is None else self._editions.all()
            self._seen = (recorded[-1].edition if recorded else 0, book_of(recorded))

    def _recorded(self) -> tuple[CalendarEdition, ...]:
        """Every edition, that of the files included; of several processes that see it at once, one records it."""
        for _ in range(_ATTEMPTS):
            recorded = tuple(self._editions.all())
            new = self._new_editions(recorded)
            if not new:
                return recorded
            try:
                self._editions.add(new)
            except Conflict:
                continue  # somebody was faster: what is new is asked once more
            return (*recorded, *new)
        raise Conflict()

    def _new_editions(self, recorded: tuple[CalendarEdition, ...]) -> tuple[CalendarEdition, ...]:
        number = recorded[-1].edition if recorded else 0
        at = self._now_after(recorded)
        found = unrecorded(self._files.declared, recorded)
        return tuple(
            CalendarEdition(
                edition=number + place,
                calendar=calendar,
                content_hash=content_hash(content),
                content=content,
                first_seen_at=at,
            )
            for place, (calendar, content) in enumerate(found.items(), start=1)
        )

    def _now_after(self, recorded: tuple[CalendarEdition, ...]) -> datetime:
        """A clock that was put back does not put an edition before those that it follows."""
        return max([self._clock.now(), *(edition.first_seen_at for edition in recorded[-1:])])
