"""The wall clock shows whole seconds, in UTC, and does not go astray from the machine's."""

from datetime import UTC, datetime, timedelta

from engine.gateways.system_clock import SystemClock


def test_the_clock_shows_this_second() -> None:
    before = datetime.now(UTC)
    shown = SystemClock().now()
    after = datetime.now(UTC)
    assert before - timedelta(seconds=1) < shown <= after
    assert (shown.microsecond, shown.utcoffset()) == (0, timedelta(0))
