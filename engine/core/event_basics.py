"""What every event says: when it happened, in law, and in which shape it is written down."""

from typing import Literal

from engine.core.values import Instant, Value


class EventBase(Value):
    at: Instant
    v: Literal[1] = 1
