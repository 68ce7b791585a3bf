"""The doctor looks at what the whole installation stands on: disk, clock, calendars, definitions, agencies' addresses."""

from collections.abc import Iterator
from datetime import date, timedelta

from engine.core.identifiers import CalendarId
from engine.core.legal_time import civil_date, to_instant
from engine.service.backup_ports import BackupBook
from engine.service.doctor_ports import DoctorBook, Machine
from engine.service.doctor_words import DoctorFinding
from engine.service.live_catalogue import LiveCatalogue
from engine.service.ports import Clock

CALENDAR_ENDS_WITHIN = timedelta(days=60)
LOW = 0.10
FULL = 0.02
LOW_BYTES = 2 * 2**30
FULL_BYTES = 200 * 2**20
"""Low by the share and by the size: two per cent of a large disk are plenty."""

SKEW = timedelta(seconds=5)
WRONG = timedelta(seconds=60)


class InstallationExamination:
    """Nothing of it can be mended by us: each says what people have to do."""

    def __init__(
        self,
        catalogue: LiveCatalogue,
        book: DoctorBook,
        machine: Machine,
        clock: Clock,
        backups: BackupBook | None = None,
        backed_up_within: timedelta | None = None,
    ) -> None:
        """`backed_up_within`: the longest that may lie between two backups; none: others make them, unseen here."""
        self._catalogue = catalogue
        self._book = book
        self._machine = machine
        self._clock = clock
        self._backups = backups
        self._backed_up_within = backed_up_within

    def run(self, *, agencies: bool) -> Iterator[DoctorFinding]:
        """With `agencies`, each system that an agency works with is called."""
        self._catalogue.refresh()
        yield from self._disk()
        yield from self._clocks()
        yield from self._calendars(civil_date(to_instant(self._clock.now())))
        yield from self._definitions()
        yield from self._backed_up()
        if agencies:
            yield from self._systems()

    def _disk(self) -> Iterator[DoctorFinding]:
        room = self._machine.disk()
        said = f"{room.free // 2**20} MiB, {room.free / room.total:.0%}"
        if room.free < min(FULL_BYTES, FULL * room.total):
            yield DoctorFinding(id="disk-full", detail=said)
        elif room.free < min(LOW_BYTES, LOW * room.total):
            yield DoctorFinding(id="disk-low", detail=said)

    def _clocks(self) -> Iterator[DoctorFinding]:
        theirs = self._book.database_time()
        if theirs is None:
            return
        apart = theirs - self._clock.now()
        if abs(apart) > SKEW:
            kind = "clock-wrong" if abs(apart) > WRONG else "clock-skew"
            yield DoctorFinding(id=kind, detail=f"{int(-apart.total_seconds()):+d} s")

    def _calendars(self, today: date) -> Iterator[DoctorFinding]:
        for name in sorted(self._calendars_in_use()):
            last = self._catalogue.calendars.definition(name).covers.last
            if last - today <= CALENDAR_ENDS_WITHIN:
                kind = "calendar-ended" if last < today else "calendar-ends"
                yield DoctorFinding(id=kind, about=name, detail=last.isoformat())

    def _calendars_in_use(self) -> set[CalendarId]:
        agencies = {agency.calendar for agency in self._catalogue.agencies.agencies.values()}
        return agencies | {definition.calendar for definition in self._catalogue.all()}

    def _definitions(self) -> Iterator[DoctorFinding]:
        for (procedure, version), objection in self._catalogue.contradictions().items():
            yield DoctorFinding(id="definition-differs", about=f"{procedure} {version}", explained=objection.words)
        for procedure, version in self._catalogue.without_file():
            yield DoctorFinding(id="definition-missing", about=f"{procedure} {version}")

    def _backed_up(self) -> Iterator[DoctorFinding]:
        if self._backups is None or self._backed_up_within is None:
            return
        now = self._clock.now()
        made = self._backups.made(now)
        if made.age(now) > self._backed_up_within:
            kind = "backup-old" if made.last_at else "backup-none"
            yield DoctorFinding(id=kind, since=made.last_at or made.kept_since)

    def _systems(self) -> Iterator[DoctorFinding]:
        for system in sorted(self._machine.systems()):
            if not self._machine.reaches(system):
                yield DoctorFinding(id="agency-unreachable", about=system)
