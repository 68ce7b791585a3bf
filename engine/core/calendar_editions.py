"""The calendars as they were known at each time, from their editions; and what each edition brought."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from engine.core.calendar_entries import Entry
from engine.core.calendars import CalendarBook, CalendarDefinition, CalendarFile, Edition
from engine.core.editions import RecordedEdition, Subject
from engine.core.identifiers import CalendarId
from engine.core.legal_time import to_instant


def calendar_of(edition: RecordedEdition) -> CalendarDefinition:
    return CalendarDefinition.model_validate_json(edition.content)


_LISTED = frozenset({"days_off", "swapped_workdays", "breaks", "closures", "outages"})


class Change(NamedTuple):
    """What an edition says otherwise than the one before it of the same calendar; the first one says nothing new.

    `other`: the fields, beside the lists of entries, that differ.
    """

    edition: RecordedEdition
    is_first: bool
    added: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    other: tuple[str, ...]


def canonical(calendar: CalendarDefinition) -> str:
    """The content as JSON that reads back as the same calendar; comments and defaults are no part of it."""
    said = calendar.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def book_of(recorded: Sequence[RecordedEdition]) -> CalendarBook:
    """The calendars with everything that was known when; the editions are in the order in which they were recorded.

    The first edition of a calendar stands for all time before the second: a new installation brings no knowledge of
    its own, only what the entries say of themselves.
    """
    first: dict[CalendarId, CalendarDefinition] = {}
    later: dict[int, dict[CalendarId, CalendarDefinition]] = {}
    for edition in _of_calendars(recorded):
        name = CalendarId(edition.name)
        if name in first:
            later.setdefault(to_instant(edition.first_seen_at), {})[name] = calendar_of(edition)
        else:
            first[name] = calendar_of(edition)
    return CalendarBook(first, later=tuple(_in_full(first, later)))


def changes(recorded: Sequence[RecordedEdition]) -> Iterator[Change]:
    """Each edition with the entries that are new in it, and those that it has no more."""
    before: dict[str, CalendarDefinition] = {}
    for edition in _of_calendars(recorded):
        now = calendar_of(edition)
        then = before.get(edition.name)
        before[edition.name] = now
        yield Change(edition, True, (), (), ()) if then is None else _change(edition, then, now)


def _of_calendars(recorded: Sequence[RecordedEdition]) -> Iterator[RecordedEdition]:
    return (edition for edition in recorded if edition.subject is Subject.CALENDAR)


def _change(edition: RecordedEdition, then: CalendarDefinition, now: CalendarDefinition) -> Change:
    had, has = list(then.entries()), list(now.entries())
    return Change(
        edition,
        is_first=False,
        added=tuple(entry for entry in has if entry not in had),
        gone=tuple(entry for entry in had if entry not in has),
        other=tuple(n for n in CalendarFile.model_fields if n not in _LISTED and getattr(then, n) != getattr(now, n)),
    )


def _in_full(
    first: Mapping[CalendarId, CalendarDefinition], later: Mapping[int, Mapping[CalendarId, CalendarDefinition]]
) -> Iterator[Edition]:
    """Each instant at which something was new, with all calendars as they stood then."""
    whole = dict(first)
    for since in sorted(later):
        whole |= later[since]
        yield Edition(since, dict(whole))
