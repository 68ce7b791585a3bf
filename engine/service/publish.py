"""Publishing: a checked version is kept in the database, once and for ever; from then on its file is only a copy."""

from dataclasses import dataclass
from datetime import datetime, time

from engine.core import publication
from engine.core.canonical import canonical, content_hash
from engine.core.definition import ProcedureDefinition
from engine.core.errors import EngineError
from engine.core.legal_time.instants import VIETNAM
from engine.core.publication import Objection, Publication, PublishedVersion
from engine.service.live_catalogue import LiveCatalogue
from engine.service.ports import Clock, PublishedVersions


class PublicationRefused(EngineError):
    """The version cannot be published as it is; each objection says what to mend."""

    def __init__(self, objections: tuple[Objection, ...]) -> None:
        super().__init__("\n".join(o.in_language("en") for o in objections))
        self.objections = objections


@dataclass(frozen=True, slots=True)
class Published:
    """A published version; `is_new` false: the same content was published before, nothing was done."""

    version: PublishedVersion
    is_new: bool


class Publishing:
    """Adds versions to those that were published; the definition has been checked by itself already."""

    def __init__(self, published: PublishedVersions, catalogue: LiveCatalogue, clock: Clock) -> None:
        self._published = published
        self._catalogue = catalogue
        self._clock = clock

    def publish(self, definition: ProcedureDefinition, by: str) -> Published:
        """Raises `PublicationRefused` with every objection, `Conflict` if somebody published it meanwhile."""
        self._catalogue.refresh()
        known = self._catalogue.find_publication(definition.procedure, definition.version)
        if known is not None:
            return self._again(known, definition)
        if objections := tuple(self._objections(definition)):
            raise PublicationRefused(objections)
        content = canonical(definition)
        added = self._published.add(
            Publication(
                procedure=definition.procedure,
                version=definition.version,
                content_hash=content_hash(content),
                content=content,
                published_at=self._clock.now(),
                published_by=by,
            )
        )
        self._catalogue.refresh()
        return Published(added, is_new=True)

    def _again(self, known: PublishedVersion, definition: ProcedureDefinition) -> Published:
        if found := self._catalogue.changes_of(definition):
            raise PublicationRefused((publication.changed(known.version, found),))
        return Published(known, is_new=False)

    def _objections(self, definition: ProcedureDefinition) -> list[Objection]:
        found = list(publication.overlapping(definition, self._already_published(), self._catalogue.endings))
        begins = datetime.combine(definition.effective.first, time(), VIETNAM)
        if begins < self._clock.now() and self._published.has_other_cases(
            definition.procedure, definition.version, begins
        ):
            found.append(publication.retroactive(definition))
        return found

    def _already_published(self) -> list[ProcedureDefinition]:
        return [d for d in self._catalogue.all() if self._catalogue.find_publication(d.procedure, d.version)]
