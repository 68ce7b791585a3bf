"""Calendars that extend others: what a file does not say itself, it takes over; its own entries come on top."""

from collections.abc import Mapping
from typing import Any

from engine.core.calendars import CalendarDefinition, CalendarFile
from engine.core.computed_days import COMPUTED, COMPUTED_FROM
from engine.core.identifiers import CalendarId

_ONCE_A_DAY = ("days_off", "swapped_workdays")
_ADDED = ("breaks", "closures", "outages", "computed_years")
_TAKEN_OVER = ("covers", "week", "day_seconds", "min_counted_day_seconds")


def resolved(
    files: Mapping[CalendarId, CalendarFile], known: Mapping[CalendarId, CalendarDefinition]
) -> dict[CalendarId, CalendarDefinition]:
    """The calendars with what they extend, beside those that are known already.

    Left out are those that extend an unknown one, or each other in a circle.
    """
    found = {name: whole for name, whole in known.items() if name not in files}
    waiting = dict(files)
    while ready := [name for name, file in waiting.items() if file.extends is None or file.extends in found]:
        for name in ready:
            file = waiting.pop(name)
            whole = completed(file, found[file.extends] if file.extends is not None else None)
            if whole is not None:
                found[name] = whole
    return found


def completed(file: CalendarFile, parent: CalendarDefinition | None) -> CalendarDefinition | None:
    """The file with what its parent says; null if even then it has no week or no coverage."""
    said: dict[str, Any] = {name: getattr(file, name) for name in type(file).model_fields}
    if parent is not None:
        for name in _TAKEN_OVER:
            if name not in file.model_fields_set or said[name] is None:
                said[name] = getattr(parent, name)
        said["sources"] = {**parent.sources, **file.sources}
        said["decisions"] = {**parent.decisions, **file.decisions}
        for name in _ONCE_A_DAY:
            own = {entry.day for entry in said[name]}
            said[name] = (*(entry for entry in getattr(parent, name) if entry.day not in own), *said[name])
        for name in _ADDED:
            said[name] = (*getattr(parent, name), *said[name])
    if said["covers"] is None or said["week"] is None:
        return None
    if said["computed_years"]:
        said["sources"] = {**said["sources"], COMPUTED: COMPUTED_FROM}
    return CalendarDefinition.model_construct(**said)
