"""What the columns of an event say of it beside its body: they are searched by, and must say the same."""

from datetime import datetime

from engine.core.events import Event


def fit(event: Event, kind: str, occurred_at: datetime) -> bool:
    """Whether the columns say what the body says."""
    return kind == event.type and occurred_at == event.at
