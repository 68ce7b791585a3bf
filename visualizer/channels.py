"""The spaces beside columns: how wide each is, and in which order the upright parts of arrows stand in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from visualizer.box_plan import BOX_WIDTH
from visualizer.levels import Levels
from visualizer.routes import Level, Route

_BEFORE = 18.0
_AFTER = 24.0
_TRACK = 14.0
_NARROWEST = 60.0
_OVERLAP = 100
"""Two arrows on one line are far worse than a crossing."""

Key = tuple[int, str]
"""A channel (named by the column to its left; -1 is before the first) and whose upright it is."""


@dataclass(slots=True)
class Upright:
    """A vertical line with the levels at which it is joined from the left and from the right."""

    key: Key
    left: set[float] = field(default_factory=set)
    right: set[float] = field(default_factory=set)

    def spans(self, y: float) -> bool:
        ends = self.left | self.right
        return min(ends) < y < max(ends)


@dataclass(frozen=True, slots=True)
class Channels:
    """The left edge of each column, and the x of each upright."""

    columns: tuple[float, ...]
    uprights: Mapping[Key, float]
    right: float


def out_key(route: Route) -> Key:
    """Arrows of one trunk share the upright that they leave by."""
    level_until_target = route.level is Level.SOURCE_ROW
    channel = route.target.column - 1 if level_until_target else route.source.column
    return channel, f"from {route.trunk}"


def in_key(route: Route) -> Key:
    """An arrow that came along a gap has an upright of its own before its end."""
    return route.target.column - 1, f"{route.trunk} to {route.end}"


def find_channels(
    columns: int, routes: Sequence[Route], levels: Levels, label_room: Mapping[int, float], left: float
) -> Channels:
    """Places columns and uprights from `left` on; a channel is as wide as its uprights and labels need."""
    uprights = _uprights(routes, levels)
    edges: list[float] = []
    places: dict[Key, float] = {}
    x = left
    for channel in range(-1, columns):
        order = _ordered([u for key, u in uprights.items() if key[0] == channel])
        is_outermost = channel in (-1, columns - 1)
        labels = label_room.get(channel, 0)
        needed = 0.0
        if order or labels or not is_outermost:
            before = 0.0 if channel == -1 else _BEFORE
            needed = before + labels + _TRACK * max(0, len(order) - 1) + (_AFTER if channel < columns - 1 else 0)
            spare = 0.0 if is_outermost else max(0.0, _NARROWEST - needed) / 2
            for number, upright in enumerate(order):
                places[upright.key] = x + before + labels + spare + _TRACK * number
        x += needed if is_outermost else max(needed, _NARROWEST)
        if channel < columns - 1:
            edges.append(x)
            x += BOX_WIDTH
    return Channels(tuple(edges), places, x)


def _uprights(routes: Sequence[Route], levels: Levels) -> dict[Key, Upright]:
    found: dict[Key, Upright] = {}
    for route in routes:
        if route.is_straight:
            continue
        port = levels.ports[route.trunk, route.end]
        first = found.setdefault(out_key(route), Upright(out_key(route)))
        first.left.add(levels.leaves[route.trunk])
        if route.level is Level.GAP and route.gap is not None:
            track = levels.tracks[route.gap, route.trunk]
            last = found.setdefault(in_key(route), Upright(in_key(route), set(), {port}))
            goes_on_right = route.target.column > route.source.column
            (first.right if goes_on_right else first.left).add(track)
            (last.left if goes_on_right else last.right).add(track)
        else:
            first.right.add(port)
    return found


def _ordered(uprights: list[Upright]) -> list[Upright]:
    """From left to right; neighbours change places while that saves crossings."""
    order = list(uprights)
    better = True
    while better:
        better = False
        for at in range(len(order) - 1):
            one, other = order[at], order[at + 1]
            if _cost(other, one) < _cost(one, other):
                order[at], order[at + 1] = other, one
                better = True
    return order


def _cost(one: Upright, other: Upright) -> int:
    """Crossings when `one` stands left of `other`."""
    crossings = sum(other.spans(y) for y in one.right) + sum(one.spans(y) for y in other.left)
    return crossings + _OVERLAP * len(one.right & other.left)
