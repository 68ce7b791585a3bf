"""What the size benchmark counts as memory, and how much of it a waiting case may cost."""

from __future__ import annotations

import mmap
import os

from benchmarks.size.machine import private, resident
from benchmarks.size.memory import MARGIN, Held, bars_of, middle_of, table_of

SMALL = Held(5, {"API": 10 * 2**20, "dispatcher": 10 * 2**20, "Prefect server": 10 * 2**20, "PostgreSQL": 10 * 2**20})


def test_the_memory_of_every_part_counts() -> None:
    for part in SMALL.bytes_of:
        fat = Held(5, {**SMALL.bytes_of, part: SMALL.bytes_of[part] + MARGIN + 1})
        assert [bar.reached for bar in bars_of(SMALL, fat, 396_000)] == [True, False], part
        assert "+32.0" in table_of(SMALL, fat)
    assert all(bar.reached for bar in bars_of(SMALL, SMALL, 396_000))


def test_a_hundred_bytes_a_case_are_found() -> None:
    fat = Held(5, {**SMALL.bytes_of, "dispatcher": SMALL.bytes_of["dispatcher"] + 396_000 * 100})
    assert not bars_of(SMALL, fat, 396_000)[1].reached


def test_one_process_more_is_found_and_too_few_cases_prove_nothing() -> None:
    assert not bars_of(SMALL, Held(6, SMALL.bytes_of), 396_000)[0].reached
    told = bars_of(SMALL, SMALL, 4_000)[1]
    assert not told.reached
    assert "too few cases to tell" in told.words


def test_what_is_there_for_a_moment_does_not_count() -> None:
    fat = Held(5, {**SMALL.bytes_of, "PostgreSQL": 90 * 2**20})
    assert middle_of([SMALL, fat, SMALL]) == SMALL


def test_what_is_shared_is_resident_and_not_its_own() -> None:
    own, size = os.getpid(), 64 * 2**20
    mine, here = private(own), resident(own)
    with mmap.mmap(-1, size) as shared:  # as PostgreSQL has its buffers
        shared.write(b"x" * size)
        assert resident(own) - here > size / 2
        assert private(own) - mine < size / 2
    kept = bytearray(b"x" * size)
    assert private(own) - mine > size / 2
    assert len(kept) == size
