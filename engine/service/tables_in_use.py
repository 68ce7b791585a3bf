"""The calendars and the directory with what was known when: each new edition of a file is recorded as it is seen."""

from collections.abc import Iterator
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from engine.core import calendar_editions, directory_editions
from engine.core.agencies import AgencyDirectory
from engine.core.calendars import CalendarBook
from engine.core.directory_editions import DirectoryBook
from engine.core.editions import EditionKey, RecordedEdition, Subject, content_hash, unrecorded
from engine.core.errors import Conflict
from engine.service.ports import Clock, Editions

_ATTEMPTS = 5


class _Seen(NamedTuple):
    """What was known at one edition; replaced as a whole, so that a reader never sees half of it."""

    edition: int
    calendars: CalendarBook
    directories: DirectoryBook


class TablesInUse:
    """What the ledger recorded, never the files alone: else a file that changes would change what was known before.

    The files are compared once, when they have been read; afterwards another process may have read newer ones, and
    what it recorded is taken up from the ledger.
    """

    def __init__(
        self,
        calendars: CalendarBook,
        directory: AgencyDirectory,
        editions: Editions,
        clock: Clock,
        *,
        only_looks: bool = False,
    ) -> None:
        """`only_looks`: nothing is recorded; a file counts only where the ledger has no edition of it at all."""
        self._calendars = calendars
        self._directory = directory
        self._editions = editions
        self._clock = clock
        self._only_looks = only_looks
        self._taking = Lock()
        self._seen: _Seen | None = None

    @property
    def calendars(self) -> CalendarBook:
        return self._known().calendars

    @property
    def directories(self) -> DirectoryBook:
        return self._known().directories

    @property
    def agencies(self) -> AgencyDirectory:
        """The directory as it is now; until the ledger was asked, as the files say: it need not be there for that."""
        recorded = self._seen.directories.newest() if self._seen is not None else None
        return recorded or self._directory

    def knows(self, newest: int) -> bool:
        return self._seen is not None and newest == self._seen.edition

    def refresh(self, newest: int | None = None) -> None:
        """One look at one number, unless something was recorded since; the first time, the files are recorded.

        `newest`: the number, where it has just been looked at."""
        if self._seen is not None and self.knows(self._editions.newest() if newest is None else newest):
            return
        with self._taking:
            recorded = tuple(self._editions.all()) if self._seen is not None else self._recorded()
            number = recorded[-1].edition if recorded else 0
            if self._only_looks:
                recorded = (*recorded, *self._without_edition(recorded))
            self._seen = _Seen(number, calendar_editions.book_of(recorded), DirectoryBook(recorded))

    def _known(self) -> _Seen:
        if self._seen is None:
            self.refresh()
        assert self._seen is not None
        return self._seen

    def _recorded(self) -> tuple[RecordedEdition, ...]:
        """Every edition, that of the files included; of several processes that see it at once, one records it."""
        for _ in range(_ATTEMPTS):
            recorded = tuple(self._editions.all())
            new = self._new_editions(recorded)
            if not new or self._only_looks:
                return recorded
            try:
                self._editions.add(new)
            except Conflict:
                continue  # somebody was faster: what is new is asked once more
            return (*recorded, *new)
        raise Conflict()

    def _without_edition(self, recorded: tuple[RecordedEdition, ...]) -> Iterator[RecordedEdition]:
        known = {(edition.subject, edition.name) for edition in recorded}
        return (new for new in self._new_editions(recorded) if (new.subject, new.name) not in known)

    def _new_editions(self, recorded: tuple[RecordedEdition, ...]) -> tuple[RecordedEdition, ...]:
        number = recorded[-1].edition if recorded else 0
        at = self._now_after(recorded)
        found = unrecorded(self._contents(), recorded)
        return tuple(
            RecordedEdition(
                edition=number + place,
                subject=subject,
                name=name,
                content_hash=content_hash(content),
                content=content,
                first_seen_at=at,
            )
            for place, ((subject, name), content) in enumerate(found.items(), start=1)
        )

    def _contents(self) -> dict[EditionKey, str]:
        """What the files say: each calendar, then the directory, if there is one."""
        declared = self._calendars.declared
        calendars = {(Subject.CALENDAR, str(name)): calendar_editions.canonical(declared[name]) for name in declared}
        found = dict(sorted(calendars.items()))
        if self._directory.agencies:
            found[Subject.DIRECTORY, directory_editions.NAME] = directory_editions.canonical(self._directory)
        return found

    def _now_after(self, recorded: tuple[RecordedEdition, ...]) -> datetime:
        """A clock that was put back does not put an edition before those that it follows."""
        return max([self._clock.now(), *(edition.first_seen_at for edition in recorded[-1:])])
