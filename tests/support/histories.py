"""What many clients asked at once and were answered, and whether one order of it all explains every answer.

A history is linearizable if each call can be thought to happen at one instant between its question and its answer so
that, one after the other, they lead a simple model through the same answers. The search goes depth first, as Wing and
Gong proposed, and remembers where it has been, as Lowe added: (what is left, where the model stands) is tried once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")
State = TypeVar("State", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Call(Generic[Asked, Answered]):
    """One question of one client with its answer; instants in nanoseconds of the one monotonic clock of the machine."""

    client: int
    asked: Asked
    answered: Answered
    asked_at: int
    answered_at: int

    def __post_init__(self) -> None:
        assert self.asked_at < self.answered_at, "an answer comes after its question"


After = Callable[[State, Asked, Answered], State | None]
"""Where the model stands after a call; None: the answer cannot be given where it stands."""


@dataclass(frozen=True, slots=True)
class Verdict(Generic[Asked, Answered]):
    """The order found; or, as far as any order came, where the model stood, and the calls none of which fits there."""

    order: Sequence[Call[Asked, Answered]]
    is_explained: bool
    stands: object
    unexplained: Sequence[Call[Asked, Answered]] = ()

    def __str__(self) -> str:
        return "\n".join([f"after {len(self.order)} calls: {self.stands}", *(str(call) for call in self.unexplained)])


def judged(
    calls: Sequence[Call[Asked, Answered]], start: State, after: After[State, Asked, Answered]
) -> Verdict[Asked, Answered]:
    """Looks for one order in which the model, called one after the other, gives every answer."""
    tried: set[tuple[int, State]] = set()
    way: list[int] = []
    furthest: tuple[list[int], State, list[int]] = ([], start, [])

    def leads_on(left: int, state: State) -> bool:
        nonlocal furthest
        first = _first_ones(calls, left) if left else []
        if not left or len(way) > len(furthest[0]) or not furthest[2]:
            furthest = ([*way], state, first)
        if not left:
            return True
        if (left, state) in tried:
            return False
        tried.add((left, state))
        for number in first:
            following = after(state, calls[number].asked, calls[number].answered)
            if following is not None:
                way.append(number)
                if leads_on(left & ~(1 << number), following):
                    return True
                way.pop()
        return False

    is_explained = leads_on((1 << len(calls)) - 1, start)
    order, stands, stuck = furthest
    return Verdict([calls[n] for n in order], is_explained, stands, [calls[n] for n in stuck])


def _first_ones(calls: Sequence[Call[Asked, Answered]], left: int) -> list[int]:
    """Calls that may have come first of those left: asked before any of the others was answered."""
    numbers = [number for number in range(len(calls)) if left >> number & 1]
    first_answer = min(calls[number].answered_at for number in numbers)
    return sorted((n for n in numbers if calls[n].asked_at <= first_answer), key=lambda n: calls[n].answered_at)
