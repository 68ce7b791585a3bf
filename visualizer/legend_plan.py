"""The legend at the foot of a picture, its entries side by side."""

from dataclasses import dataclass

from visualizer.diagram import Diagram, Key
from visualizer.measure import text_width

SIZE = 12.5
TITLE_SIZE = 12.5
ICON_ROOM = 30.0

_LINE = 27.0
_GAP = 24.0


@dataclass(frozen=True, slots=True)
class PlacedKey:
    """An entry: its sign at `x`, its words after it, on the base line `y`."""

    key: Key
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class LegendPlan:
    """The title, the entries, and the lower edge."""

    x: float
    title_y: float
    keys: tuple[PlacedKey, ...]
    bottom: float


def plan_legend(diagram: Diagram, x: float, y: float, width: float) -> LegendPlan:
    """Places the entries in lines of at most `width`, in even columns where that keeps them in line."""
    if not diagram.legend:
        return LegendPlan(x, y, (), y)
    widest = max(ICON_ROOM + text_width(key.words, SIZE) + _GAP for key in diagram.legend)
    columns = max(1, min(len(diagram.legend), int((width + _GAP) // widest)))
    step = max(widest, (width + _GAP) / columns) if len(diagram.legend) > columns else widest
    title_y = y + 14
    keys = tuple(
        PlacedKey(key, x + step * (n % columns), title_y + _LINE * (n // columns + 1))
        for n, key in enumerate(diagram.legend)
    )
    return LegendPlan(x, title_y, keys, keys[-1].y + 8)
