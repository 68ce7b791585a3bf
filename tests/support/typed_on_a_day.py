"""`lienthong`, typed on the day that TYPED_AT names: what a document shows must not depend on when its test runs."""

from __future__ import annotations

import os
from datetime import datetime

from cli.main import app
from engine.gateways.system_clock import SystemClock


def that_day(_clock: SystemClock) -> datetime:
    """A clock that stands still."""
    return datetime.fromisoformat(os.environ["TYPED_AT"])


if __name__ == "__main__":
    if "TYPED_AT" in os.environ:
        SystemClock.now = that_day  # type: ignore[assignment, method-assign]
    app()
