"""An instant is said as a text with its offset; nothing else is taken for one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from engine.core.values import Instant

INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


@pytest.mark.parametrize("said", ["2026-08-21T15:10:00+07:00", "2026-08-21T08:10:00Z", "2026-08-21 15:10+07:00"])
def test_text_with_an_offset_is_an_instant(said: str) -> None:
    assert INSTANT.validate_python(said) == datetime(2026, 8, 21, 8, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "said", [1, 1.5, True, "1", "1787298600", "", "2026-08-21", "2026-08-21T15:10:00", "2026-08-21T15:10:00.5+07:00"]
)
def test_anything_else_is_not(said: object) -> None:
    with pytest.raises(ValidationError):
        INSTANT.validate_python(said)
