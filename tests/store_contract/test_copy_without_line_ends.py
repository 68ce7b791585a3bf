"""A file that never ends its line is refused after one piece: it is not read into memory as a whole."""

from __future__ import annotations

import io
from typing import IO, cast

import pytest

from engine.core.errors import CopyRefused
from engine.service.copy_format import LONGEST_LINE, CopyReader


class Endless(io.RawIOBase):
    """As a small packed file that unpacks to terabytes; remembers how much was asked of it."""

    given = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None and 0 < size <= LONGEST_LINE
        self.given += size
        return b" " * size


def test_it_is_refused_after_one_piece() -> None:
    source = Endless()
    with pytest.raises(CopyRefused) as refused:
        CopyReader(cast(IO[bytes], source), {})
    assert refused.value.words.en == "line 1: the line is too long"
    assert source.given == LONGEST_LINE
