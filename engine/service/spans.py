"""Where a piece of work begins and ends, for whoever follows it through the processes; silent until a process is followed.

What is told of a span are words and ids of the product: never a form, a name, a reason, or the message of an exception.
"""

from collections.abc import Mapping
from types import TracebackType
from typing import Literal, Protocol

Told = str | int | bool
"""An id, a kind, a count."""
Kind = Literal["internal", "server", "client", "consumer"]
"""What it does towards other processes: nothing, answer one, ask one, take up what one has left."""


class Span(Protocol):
    """One piece of work, from `with` to its end; what is begun inside is a part of it."""

    def __enter__(self) -> "Span": ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...
    def tell(self, **told: Told | None) -> None:
        """Adds what is known only now; what is None is left out."""
        ...

    def rename(self, name: str) -> None: ...


class Tracer(Protocol):
    """What spans are handed to."""

    def begin(self, name: str, told: Mapping[str, Told | None], origins: str | None, kind: Kind) -> Span:
        """`origins`: where it comes from (`carried`), if that is another process."""
        ...

    def carried(self) -> str | None:
        """The span that is open here, in the words of W3C's `traceparent`; None if none is."""
        ...


class Silence:
    """The tracer of a process that nobody follows, and its one span: keeps nothing, costs a call."""

    def begin(self, name: str, told: Mapping[str, Told | None], origins: str | None, kind: Kind) -> Span:
        return self

    def carried(self) -> str | None:
        return None

    def __enter__(self) -> "Silence":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return None

    def tell(self, **told: Told | None) -> None:
        return None

    def rename(self, name: str) -> None:
        return None


class Phases:
    """Spans one after another inside one that is open: each ends where the next begins."""

    def __init__(self) -> None:
        self._open: Span | None = None

    def __enter__(self) -> "Phases":
        return self

    def __call__(self, name: str) -> None:
        self.__exit__(None, None, None)
        self._open = span(name)
        self._open.__enter__()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        ended, self._open = self._open, None
        if ended is not None:
            ended.__exit__(kind, error, at)


_SILENCE = Silence()
_tracer: Tracer = _SILENCE


def follow(tracer: Tracer | None) -> None:
    """From now on this process hands its spans to `tracer`; None: to nobody."""
    global _tracer
    _tracer = tracer or _SILENCE


def is_followed() -> bool:
    return _tracer is not _SILENCE


def span(name: str, origins: str | None = None, kind: Kind = "internal", **told: Told | None) -> Span:
    """A piece of work, to be used with `with`. `origins`: what made it necessary; the first is what it is a part of."""
    return _tracer.begin(name, told, origins, kind)


def carried() -> str | None:
    """What takes the open span over to another process, or to the ledger; None where nobody follows."""
    return _tracer.carried()
