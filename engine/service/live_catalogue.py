"""The definitions in use: the files, and over them what was published or recorded, seen without a restart."""

from collections.abc import Mapping, Sequence
from datetime import date
from threading import Lock
from typing import NamedTuple

from engine.core.agencies import AgencyDirectory
from engine.core.calendars import CalendarBook
from engine.core.canonical import Difference, from_canonical
from engine.core.closing import Closing, Ending, Endings, applicable, closing_of, in_force, last_closed
from engine.core.definition import ProcedureDefinition
from engine.core.directory_editions import DirectoryBook
from engine.core.errors import NotFound
from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.core.publication import Newest, Objection, PublishedVersion, changed, changes_since_publication
from engine.service.ports import DefinitionCatalogue, Publications
from engine.service.tables_in_use import TablesInUse

_Key = tuple[ProcedureId, ProcedureVersion]


class _Seen(NamedTuple):
    """What was known when these were the newest; replaced as a whole, so that a reader never sees half of it."""

    newest: Newest
    definitions: Mapping[_Key, ProcedureDefinition]
    publications: Mapping[_Key, PublishedVersion]
    recorded: Sequence[Ending]
    endings: Endings


class LiveCatalogue:
    """A version that is known is never asked for again: it cannot change. An unknown one is looked for anew."""

    def __init__(self, files: DefinitionCatalogue, published: Publications, tables: TablesInUse) -> None:
        self._tables = tables
        self.form_sets = files.form_sets
        self._files = files
        self._published = published
        self._reading = Lock()
        self._seen: _Seen | None = None

    @property
    def calendars(self) -> CalendarBook:
        """As this installation has known them at each time; the files are recorded when this is asked first."""
        return self._tables.calendars

    @property
    def agencies(self) -> AgencyDirectory:
        """As it was recorded last, by whichever process read its files last."""
        return self._tables.agencies

    @property
    def directories(self) -> DirectoryBook:
        """As this installation has known the directory at each time."""
        return self._tables.directories

    def knows(self, newest: Newest) -> bool:
        return self._has_seen(newest) and self._tables.knows(newest.tables)

    def refresh(self) -> None:
        """One quick look; versions, endings, calendars and directory themselves are read only when there are new ones."""
        newest = self._published.newest() if self._seen is not None else None
        self._tables.refresh(newest.tables if newest is not None else None)
        self._see_publications(newest)

    def _see_publications(self, newest: Newest | None = None) -> None:
        seen = self._seen or _Seen(Newest(0, 0), {(d.procedure, d.version): d for d in self._files.all()}, {}, (), {})
        if self._seen is not None and self._has_seen(newest or self._published.newest()):
            return
        with self._reading:
            news, recorded = self._published.since(seen.newest.edition), self._published.endings()
            definitions = {(p.procedure, p.version): from_canonical(p.content) for p in news}
            self._seen = _Seen(
                Newest(
                    max((p.edition for p in news), default=seen.newest.edition),
                    max((ending.number for ending in recorded), default=0),
                ),
                {**seen.definitions, **definitions},
                {**seen.publications, **{(p.procedure, p.version): p for p in news}},
                recorded,
                in_force(recorded),
            )

    def _has_seen(self, newest: Newest) -> bool:
        return self._seen is not None and newest[:2] == self._seen.newest[:2]

    def all(self) -> Sequence[ProcedureDefinition]:
        """Every version of every procedure, oldest first."""
        return tuple(definition for _, definition in sorted(self._known().definitions.items()))

    def get(self, procedure: ProcedureId, version: ProcedureVersion) -> ProcedureDefinition:
        """That version; raises `NotFound`."""
        found = self._find(procedure, version)
        if found is None:
            self._see_publications()
            found = self._find(procedure, version)
        if found is None:
            raise NotFound(f"there is no version {version} of a procedure `{procedure}`")
        return found

    def find_applicable(self, procedure: ProcedureId, on: date) -> ProcedureDefinition | None:
        """The version that takes a dossier received on that day: a later one, or an ending, closes one."""
        return applicable(procedure, on, self.all(), self.endings)

    def find_publication(self, procedure: ProcedureId, version: ProcedureVersion) -> PublishedVersion | None:
        return self._known().publications.get((procedure, version))

    @property
    def endings(self) -> Endings:
        """The ending that each published version has now, without those that were taken back."""
        return self._known().endings

    def find_last_ending(self, procedure: ProcedureId, version: ProcedureVersion) -> Ending | None:
        """What was recorded last of a version's end, be it that it does not end after all."""
        of_it = [e for e in self._known().recorded if (e.procedure, e.version) == (procedure, version)]
        return of_it[-1] if of_it else None

    def find_closing(self, procedure: ProcedureId, version: ProcedureVersion) -> Closing | None:
        """Until when the version takes cases, and why no longer; raises `NotFound`."""
        return closing_of(self.get(procedure, version), self.all(), self.endings)

    def last_closed(self, procedure: ProcedureId, on: date) -> Closing | None:
        return last_closed(procedure, on, self.all(), self.endings)

    def changes_of(self, file: ProcedureDefinition) -> tuple[Difference, ...]:
        """What a definition says otherwise than was published under its version."""
        key, known = (file.procedure, file.version), self._known()
        ended = [e.last_day for e in known.recorded if (e.procedure, e.version) == key and e.last_day is not None]
        return changes_since_publication(known.definitions[key], file, self.all(), ended)

    def contradictions(self) -> Mapping[_Key, Objection]:
        """Files that say something else than was published under their version; an author has to mend them."""
        files, known = self._files.all(), self._known()
        found = {}
        for file in files:
            key = (file.procedure, file.version)
            if key in known.publications and (differing := self.changes_of(file)):
                found[key] = changed(file.version, differing)
        return found

    def without_file(self) -> Sequence[_Key]:
        """Published versions of which the files say nothing any more; cases go on by what was published."""
        files = {(file.procedure, file.version) for file in self._files.all()}
        return sorted(self._known().publications.keys() - files)

    def _find(self, procedure: ProcedureId, version: ProcedureVersion) -> ProcedureDefinition | None:
        return self._known().definitions.get((procedure, version))

    def _known(self) -> _Seen:
        if self._seen is None:
            self._see_publications()
        assert self._seen is not None
        return self._seen
