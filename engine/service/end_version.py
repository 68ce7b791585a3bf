"""Ending a published version: a fact of its own beside what was published, which stays as it is, byte for byte."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.core import ending_rules
from engine.core.closing import Closing, Ending, EndingFact, closing_of
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.core.legal_time.instants import VIETNAM
from engine.core.publication import Objection
from engine.service.live_catalogue import LiveCatalogue
from engine.service.ports import Clock, PublishedVersions
from engine.service.publish import PublicationRefused


@dataclass(frozen=True, slots=True)
class Ended:
    """What is on record now; `is_new` false: the same was recorded before. `closing` null: the version is open again."""

    ending: Ending
    closing: Closing | None
    is_new: bool


class EndingVersions:
    """Records until when a version takes cases. The last record holds; none is ever changed."""

    def __init__(self, published: PublishedVersions, catalogue: LiveCatalogue, clock: Clock) -> None:
        self._published = published
        self._catalogue = catalogue
        self._clock = clock

    def end(
        self,
        procedure: ProcedureId,
        version: ProcedureVersion,
        last_day: date | None,
        legal_basis: tuple[LegalBasis, ...],
        by: str,
    ) -> Ended:
        """`last_day` null takes an ending back. Raises `NotFound`, `PublicationRefused` or `Conflict`."""
        self._catalogue.refresh()
        definition = self._catalogue.get(procedure, version)
        if self._catalogue.find_publication(procedure, version) is None:
            raise PublicationRefused((ending_rules.unpublished(version),))
        fact = EndingFact(
            procedure=procedure,
            version=version,
            last_day=last_day,
            legal_basis=legal_basis,
            recorded_at=self._clock.now(),
            recorded_by=by,
        )
        known = self._catalogue.find_last_ending(procedure, version)
        if known is not None and (known.last_day, known.legal_basis) == (last_day, legal_basis):
            return Ended(known, self._catalogue.find_closing(procedure, version), is_new=False)
        if objections := tuple(self._objections(definition, fact)):
            raise PublicationRefused(objections)
        added = self._published.add_ending(fact)
        self._catalogue.refresh()
        return Ended(added, self._catalogue.find_closing(procedure, version), is_new=True)

    def _objections(self, definition: ProcedureDefinition, fact: EndingFact) -> list[Objection]:
        found = list(ending_rules.objections_to_ending(definition, fact.last_day, self._catalogue.endings))
        if found:
            return found
        if fact.last_day is not None and self._has_cases_after(definition, fact.last_day):
            return [ending_rules.cases_after(definition.version, fact.last_day)]
        regained = ending_rules.days_regained(*self._closings(definition, fact))
        if regained is not None and self._has_others_on(definition, *regained):
            return [ending_rules.cases_meanwhile(definition.version, regained[0])]
        return []

    def _closings(self, definition: ProcedureDefinition, fact: EndingFact) -> tuple[Closing | None, Closing | None]:
        """What closes the version now, and what would once the fact was recorded."""
        key, now = (definition.procedure, definition.version), self._catalogue.endings
        then = {name: ending for name, ending in now.items() if name != key}
        if fact.last_day is not None:
            then[key] = Ending(number=1, **dict(fact))
        known = self._catalogue.all()
        return closing_of(definition, known, now), closing_of(definition, known, then)

    def _has_cases_after(self, definition: ProcedureDefinition, last_day: date) -> bool:
        return self._published.has_cases(definition.procedure, definition.version, _start_of_next(last_day))

    def _has_others_on(self, definition: ProcedureDefinition, first: date, last: date | None) -> bool:
        since, before = datetime.combine(first, time(), VIETNAM), _start_of_next(last) if last else None
        return self._published.has_other_cases(definition.procedure, definition.version, since, before)


def _start_of_next(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)
