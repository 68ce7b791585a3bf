"""A usual run tells the same few stories again; the profile `long` finds many of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import Phase, settings

from tests.support.hypothesis_profiles import LONG, few_or_long


@pytest.fixture(autouse=True)
def _profile_is_as_before() -> Iterator[None]:
    before = settings.get_current_profile_name()
    yield
    settings.load_profile(before)


def test_a_usual_run_tells_the_same_few_stories() -> None:
    for usual in ("developer", "ci"):
        settings.load_profile(usual)
        said = few_or_long(examples=14, steps=30)
        assert (said.max_examples, said.stateful_step_count, said.derandomize) == (14, 30, True)


def test_the_long_profile_tells_many_by_chance_and_shrinks_what_fails() -> None:
    settings.load_profile(LONG)
    said = few_or_long(examples=14, steps=30)
    assert said.max_examples >= 1_000
    assert said.stateful_step_count > 30
    assert not said.derandomize
    assert Phase.shrink in said.phases
