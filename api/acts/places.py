"""The places that a form offers: those of one's own agency first, then the others of the day, what is no more last."""

from dataclasses import dataclass
from datetime import date

from api.acts.texts import ACT_TEXTS
from engine.core.agencies import AgencyDirectory
from engine.core.identifiers import AgencyId, TerritoryId
from engine.core.territories import around
from engine.core.values import Text

MOST_CHOICES = 300
"""A list that is longer is asked for by name: a page of all communes of a country helps nobody."""

Options = tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """From where one looks, and on which day."""

    on: date
    own: AgencyId | None = None


def parts_of(directory: AgencyDirectory, near: Near | None) -> tuple[tuple[Text, Options], ...]:
    """The places by their titles, under their headings; none where they are too many to choose from.

    No heading stands over nothing; who asks for no day gets one list.
    """
    if len(directory.territories) > MOST_CHOICES:
        return ()
    parts: dict[str, list[tuple[str, Text]]] = {"places_own": [], "places_of_today": [], "places_of_once": []}
    for name, known in directory.territories.items():
        parts[_part(directory, name, near)].append((name, known.title or Text(vi=name, en=name)))
    return tuple(
        (ACT_TEXTS[heading], tuple(sorted(found, key=lambda place: place[1].vi)))
        for heading, found in parts.items()
        if found
    )


def _part(directory: AgencyDirectory, place: TerritoryId, near: Near | None) -> str:
    if near is None:
        return "places_of_today"
    valid = directory.territories[place].valid
    if valid is not None and not valid.contains(near.on):
        return "places_of_once"
    here = directory.agencies[near.own].territory if near.own in directory.agencies else None
    is_own = here is not None and here in around(directory.territories, place, near.on)
    return "places_own" if is_own else "places_of_today"
