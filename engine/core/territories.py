"""Territories in time: where a place lies on a day, and what became of one that was merged, split or ended."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import Field, model_validator

from engine.core.definition_basics import LegalBasis
from engine.core.identifiers import TerritoryId
from engine.core.values import Text, Value


class Validity(Value):
    """From the first to the last day, both included; no last day: still there."""

    first: date = Field(alias="from", description="The first day.")
    last: date | None = Field(default=None, alias="to", description="The last day; none: no end is known.")

    def contains(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


class Period(Value):
    """A time in which something is said; an end that is not given is open."""

    first: date | None = Field(default=None, alias="from", description="The first day; none: from the beginning.")
    last: date | None = Field(default=None, alias="to", description="The last day; none: no end is known.")

    def contains(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Enclosure(Period):
    """The territory that a place lies in, for a time."""

    territory: TerritoryId = Field(description="The larger place.")


class Territory(Value):
    """A place. `hoa-mau` is short for `{lies_in: hoa-mau}`, null for one that lies in no other."""

    title: Text | None = Field(
        default=None, description="The name of the place, as people read it; none: its short name is shown."
    )
    lies_in: tuple[Enclosure, ...] = Field(default=(), description="The larger place that it lies in, by date.")
    valid: Validity | None = Field(default=None, description="Leave it out for a place that is always there.")
    succeeded_by: tuple[TerritoryId, ...] = Field(
        default=(), description="What it became on the day after its last; several: it was split."
    )
    legal_basis: tuple[LegalBasis, ...] = Field(
        default=(), description="The decision by which it was merged, split or ended."
    )

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any) -> Any:
        if value is None:
            return {}
        if isinstance(value, str):
            return {"lies_in": [{"territory": value}]}
        return with_short_forms(value, {"lies_in": "territory", "succeeded_by": None})


Territories = Mapping[TerritoryId, Territory]


def with_short_forms(value: Any, fields: Mapping[str, str | None]) -> Any:
    """One name where a list may stand is a list of one: of the name, or of `{field: name}`."""
    if not isinstance(value, dict):
        return value
    short = {name: value[name] for name in fields if isinstance(value.get(name), str)}
    return {**value, **{name: [{field: said} if (field := fields[name]) else said] for name, said in short.items()}}


def place_on(territories: Territories, place: TerritoryId, on: date) -> TerritoryId | None:
    """What `place` is called on that day: itself, or the one that it was merged into; null if it was split or ended."""
    seen: set[TerritoryId] = set()
    while (known := territories.get(place)) is not None and place not in seen:
        if known.valid is None or known.valid.last is None or on <= known.valid.last:
            return place
        if len(known.succeeded_by) != 1:
            return None
        seen.add(place)
        place = known.succeeded_by[0]
    return None


def around(territories: Territories, place: TerritoryId, on: date) -> Iterator[TerritoryId]:
    """The place as of that day and the territories around it, from the nearest.

    One that ended without a single successor is passed over: what it held lies in what it lay in itself.
    """
    seen: set[TerritoryId] = set()
    here: TerritoryId | None = place
    while here is not None and here not in seen:
        seen.add(here)
        present = place_on(territories, here, on)
        if present is not None:
            yield present
            seen.add(present)
        here = enclosing(territories, present or here, on)


def enclosing(territories: Territories, place: TerritoryId, on: date) -> TerritoryId | None:
    """The territory that this one lies in on that day; of one that has ended, the last that it lay in."""
    known = territories.get(place)
    if known is None or not known.lies_in:
        return None
    last = known.valid.last if known.valid else None
    day = on if last is None else min(on, last)
    return next((period.territory for period in known.lies_in if period.contains(day)), None)
