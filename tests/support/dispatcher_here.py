"""A dispatcher in this very process, for tests that must reach what it goes by."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from engine.wiring import Product
from flows.dispatcher import assembled
from flows.lease import LEASE_SECONDS


@contextmanager
def serving(product: Product, lease_seconds: int = LEASE_SECONDS) -> Iterator[None]:
    """It serves until the end of the block."""
    dispatcher = assembled(product, "first", lease_seconds)
    # Prefect's settings of a test live in the context; a thread of its own would begin without them.
    context = contextvars.copy_context()
    thread = threading.Thread(target=lambda: context.run(asyncio.run, dispatcher.run()))
    thread.start()
    try:
        yield
    finally:
        dispatcher.stop()
        thread.join(timeout=240)
        assert not thread.is_alive(), "the dispatcher did not end"
