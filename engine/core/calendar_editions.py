"""Editions: what the calendar files of an installation said, and since when; from them, what was known when."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from engine.core.calendar_entries import Entry
from engine.core.calendars import CalendarBook, CalendarDefinition, CalendarFile, Edition
from engine.core.identifiers import CalendarId
from engine.core.legal_time import to_instant
from engine.core.values import Instant, Value


class CalendarEdition(Value):
    """One calendar as it was first seen at an instant; `edition` numbers those of all calendars together."""

    edition: int
    calendar: CalendarId
    content_hash: str
    content: str
    first_seen_at: Instant

    @property
    def definition(self) -> CalendarDefinition:
        return CalendarDefinition.model_validate_json(self.content)


_LISTED = frozenset({"days_off", "swapped_workdays", "breaks", "closures", "outages"})


class Change(NamedTuple):
    """What an edition says otherwise than the one before it of the same calendar; the first one says nothing new.

    `other`: the fields, beside the lists of entries, that differ.
    """

    edition: CalendarEdition
    is_first: bool
    added: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    other: tuple[str, ...]


def canonical(calendar: CalendarDefinition) -> str:
    """The content as JSON that reads back as the same calendar; comments and defaults are no part of it."""
    said = calendar.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def content_hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def unrecorded(
    files: Mapping[CalendarId, CalendarDefinition], recorded: Sequence[CalendarEdition]
) -> dict[CalendarId, str]:
    """The content of the calendars whose files say something else than their last edition, or have none yet.

    A calendar without a file is none of them: cases were reckoned with it, so it is kept as it was.
    """
    last = {edition.calendar: edition.content_hash for edition in recorded}
    contents = {name: canonical(files[name]) for name in sorted(files)}
    return {name: content for name, content in contents.items() if content_hash(content) != last.get(name)}


def book_of(recorded: Sequence[CalendarEdition]) -> CalendarBook:
    """The calendars with everything that was known when; the editions are in the order in which they were recorded.

    The first edition of a calendar stands for all time before the second: a new installation brings no knowledge of
    its own, only what the entries say of themselves.
    """
    first: dict[CalendarId, CalendarDefinition] = {}
    later: dict[int, dict[CalendarId, CalendarDefinition]] = {}
    for edition in recorded:
        if edition.calendar in first:
            later.setdefault(to_instant(edition.first_seen_at), {})[edition.calendar] = edition.definition
        else:
            first[edition.calendar] = edition.definition
    return CalendarBook(first, later=tuple(_in_full(first, later)))


def changes(recorded: Sequence[CalendarEdition]) -> Iterator[Change]:
    """Each edition with the entries that are new in it, and those that it has no more."""
    before: dict[CalendarId, CalendarDefinition] = {}
    for edition in recorded:
        now = edition.definition
        then = before.get(edition.calendar)
        before[edition.calendar] = now
        yield Change(edition, True, (), (), ()) if then is None else _change(edition, then, now)


def _change(edition: CalendarEdition, then: CalendarDefinition, now: CalendarDefinition) -> Change:
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
