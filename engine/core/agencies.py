"""The agency directory: who is competent for a kind of work, in a territory, on a date."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from pydantic import Field

from engine.core.identifiers import AgencyId, AgencyKind, CalendarId, TerritoryId
from engine.core.values import Text, Value


class Validity(Value):
    """From the first to the last day, both included; no last day: still there."""

    first: date = Field(alias="from")
    last: date | None = Field(default=None, alias="to")

    def contains(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


class KindDefinition(Value):
    """A kind of agency (civil registry, commune police); steps name kinds, the directory names agencies."""

    title: Text


class Agency(Value):
    """One agency. `unit_code` is its identifier by QĐ 20/2020/QĐ-TTg, the head of its dossier codes."""

    kind: AgencyKind
    title: Text
    unit_code: str = Field(pattern=r"^[A-Y]\d{2}(\.\d{2,3})*$")
    territory: TerritoryId
    calendar: CalendarId
    valid: Validity
    system: str | None = Field(default=None, description="Name of its own system, for automatic steps.")


class AgencyDirectory(Value):
    """Kinds, agencies and territories (a territory names the one it lies in)."""

    territories: dict[TerritoryId, TerritoryId | None]
    kinds: dict[AgencyKind, KindDefinition]
    agencies: dict[AgencyId, Agency]

    @cached_property
    def _by_kind(self) -> Mapping[AgencyKind, list[AgencyId]]:
        found: dict[AgencyKind, list[AgencyId]] = {}
        for agency_id, agency in self.agencies.items():
            found.setdefault(agency.kind, []).append(agency_id)
        return found

    def find_competent(self, kind: AgencyKind, territory: TerritoryId, on: date) -> AgencyId | None:
        """The agency of that kind for the territory, or for the nearest territory around it, on that day."""
        place: TerritoryId | None = territory
        while place is not None:
            for agency_id in self._by_kind.get(kind, []):
                agency = self.agencies[agency_id]
                if agency.territory == place and agency.valid.contains(on):
                    return agency_id
            place = self.territories.get(place)
        return None
