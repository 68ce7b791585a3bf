"""The way of each arrow, before anything is measured: through which gaps between columns, at which level.

Arrows run level beside rows or through empty cells, and upright between columns only: none can cross a box.
"""

from dataclasses import dataclass
from enum import StrEnum

from visualizer.diagram import Arrow, Diagram
from visualizer.grid import Cell, Grid


class Level(StrEnum):
    """At which height an arrow passes the columns between its ends."""

    DIRECT = "direct"
    SOURCE_ROW = "source_row"
    TARGET_ROW = "target_row"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Route:
    """A way from the right side of one box (`begin`) to the left side of another (`end`).

    Work goes that way; a return takes it backwards, its head at `begin`. `gap` counts the spaces above rows (0 is
    above the first row), where `level` is GAP.
    """

    arrow: Arrow
    source: Cell
    target: Cell
    level: Level
    gap: int | None = None

    @property
    def begin(self) -> str:
        return self.arrow.target if self.arrow.returns else self.arrow.source

    @property
    def end(self) -> str:
        return self.arrow.source if self.arrow.returns else self.arrow.target

    @property
    def trunk(self) -> str:
        """Arrows that begin alike share their first part: the work of one step, or the returns to it."""
        return f"return {self.begin}" if self.arrow.returns else self.begin

    @property
    def is_straight(self) -> bool:
        """One level line from end to end."""
        same_row = self.source.row == self.target.row
        return not self.arrow.returns and same_row and self.level in (Level.DIRECT, Level.SOURCE_ROW)


def find_routes(diagram: Diagram, grid: Grid) -> tuple[Route, ...]:
    """The route of every arrow between two boxes of the grid, in the order of the diagram."""
    busy: dict[int, int] = {}
    found: list[Route] = []
    for arrow in diagram.arrows:
        if arrow.source not in grid.cells or arrow.target not in grid.cells:
            continue
        route = _route(arrow, grid, busy)
        if route.gap is not None:
            busy[route.gap] = busy.get(route.gap, 0) + 1
        found.append(route)
    return tuple(found)


def _route(arrow: Arrow, grid: Grid, busy: dict[int, int]) -> Route:
    begin, end = (arrow.target, arrow.source) if arrow.returns else (arrow.source, arrow.target)
    source, target = grid.cells[begin], grid.cells[end]
    if target.column == source.column + 1:
        return Route(arrow, source, target, Level.DIRECT)
    between = range(source.column + 1, target.column)
    if between and grid.is_free(source.row, between):
        return Route(arrow, source, target, Level.SOURCE_ROW)
    if between and grid.is_free(target.row, between):
        return Route(arrow, source, target, Level.TARGET_ROW)
    lower = max(source.row, target.row)
    band = grid.band_of(lower)
    if min(source.row, target.row) < band:
        return Route(arrow, source, target, Level.GAP, band)
    gaps = _gaps_between(source.row, target.row)
    nearest = min(gaps, key=lambda gap: (busy.get(gap, 0), abs(gap - target.row)))
    return Route(arrow, source, target, Level.GAP, nearest)


def _gaps_between(source: int, target: int) -> range:
    """Gap n lies above row n; an arrow that stays in its row goes below it."""
    if target > source:
        return range(source + 1, target + 1)
    if target < source:
        return range(target + 1, source + 1)
    return range(source + 1, source + 2)
