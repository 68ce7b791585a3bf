"""Whether what lies there now is what a purge leaves: purged once more it must stay as it is."""

from collections.abc import Sequence

from engine.core import events
from engine.core.case import fold
from engine.core.definition import ProcedureDefinition
from engine.core.errors import NotFound
from engine.core.identifiers import ProcedureId
from engine.core.purging import purged
from engine.service.ports import DefinitionCatalogue


class PurgeProof:
    """Judges the events of a case of which a purge is on record: whoever owns the database can write that record, too."""

    def __init__(self, catalogue: DefinitionCatalogue) -> None:
        self._catalogue = catalogue

    def not_purged(self, history: Sequence[events.RecordedEvent]) -> frozenset[int]:
        """The events that a purge would not have left so; all of them where it would not have touched the case at all."""
        everything = frozenset(recorded.sequence for recorded in history)
        try:
            again = purged(history, versions_had(history, self._catalogue))
            is_closed = fold(history[0].case_id, history).closed_at is not None
        except (NotFound, LookupError, ValueError, TypeError, AttributeError, AssertionError):
            return everything  # a history that the engine cannot read was never purged by it
        if not is_closed:
            return everything
        return frozenset(old.sequence for old, new in zip(history, again, strict=True) if old != new)


def versions_had(history: Sequence[events.RecordedEvent], catalogue: DefinitionCatalogue) -> list[ProcedureDefinition]:
    """All that the case had: when it was handed in, received, and brought over. Raises `NotFound`."""
    procedure, names = ProcedureId(""), set()
    for recorded in history:
        match recorded.event:
            case events.CaseSubmitted() as submitted:
                procedure = submitted.procedure
                names.add(submitted.version)
            case events.CaseReceived() as received:
                names.add(received.version)
            case events.CaseMigrated() as migrated:
                names |= {migrated.from_version, migrated.to_version}
    return [catalogue.get(procedure, name) for name in sorted(names)]
