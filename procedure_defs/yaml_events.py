"""YAML text -> its events: from the quick parser where it is sure, else from the thorough one."""

from collections.abc import Iterator
from itertools import islice

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    ScalarEvent,
)

MOST_PARTS = 20_000
"""Keys and values; the largest shipped file has a few hundred."""


def events_of(text: str) -> Iterator[Event]:
    """The events of the quick parser if it is sure; else those of the thorough one, which says better what is wrong."""
    quick = quick_events(text)
    yield from YAML(typ="safe", pure=True).parse(text) if quick is None else quick


def quick_events(text: str) -> list[Event] | None:
    """The same in a tenth of the time; nothing where both could differ: see `_is_disputed`."""
    try:
        events = list(islice(YAML(typ="safe", pure=False).parse(text), MOST_PARTS + 1))
    except (YAMLError, ValueError, IndexError, AttributeError, TypeError):
        return None
    return None if any(_is_disputed(event) for event in events) else events


def can_be_read(text: str) -> bool:
    try:
        for _ in islice(YAML(typ="safe", pure=False).parse(text), MOST_PARTS):
            pass
    except (YAMLError, ValueError, IndexError, AttributeError, TypeError):
        return False
    return True


def _is_disputed(event: Event) -> bool:
    """The two differ on tags, behind directives, on where a value stands that was left out, and on where a block of text ends."""
    if getattr(event, "tag", None) is not None or getattr(event, "anchor", None) is not None:
        return True
    if isinstance(event, DocumentStartEvent):
        return event.version is not None
    if not isinstance(event, ScalarEvent):
        return False
    return event.style in ("|", ">") or (event.value == "" and event.style in (None, ""))
