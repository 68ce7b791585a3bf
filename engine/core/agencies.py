"""The agency directory: who is competent for a kind of work, in a territory, on a date, and who took over from whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from pydantic import Field, model_validator

from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import AgencyId, AgencyKind, CalendarId, TerritoryId
from engine.core.territories import Period, Territory, Validity, around, with_short_forms
from engine.core.values import Text, Value

__all__ = ["Agency", "AgencyDirectory", "CentralSystem", "KindDefinition", "Route", "Superior", "Validity"]


class KindDefinition(Value):
    """A kind of agency (civil registry, commune police); steps name kinds, the directory names agencies."""

    title: Text = Field(description="The name of the kind, as people read it.")


class Superior(Period):
    """The agency that this one belongs to in reports, for a time."""

    agency: AgencyId = Field(description="The agency above it.")


class CentralSystem(Period):
    """A ministry's central system in which the agency's work is done, for a time; the province mirrors the status."""

    system: str = Field(description="The name of the ministry's system.")
    legal_basis: tuple[LegalBasis, ...] = Field(
        default=(), description="Where it is written that the work is done there."
    )


class Agency(Value):
    """One agency. `unit_code` is its identifier by QĐ 20/2020/QĐ-TTg, the head of its dossier codes."""

    kind: AgencyKind = Field(description="What it is competent for; steps name this.")
    title: Text = Field(description="The name of the agency, as people read it.")
    unit_code: str = Field(
        pattern=r"^[A-Y]\d{2}(\.\d{2,3})*$", description="Its code by QĐ 20/2020/QĐ-TTg, the head of its dossier codes."
    )
    territory: TerritoryId = Field(description="The territory for which it is competent.")
    calendar: CalendarId = Field(description="The calendar by which it works and its limits are counted.")
    valid: Validity = Field(description="The days on which it exists.")
    system: str | None = Field(default=None, description="Name of its own system, for automatic steps.")
    central_system: tuple[CentralSystem, ...] = Field(
        default=(), description="Ministries' systems in which its work is done instead, by date."
    )
    parent: tuple[Superior, ...] = Field(default=(), description="The agency that it belongs to in reports, by date.")
    succeeded_by: tuple[AgencyId, ...] = Field(
        default=(), description="Who has its work from the day after its last; of several, the territory decides."
    )
    legal_basis: tuple[LegalBasis, ...] = Field(default=(), description="Where its end and succession are written.")

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any) -> Any:
        return with_short_forms(value, {"succeeded_by": None, "parent": "agency", "central_system": "system"})

    @property
    def hands_over_on(self) -> date | None:
        """The first day on which its successor has its work; null while no end is known."""
        return self.valid.last + timedelta(days=1) if self.valid.last else None


@dataclass(frozen=True, slots=True)
class Route:
    """Who does the work, and in which system; `is_mirrored`: in a ministry's, of which the province shows the status."""

    agency: AgencyId
    system: str | None
    is_mirrored: bool


class AgencyDirectory(Value):
    """Kinds, agencies and territories, each with its time."""

    territories: dict[TerritoryId, Territory] = Field(description="The places, each under its name.")
    kinds: dict[AgencyKind, KindDefinition] = Field(description="The kinds of agencies, each under its name.")
    agencies: dict[AgencyId, Agency] = Field(description="The agencies, each under its name.")

    @cached_property
    def _by_kind(self) -> Mapping[AgencyKind, list[AgencyId]]:
        found: dict[AgencyKind, list[AgencyId]] = {}
        for agency_id, agency in self.agencies.items():
            found.setdefault(agency.kind, []).append(agency_id)
        return found

    def find_competent(self, kind: AgencyKind, territory: TerritoryId, on: date) -> AgencyId | None:
        """The agency of that kind for the territory, or for the nearest territory around it, on that day.

        A territory that was merged since is read as the one that it is on that day.
        """
        for place in around(self.territories, territory, on):
            for agency_id in self._by_kind.get(kind, []):
                agency = self.agencies[agency_id]
                if agency.territory == place and agency.valid.contains(on):
                    return agency_id
        return None

    def find_successor(self, agency: AgencyId, on: date, territory: TerritoryId | None = None) -> AgencyId | None:
        """Who has the agency's work on that day: itself until its last day, then its successor's successor and so on.

        Of several successors the one that is nearest around `territory`; null when that is not exactly one.
        """
        seen: set[AgencyId] = set()
        while agency in self.agencies and agency not in seen:
            known = self.agencies[agency]
            if known.valid.last is None or on <= known.valid.last:
                return agency if not seen or known.valid.first <= on else None
            seen.add(agency)
            following = self._following(known, on, territory)
            if following is None:
                return None
            agency = following
        return None

    def competent_now(self, agency: AgencyId, kind: AgencyKind, territory: TerritoryId, on: date) -> AgencyId | None:
        """Who goes on with work that was the agency's: itself, its successor, or, where the directory names none, the
        agency of that kind for what the territory is now. Null: somebody must decide."""
        known = self.agencies.get(agency)
        if known is not None and (known.valid.last is None or on <= known.valid.last or known.succeeded_by):
            return self.find_successor(agency, on, territory)
        return self.find_competent(kind, territory, on)

    def route(self, kind: AgencyKind, territory: TerritoryId, on: date) -> Route | None:
        """The competent agency and the system in which it works on that day."""
        agency = self.find_competent(kind, territory, on)
        return self.route_of(agency, on) if agency is not None else None

    def route_of(self, agency: AgencyId, on: date) -> Route:
        """The system in which the agency works on that day: a ministry's central one if it is routed there."""
        known = self.agencies[agency]
        central = next((period.system for period in known.central_system if period.contains(on)), None)
        return Route(agency, central or known.system, is_mirrored=central is not None)

    def systems(self) -> tuple[str, ...]:
        """Every system in which some agency works at some time, each once."""
        own = [agency.system for agency in self.agencies.values() if agency.system]
        central = [period.system for agency in self.agencies.values() for period in agency.central_system]
        return tuple(dict.fromkeys([*own, *central]))

    def _following(self, ended: Agency, on: date, territory: TerritoryId | None) -> AgencyId | None:
        """One successor is it whatever the territory; of several, the nearest around the territory of the work."""
        if len(ended.succeeded_by) == 1:
            return ended.succeeded_by[0]
        for place in around(self.territories, territory, on) if territory is not None else ():
            near = [a for a in ended.succeeded_by if a in self.agencies and self.agencies[a].territory == place]
            if near:
                return near[0] if len(near) == 1 else None
        return None
