"""Keyset cursors: the place of the last row, wrapped so that nobody builds on what is inside."""

import base64
import binascii
import json
from datetime import datetime
from typing import NamedTuple

from engine.core.errors import CursorUnknown


class Place(NamedTuple):
    """An instant, and the names that make the place unique."""

    at: datetime
    names: tuple[str, ...]


def cursor_of(place: Place) -> str:
    inside = json.dumps([place.at.isoformat(), *place.names])
    return base64.urlsafe_b64encode(inside.encode()).decode().rstrip("=")


def place_of(cursor: str, names: int) -> Place:
    """Raises `CursorUnknown` for anything that `cursor_of` did not make."""
    try:
        inside = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        at, *rest = (str(part) for part in inside)
        place = Place(datetime.fromisoformat(at), tuple(rest))
    except (ValueError, TypeError, binascii.Error) as error:
        raise CursorUnknown() from error
    if len(place.names) != names or place.at.tzinfo is None or place.at.microsecond:
        raise CursorUnknown()
    return place
