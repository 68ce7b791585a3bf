"""Imports without the garbage collector: what a process loads as it starts stays, and looking for garbage in it is a fifth of
the start.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Around imports; afterwards the collector works as before, and never again looks at what is there by then."""
    if not gc.isenabled():  # whoever put it to rest wakes it up
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
