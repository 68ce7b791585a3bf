"""Both lateness numbers of any case come out again when their requests are put to the deadline adapter."""

import io
import json
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli import deadlines
from engine.core.lateness import count_lateness, lateness_of
from engine.core.legal_time import format_instant, to_instant
from tests.support.kite_story import KiteStory
from tests.support.random_kites import as_of, kite_stories


def asked(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What `lienthong deadlines --inline` answers."""
    out = io.StringIO()
    deadlines.run(io.StringIO("\n".join(map(json.dumps, requests)) + "\n"), out, inline=True)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(story=kite_stories(), later=st.integers(0, 20 * 86_400))
def test_each_number_comes_out_again(story: KiteStory, later: int) -> None:
    assert story.state.received_at is not None
    period_end = story.state.received_at + timedelta(seconds=later)
    found = lateness_of(story.law, as_of(story, period_end), period_end)
    assert found.by_law is not None
    law, first, second = asked([found.by_law.request, *(one.request for one in found.by_766)])
    assert law["status"] == found.by_law.status
    assert found.by_law.due_at is not None
    assert law["due_if_resumed_now"] == format_instant(to_instant(found.by_law.due_at))
    for answer, one in zip((first, second), found.by_766, strict=True):
        assert answer["counted"]
        assert (answer["on_time"], answer["late_seconds"]) == (one.on_time, one.late_seconds)
        assert answer["adjusted_end_at"] == format_instant(to_instant(one.adjusted_end_at))
        assert tuple(answer["late_because"]) == one.late_because
    counts = count_lateness([found, found])
    assert counts.received == 2
    for count in (counts.by_law, *counts.by_766.values()):
        assert sum((count.early, count.on_time, count.late, count.in_time, count.overdue, count.not_judged)) == 2
