"""The organisation tree of the agencies, by date: what a report adds up under whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.core.agencies import AgencyDirectory
from engine.core.identifiers import AgencyId, TerritoryId
from engine.core.values import Text

EVERY_AGENCY = AgencyId("*")
"""Stands for all agencies together, whomever they belong to; none is named so."""
EVERY_AGENCY_TITLE = Text(vi="Toàn tỉnh (tất cả cơ quan)", en="Whole province (all agencies)")


class Reading(StrEnum):
    """Whose tree a report follows: that of the day on which something happened, or that of the day of the report."""

    EVENT_DATE = "event_date"
    REPORT_DATE = "report_date"


@dataclass(frozen=True, slots=True)
class Organisation:
    """The agencies as they belong to one another on a day; one that has ended counts where it belonged on its last."""

    directory: AgencyDirectory
    on: date

    def above(self, agency: AgencyId) -> tuple[AgencyId, ...]:
        """The agency and all that it belongs to, from the nearest; of one that ended since, who has its work now."""
        found: list[AgencyId] = []
        here: AgencyId | None = agency
        while here is not None and here not in found:
            found.append(here)
            here = self._over(here)
        return tuple(found)

    def below(self, agency: AgencyId) -> tuple[AgencyId, ...]:
        """The agency and every one that belongs to it, also those that have ended, in the order of the directory.

        Each is there once, also under all agencies together: whoever adds them up counts no work twice.
        """
        if agency == EVERY_AGENCY:
            return tuple(self.directory.agencies)
        found = tuple(known for known in self.directory.agencies if agency in self.above(known))
        return found or (agency,)

    def _over(self, agency: AgencyId) -> AgencyId | None:
        known = self.directory.agencies.get(agency)
        if known is None:
            return None
        day = min(self.on, known.valid.last or self.on)
        said = next((period.agency for period in known.parent if period.contains(day)), None)
        return self.directory.find_successor(said, self.on, known.territory) if said is not None else None


def parent_on(directory: AgencyDirectory, agency: AgencyId, on: date) -> AgencyId | None:
    """The agency that this one belongs to on that day; of one that has ended meanwhile, its successor."""
    known = directory.agencies[agency]
    said = next((period.agency for period in known.parent if period.contains(on)), None)
    return directory.find_successor(said, on, known.territory) if said is not None else None


def lineage(directory: AgencyDirectory, agency: AgencyId, on: date) -> tuple[AgencyId, ...]:
    """The agency and all that it belongs to on that day, from the nearest; it ends where a circle would close."""
    found: list[AgencyId] = []
    here: AgencyId | None = agency
    while here is not None and here not in found:
        found.append(here)
        here = parent_on(directory, here, on)
    return tuple(found)


def roll_up(directory: AgencyDirectory, agency: AgencyId, on: date) -> tuple[AgencyId, ...]:
    """The agency and every agency below it that is there on that day, in the order of the directory."""
    return tuple(a for a in _there(directory, on) if agency in lineage(directory, a, on))


def roots(directory: AgencyDirectory, on: date) -> tuple[AgencyId, ...]:
    """The agencies that are there on that day and belong to no other."""
    return tuple(a for a in _there(directory, on) if parent_on(directory, a, on) is None)


def children(directory: AgencyDirectory, agency: AgencyId, on: date) -> tuple[AgencyId, ...]:
    """The agencies right below this one on that day."""
    return tuple(a for a in _there(directory, on) if parent_on(directory, a, on) == agency)


def counted_under(
    directory: AgencyDirectory,
    agency: AgencyId,
    territory: TerritoryId,
    reading: Reading,
    *,
    event_on: date,
    report_on: date,
) -> tuple[AgencyId, ...]:
    """Under whom work of the agency counts: all that it belonged to then, or all that its successor belongs to now.

    Work without an unambiguous successor stays with the agency that did it.
    """
    if reading is Reading.EVENT_DATE:
        return lineage(directory, agency, event_on)
    present = directory.find_successor(agency, report_on, territory)
    return lineage(directory, present, report_on) if present is not None else (agency,)


def _there(directory: AgencyDirectory, on: date) -> Iterator[AgencyId]:
    return (name for name, agency in directory.agencies.items() if agency.valid.contains(on))
