"""A cursor leads back to its place; anything else is refused with the remedy."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.errors import CursorUnknown
from engine.store.cursors import Place, cursor_of, place_of

INSTANTS = st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))


@given(INSTANTS, st.lists(st.text(), min_size=1, max_size=3))
def test_there_and_back(at: datetime, names: list[str]) -> None:
    place = Place(at, tuple(names))
    assert place_of(cursor_of(place), len(names)) == place


@given(st.text())
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(CursorUnknown, match="first page"):
        place_of(text, 1)


def test_a_cursor_of_another_list_is_refused() -> None:
    cursor = cursor_of(Place(datetime(2026, 6, 1, tzinfo=UTC), ("kite-1", "inspect_kite")))
    with pytest.raises(CursorUnknown):
        place_of(cursor, 1)
