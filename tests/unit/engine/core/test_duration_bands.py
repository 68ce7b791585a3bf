"""Percentiles from bands are at most 5 % from the exact ones, whatever the spans."""

from __future__ import annotations

from collections import Counter
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.duration_bands import band_of, percentile, seconds_of


@given(spans=st.lists(st.integers(0, 10**8), min_size=1, max_size=60), share=st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_a_percentile_is_near_the_exact_one(spans: list[int], share: float) -> None:
    exact = sorted(spans)[ceil(share * len(spans) - 1e-9) - 1]
    found = percentile(Counter(band_of(span) for span in spans), share)
    assert found == pytest.approx(exact, rel=0.05, abs=30)


@given(seconds=st.integers(0, 10**9))
def test_a_longer_span_is_in_no_earlier_band(seconds: int) -> None:
    assert band_of(seconds) <= band_of(seconds + 1)
    assert seconds_of(band_of(seconds)) <= seconds_of(band_of(seconds) + 1)


def test_of_nothing_there_is_none() -> None:
    assert percentile({}, 0.5) is None
    assert percentile({3: 1, 4: -1}, 0.5) is None
