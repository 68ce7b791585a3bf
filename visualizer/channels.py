"""The spaces between columns: how wide each is, and in which order the upright parts of arrows stand in it."""

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
"""A channel (named by the column to its left) and whose upright it is."""


@dataclass(slots=True)
class Upright:
    """A vertical line with the levels at which it is joined from the left and from the right."""

    key: Key
    left: float
    right: set[float] = field(default_factory=set)

    def spans(self, y: float) -> bool:
        ends = (self.left, *self.right)
        return min(ends) < y < max(ends)


@dataclass(frozen=True, slots=True)
class Channels:
    """The left edge of each column, and the x of each upright."""

    columns: tuple[float, ...]
    uprights: Mapping[Key, float]
    right: float


def out_key(route: Route) -> Key:
    """Arrows of one source share the upright that they leave by."""
    level_until_target = route.level is Level.SOURCE_ROW
    channel = route.target.column - 1 if level_until_target else route.source.column
    return channel, f"from {route.arrow.source}"


def in_key(route: Route) -> Key:
    """An arrow that came along a gap has an upright of its own before its target."""
    return route.target.column - 1, f"{route.arrow.source} to {route.arrow.target}"


def find_channels(
    columns: int, routes: Sequence[Route], levels: Levels, label_room: Mapping[int, float], left: float
) -> Channels:
    """Places columns and uprights from `left` on; a channel is as wide as its uprights and labels need."""
    uprights = _uprights(routes, levels)
    edges: list[float] = []
    places: dict[Key, float] = {}
    x = left
    for column in range(columns):
        edges.append(x)
        x += BOX_WIDTH
        if column == columns - 1:
            break
        order = _ordered([u for key, u in uprights.items() if key[0] == column])
        labels = label_room.get(column, 0)
        needed = _BEFORE + labels + _AFTER + _TRACK * max(0, len(order) - 1)
        spare = max(0.0, _NARROWEST - needed) / 2
        for number, upright in enumerate(order):
            places[upright.key] = x + _BEFORE + labels + spare + _TRACK * number
        x += max(needed, _NARROWEST)
    return Channels(tuple(edges), places, x)


def _uprights(routes: Sequence[Route], levels: Levels) -> dict[Key, Upright]:
    found: dict[Key, Upright] = {}
    for route in routes:
        if route.is_straight:
            continue
        leaves = levels.leaves_at(route.source.row)
        port = levels.ports[route.arrow.source, route.arrow.target]
        first = found.setdefault(out_key(route), Upright(out_key(route), leaves))
        if route.level is Level.GAP and route.gap is not None:
            track = levels.tracks[route.gap, route.arrow.source]
            first.right.add(track)
            found[in_key(route)] = Upright(in_key(route), track, {port})
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
    crossings = sum(other.spans(y) for y in one.right) + one.spans(other.left)
    return crossings + _OVERLAP * (other.left in one.right)
