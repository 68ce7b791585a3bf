"""Builds from the settings what carries a ledger out and in. Opens the database without recording anything in it."""

import gzip
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import IO, cast

from engine.core.audit import AuditKind
from engine.core.errors import CopyRefused, LedgerDamaged, LedgerUnusable
from engine.core.identifiers import ActorId
from engine.core.values import Text
from engine.file_wiring import file_store
from engine.gateways.system_clock import SystemClock
from engine.service import carry_files
from engine.service.audit_trail import TERMINAL, AuditTrail, calling_from
from engine.service.carry_files import Carried
from engine.service.copy_format import Sums
from engine.service.move_ledger import Arrival, Progress, carry_out
from engine.service.moving_ports import Selection
from engine.service.ports import Clock
from engine.settings import Settings
from engine.store import copy_targets, migration, sqlite_files
from engine.store.audit_book import SqlAuditBook
from engine.store.database import Database
from engine.store.movable_ledger import SqlMovableLedger
from engine.store.named_files import SqlNamedFiles
from procedure_defs.catalogue import Catalogue, load_catalogue

__all__ = ["Carried", "CopyRefused", "Moves", "Selection", "Sums"]

_GZIP = b"\x1f\x8b"
_STAGED = ".restoring"


class Moves:
    """Copies of the ledger that the settings name: made, checked, taken in, put in its place."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._url = settings.database_url
        self._file = sqlite_files.file_of(self._url)

    @property
    def suffix(self) -> str:
        """Of the backups that are made here."""
        return ".jsonl.gz" if self._file is None else ".db"

    @cached_property
    def _definitions(self) -> Catalogue:
        """Read once; raises `DefinitionInvalid`."""
        return load_catalogue(self._settings.definitions_dir)

    def now(self) -> datetime:
        return self._clock.now()

    def refuse_target(self, place: Path, *, replace: bool) -> None:
        """Raises `CopyRefused` where a copy would take the place of what must stay."""
        copy_targets.refuse_target(place, self._file, replace=replace)

    def enter(self, kind: AuditKind, actor: ActorId, about: str) -> None:
        """Into the audit trail of the ledger that is here now. Raises what a command's writing would."""
        with closing(Database(self._url)) as database, calling_from(TERMINAL):
            AuditTrail(SqlAuditBook(database), self._clock).enter(kind, actor, about=about)

    def export(self, out: IO[bytes], selection: Selection, told: Progress, *, with_tokens: bool = True) -> Sums:
        """Lines of JSON; raises `CopyRefused` if the ledger cannot be read."""
        with self._opened(self._url) as ledger:
            return carry_out(ledger, out, selection, told, with_tokens=with_tokens)

    def verify(self, copy: Path, told: Progress, *, partial: bool = False) -> None:
        """Whether the file could be imported or restored here; raises `CopyRefused`, `DefinitionInvalid`."""
        files = self._definitions
        if sqlite_files.is_sqlite_file(copy):
            sqlite_files.refuse_if_damaged(copy)
            with self._opened(f"sqlite:///{copy}") as ledger:
                Arrival(ledger, files, self._clock).verify_ledger(ledger, told)
            return
        with closing(Database(self._url)) as database, _lines_of(copy) as lines:
            Arrival(SqlMovableLedger(database), files, self._clock).verify(lines, told, partial=partial)

    def take_in(self, copy: Path, told: Progress, *, partial: bool = False, set_aside: str | None = None) -> Sums:
        """Into an empty database, whose tables are made if there are none. Checked to its end before, and once more."""
        self.verify(copy, told, partial=partial)
        return self._fill(self._url, copy, told, partial=partial, set_aside=set_aside)

    def back_up(self, target: Path, told: Progress) -> None:
        """Into a file that is there already, for its owner alone; writers go on meanwhile."""
        if self._file is not None:
            with self._opened(self._url):
                sqlite_files.copy_file(self._file, target, told)
            return
        with target.open("wb") as file, gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
            self.export(cast(IO[bytes], packed), Selection(), told)

    def names_files(self) -> bool:
        """Whether any event of the ledger that is here names a file."""
        with closing(Database(self._url)) as database:
            return next(carry_files.named_files(SqlNamedFiles(database)), None) is not None

    def pack_files(self, out: IO[bytes]) -> Carried:
        """Those that events of the ledger here name: after its copy is made, so that none of the copy's is lacking."""
        with closing(Database(self._url)) as database:
            return carry_files.pack(SqlNamedFiles(database), file_store(self._settings), out)

    def verify_files(self, pack: Path) -> int:
        """How many are in it. Raises `CopyRefused`."""
        with pack.open("rb") as source:
            return carry_files.check(source)

    def unpack_files(self, pack: Path) -> int:
        """How many were put back. Raises `CopyRefused`."""
        with pack.open("rb") as source:
            return carry_files.unpack(source, file_store(self._settings))

    def missing_files(self) -> int:
        """Of those that events of the ledger here name."""
        with closing(Database(self._url)) as database:
            found = carry_files.missing_files(SqlNamedFiles(database), file_store(self._settings))
            return sum(1 for _ in found)

    def restore(self, copy: Path, told: Progress, *, replace: bool) -> str | None:
        """The copy in the place of what is here; where that is kept now. Without `replace`, only where nothing is."""
        occupied = self._holds_anything()
        if occupied and not replace:
            raise CopyRefused(_OCCUPIED)
        name = f"before_restore_{self._clock.now():%Y%m%dt%H%M%Sz}"
        is_file = sqlite_files.is_sqlite_file(copy)
        if self._file is None:
            if is_file:
                raise CopyRefused(_FILE_FOR_POSTGRESQL)
            if occupied:
                self._refuse_while_used()
            self.take_in(copy, told, set_aside=name if occupied else None)
            return name if occupied else None
        staged = self._file.with_name(self._file.name + _STAGED)
        aside = self._file.with_name(f"{self._file.name}.{name}")
        try:
            self._stage_file(copy, staged, told) if is_file else self._stage_lines(copy, staged, told)
            sqlite_files.close_up(staged)
            sqlite_files.put_in_place(staged, self._file, aside)
        finally:
            staged.unlink(missing_ok=True)
        return str(aside) if occupied else None

    def _stage_file(self, copy: Path, staged: Path, told: Progress) -> None:
        self.verify(copy, told)
        _make_private(staged)
        sqlite_files.copy_file(copy, staged, told)
        migration.migrate(f"sqlite:///{staged}")
        with closing(Database(f"sqlite:///{staged}")) as database:
            SqlMovableLedger(database).wake_anew(self._clock.now())

    def _stage_lines(self, copy: Path, staged: Path, told: Progress) -> None:
        self.verify(copy, told)
        _make_private(staged)
        self._fill(f"sqlite:///{staged}", copy, told)

    def _fill(
        self, url: str, copy: Path, told: Progress, *, partial: bool = False, set_aside: str | None = None
    ) -> Sums:
        if set_aside is None:
            migration.migrate(url)
        with closing(Database(url)) as database, _lines_of(copy) as lines:
            arrival = Arrival(SqlMovableLedger(database), self._definitions, self._clock)
            return arrival.take_in(lines, told, partial=partial, set_aside=set_aside)

    def _holds_anything(self) -> bool:
        if self._file is not None and not self._file.exists():
            return False
        try:
            with closing(Database(self._url)) as database:
                return migration.has_tables(database) and SqlMovableLedger(database).holds_anything()
        except LedgerDamaged:
            if self._file is None:
                raise
            return True

    def _refuse_while_used(self) -> None:
        """Soon, before all of a copy is read; it is asked once more when the place is taken."""
        with closing(Database(self._url)) as database:
            SqlMovableLedger(database).refuse_while_used()

    @contextmanager
    def _opened(self, url: str) -> Iterator[SqlMovableLedger]:
        """With tables of this version; a file that is not there is not made. A ledger that is no copy is our own."""
        with closing(Database(url)) as database:
            obstacle = migration.find_obstacle(database)
            if obstacle is not None:
                raise LedgerUnusable(obstacle) if url == self._url else CopyRefused(obstacle)
            yield SqlMovableLedger(database)


@contextmanager
def _lines_of(copy: Path) -> Iterator[IO[bytes]]:
    with copy.open("rb") as file:
        is_packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        if not is_packed:
            yield file
            return
        with gzip.GzipFile(fileobj=file, mode="rb") as unpacked:
            yield cast(IO[bytes], unpacked)


def _make_private(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)


_OCCUPIED = Text(
    vi="ở đây đã có dữ liệu; thêm --replace để thay thế (dữ liệu cũ được giữ lại bên cạnh)",
    en="there is a ledger here already; say --replace to take its place (it is kept aside)",
)
_FILE_FOR_POSTGRESQL = Text(
    vi="bản sao này là tệp SQLite; hãy xuất từ nó (LIENTHONG_DATABASE_URL=sqlite:///…, `lienthong export`) rồi khôi phục tệp xuất",
    en="this backup is a SQLite file; export from it (LIENTHONG_DATABASE_URL=sqlite:///…, `lienthong export`), then restore the export",
)
