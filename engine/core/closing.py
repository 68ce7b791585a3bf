"""Until when a published version takes new cases, and why no longer: its own last day, its successor, or an ending."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.core.values import Instant, Value

VersionKey = tuple[ProcedureId, ProcedureVersion]


class EndingFact(Value):
    """Somebody records that a version takes cases until a day, on a legal basis; `last_day` null: not ended after all."""

    procedure: ProcedureId
    version: ProcedureVersion
    last_day: date | None
    legal_basis: tuple[LegalBasis, ...]
    recorded_at: Instant
    recorded_by: str


class Ending(EndingFact):
    """A recorded ending; `number` counts those of all versions, and the last one of a version holds."""

    number: int


class ClosedBy(StrEnum):
    """What closes a version to new cases."""

    DECLARED = "declared"
    SUCCESSOR = "successor"
    ENDED = "ended"


class Closing(Value):
    """The last day on which a version takes cases. `successor`: the version that holds next, be it days later."""

    version: ProcedureVersion
    first_day: date
    last_day: date
    by: ClosedBy
    successor: ProcedureVersion | None = None
    successor_from: date | None = None
    ending: Ending | None = None

    @property
    def never_held(self) -> bool:
        """It was ended before its first day."""
        return self.last_day < self.first_day


Endings = Mapping[VersionKey, Ending]
"""The ending that each version has now; those that were taken back are not among them."""


def in_force(recorded: Sequence[Ending]) -> dict[VersionKey, Ending]:
    """Of each version what was recorded last, in the order of the records."""
    latest = {(ending.procedure, ending.version): ending for ending in recorded}
    return {key: ending for key, ending in latest.items() if ending.last_day is not None}


def closing_of(
    definition: ProcedureDefinition, known: Sequence[ProcedureDefinition], endings: Endings
) -> Closing | None:
    """The earliest of what closes the version; null while no end is known. `known`: versions of any procedure."""
    ending = endings.get((definition.procedure, definition.version))
    following = _following(definition, known, endings)
    closes: list[tuple[date, ClosedBy]] = []
    if ending is not None and ending.last_day is not None:
        closes.append((ending.last_day, ClosedBy.ENDED))
    if following is not None:
        closes.append((following.effective.first - timedelta(days=1), ClosedBy.SUCCESSOR))
    if definition.effective.last is not None:
        closes.append((definition.effective.last, ClosedBy.DECLARED))
    if not closes:
        return None
    last_day, by = min(closes, key=lambda one: one[0])  # of one day, the first that is named
    return Closing(
        version=definition.version,
        first_day=definition.effective.first,
        last_day=last_day,
        by=by,
        successor=following.version if following else None,
        successor_from=following.effective.first if following else None,
        ending=ending if by is ClosedBy.ENDED else None,
    )


def as_closed(definition: ProcedureDefinition, closing: Closing | None) -> ProcedureDefinition:
    """The version with the day on which it closes, whichever way that came about: to be shown and asked, never kept."""
    if closing is None or definition.effective.last == closing.last_day:
        return definition
    effective = definition.effective.model_copy(update={"last": closing.last_day})
    return definition.model_copy(update={"effective": effective})


def applicable(
    procedure: ProcedureId, on: date, known: Sequence[ProcedureDefinition], endings: Endings
) -> ProcedureDefinition | None:
    """The version that takes a dossier received on that day."""
    versions = [d for d in known if d.procedure == procedure]
    closed = [as_closed(d, closing_of(d, versions, endings)) for d in versions]
    holding = (d for d, as_it_holds in zip(versions, closed, strict=True) if as_it_holds.effective.contains(on))
    return max(holding, key=lambda d: d.effective.first, default=None)


def last_closed(
    procedure: ProcedureId, on: date, known: Sequence[ProcedureDefinition], endings: Endings
) -> Closing | None:
    """What closed the procedure before that day: of the version that took cases last; null if none was there yet."""
    versions = [d for d in known if d.procedure == procedure and d.effective.first <= on]
    closings = [closing_of(d, known, endings) for d in versions]
    return max((c for c in closings if c is not None and c.last_day < on), key=lambda c: c.last_day, default=None)


def holds_some_day(definition: ProcedureDefinition, endings: Endings) -> bool:
    """No, if it was ended before its first day: then it closes no other version either."""
    ending = endings.get((definition.procedure, definition.version))
    return ending is None or ending.last_day is None or ending.last_day >= definition.effective.first


def _following(
    definition: ProcedureDefinition, known: Sequence[ProcedureDefinition], endings: Endings
) -> ProcedureDefinition | None:
    later = [
        other
        for other in known
        if other.procedure == definition.procedure
        and other.effective.first > definition.effective.first
        and holds_some_day(other, endings)
    ]
    return min(later, key=lambda d: d.effective.first, default=None)
