"""What the whole installation stands on: tables, clock, disk, calendars, published definitions, agencies' addresses."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from engine.core.audit import AuditKind
from engine.core.calendars import CalendarBook
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import ActorId, CalendarId
from engine.gateways.system_clock import SystemClock
from engine.gateways.this_machine import ThisMachine
from engine.service.audit_trail import AuditTrail
from engine.service.doctor_ports import Altered, Room
from engine.service.doctor_words import KINDS, DoctorFinding
from engine.service.examine_installation import InstallationExamination
from engine.service.live_catalogue import LiveCatalogue
from engine.service.publish import Publishing
from engine.service.tables_in_use import TablesInUse
from engine.store.audit_book import SqlAuditBook
from engine.store.backup_book import SqlBackupBook
from engine.store.database import Database
from engine.store.doctor_book import SqlDoctorBook
from engine.store.edition_book import SqlEditions
from engine.store.migration import find_obstacle, migrate
from engine.store.published_book import SqlPublishedVersions
from procedure_defs.catalogue import Catalogue
from tests.support.clocks import Standing
from tests.support.ill_store import ids
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import DIRECTORY, OFFICE, at, kite_definition
from tests.support.processes import LOOPBACK, free_port
from tests.support.sealed_kites import sealer
from tests.support.sql_store import Store


class SmallMachine(ThisMachine):
    """This machine, with a disk on which so much is left."""

    def __init__(self, room: Room) -> None:
        super().__init__(Path(), {})
        self._room = room

    def disk(self) -> Room:
        return self._room


def found(store: Store, *files: ProcedureDefinition, machine: ThisMachine | None = None) -> list[DoctorFinding]:
    looked = InstallationExamination(
        live(store, *(files or (kite_definition(),))),
        SqlDoctorBook(store.database),
        machine or ThisMachine(Path(), {}),
        store.clock,
    )
    return [one for one in looked.run(agencies=True) if one.id not in ("clock-wrong", "disk-low", "disk-full")]


def live(store: Store, *files: ProcedureDefinition) -> LiveCatalogue:
    read = Catalogue(files, DIRECTORY, CalendarBook({CalendarId("office"): OFFICE}))
    tables = TablesInUse(read.calendars, read.agencies, SqlEditions(store.database), store.clock)
    return LiveCatalogue(read, SqlPublishedVersions(store.database), tables)


def test_a_sound_one(store: Store) -> None:
    assert found(store) == []


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2027-10-31 08:00", []),
        ("2027-11-01 08:00", ["calendar-ends"]),
        ("2027-12-31 08:00", ["calendar-ends"]),
        ("2028-01-01 08:00", ["calendar-ended"]),
    ],
)
def test_a_calendar_that_ends(store: Store, now: str, said: list[str]) -> None:
    """The calendar of the kites knows the days to the end of 2027; sixty days before it is time to extend it."""
    store.clock.shows = at(now)
    assert [(one.id, one.about, one.detail) for one in found(store)] == [
        (kind, "office", "2027-12-31") for kind in said
    ]


def test_a_published_version_without_its_file(store: Store) -> None:
    _published(store)
    assert [(one.id, one.about) for one in found(store, changed_kite({"procedure": "other-licence"}))] == [
        ("definition-missing", "kite-licence 2026-01-01")
    ]


def test_a_file_that_says_otherwise_than_was_published(store: Store) -> None:
    _published(store)
    [finding] = found(store, changed_kite({"total.within": "6 working_days"}))
    assert (finding.id, finding.about) == ("definition-differs", "kite-licence 2026-01-01")
    assert finding.explained is not None
    assert "total.within" in finding.explained.en


def _published(store: Store) -> None:
    Publishing(SqlPublishedVersions(store.database), live(store, kite_definition()), store.clock).publish(
        kite_definition(), "An"
    )


@pytest.mark.parametrize(
    ("free", "said"),
    [(2 * 2**30, []), (2 * 2**30 - 1, ["disk-low"]), (200 * 2**20, ["disk-low"]), (200 * 2**20 - 1, ["disk-full"])],
)
def test_a_disk_that_fills_up(store: Store, free: int, said: list[str]) -> None:
    machine = SmallMachine(Room(free=free, total=100 * 2**30))
    looked = InstallationExamination(
        live(store, kite_definition()), SqlDoctorBook(store.database), machine, store.clock
    )
    assert [one for one in ids(list(looked.run(agencies=False))) if one.startswith("disk")] == said


def test_a_small_disk_is_judged_by_its_share(store: Store) -> None:
    """A tenth of one gigabyte is little; half of it is not."""
    for free, said in ((2**29, []), (2**26, ["disk-low"]), (2**24, ["disk-full"])):
        machine = SmallMachine(Room(free=free, total=2**30))
        book = SqlDoctorBook(store.database)
        looked = InstallationExamination(live(store, kite_definition()), book, machine, store.clock)
        assert [one for one in ids(list(looked.run(agencies=False))) if one.startswith("disk")] == said


def test_the_disk_of_a_folder_that_is_not_made_yet(tmp_path: Path) -> None:
    room = ThisMachine(tmp_path / "not" / "yet", {}).disk()
    assert 0 < room.free <= room.total


@pytest.mark.parametrize(("seconds", "kind"), [(0, None), (20, "clock-skew"), (-600, "clock-wrong")])
def test_a_clock_that_differs_from_the_databases(postgres_store: Store, seconds: int, kind: str | None) -> None:
    now = SystemClock().now() + timedelta(seconds=seconds)
    book = SqlDoctorBook(postgres_store.database)
    catalogue = live(postgres_store, kite_definition())
    looked = InstallationExamination(catalogue, book, ThisMachine(Path(), {}), Standing(now))
    told = [one for one in looked.run(agencies=False) if one.id.startswith("clock")]
    assert ids(told) == ([kind] if kind else [])
    assert all(one.detail.startswith("+" if seconds > 0 else "-") for one in told)


def test_sqlite_has_no_clock_of_its_own(sqlite_store: Store) -> None:
    assert SqlDoctorBook(sqlite_store.database).database_time() is None


def test_systems_that_answer_nothing(store: Store) -> None:
    machine = ThisMachine(Path(), {"printer": f"http://{LOOPBACK}:{free_port()}", "sky": "no address at all"})
    assert [(one.id, one.about) for one in found(store, machine=machine)] == [
        ("agency-unreachable", "printer"),
        ("agency-unreachable", "sky"),
    ]


def test_a_sound_database_is_as_declared(store: Store) -> None:
    book = SqlDoctorBook(store.database)
    assert book.is_sound()
    assert book.altered() == ()


@pytest.mark.parametrize(
    "altered",
    ["DROP TRIGGER events_refuse_change ON events", "ALTER TABLE events DISABLE TRIGGER events_refuse_change"],
)
def test_a_guard_that_was_taken_away_or_put_to_sleep(postgres_url: str, altered: str) -> None:
    migrate(postgres_url)
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(altered.encode())
    with closing(Database(postgres_url, only_reads=True)) as database:
        assert SqlDoctorBook(database).altered() == (Altered("trigger", "events_refuse_change"),)


def test_a_ledger_whose_file_was_moved_away_is_not_ready(sqlite_store: Store) -> None:
    """The open file still answers, but nobody who starts now would find what is written to it."""
    file = Path(sqlite_store.url.removeprefix("sqlite:///"))
    assert find_obstacle(sqlite_store.database) is None
    file.rename(file.with_suffix(".away"))
    moved = find_obstacle(sqlite_store.database)
    assert moved is not None
    assert "moved away" in moved.en
    shutil.copy(file.with_suffix(".away"), file)
    assert find_obstacle(sqlite_store.database) == moved, "another file stands in its place"
    file.unlink()
    file.with_suffix(".away").rename(file)
    assert find_obstacle(sqlite_store.database) is None


def test_a_backup_that_is_too_old(store: Store) -> None:
    """Two days are allowed; who makes backups in another way says so, and is not asked."""
    seen, book = live(store, kite_definition()), SqlDoctorBook(store.database)
    backups, machine = SqlBackupBook(store.database), ThisMachine(Path(), {})

    def said(within: timedelta | None = timedelta(days=2)) -> list[tuple[str, object]]:
        looked = InstallationExamination(seen, book, machine, store.clock, backups, within)
        return [(one.id, one.since) for one in looked.run(agencies=False) if one.id.startswith("backup")]

    store.submit("kite-1", "2026-06-01 08:00")
    sealer(store).seal()
    began = store.clock.shows
    assert said() == []
    store.clock.shows += timedelta(days=2, seconds=1)
    assert (said(), said(None)) == ([("backup-none", began)], [])
    AuditTrail(SqlAuditBook(store.database), store.clock).enter(AuditKind.BACKED_UP, ActorId("an"))
    made = store.clock.shows
    assert said() == []
    store.clock.shows += timedelta(days=2)
    assert said() == []
    store.clock.shows += timedelta(seconds=1)
    assert said() == [("backup-old", made)]


def test_everything_that_can_be_found_says_how_it_is_mended() -> None:
    for name, kind in KINDS.items():
        assert name == name.lower()
        assert kind.what.vi != kind.what.en
        assert kind.mend.vi != kind.mend.en
