"""The colours of pictures, each ink readable on its ground (WCAG AA, checked by a test); never the only sign of anything."""

from collections.abc import Mapping
from dataclasses import dataclass

from visualizer.diagram import Mark, Tone


@dataclass(frozen=True, slots=True)
class Colours:
    """`ink` is written on `ground`; `edge` is the line around it."""

    ink: str
    ground: str
    edge: str


PAPER = "#FFFFFF"
LANE_GROUND = "#F4F6F9"
LANE_EDGE = "#DFE5EC"
LANE_INK = "#334155"
TEXT = "#0F172A"
QUIET = "#526075"
LINE_AHEAD = "#8492A6"
LINE_PASSED = "#475569"
LINE_VOID = "#A9B4C2"
CRITICAL = "#7C2D92"
RETURN = "#B0400C"
OVERDUE = Colours("#FFFFFF", "#B91C1C", "#B91C1C")
BAND = Colours("#78350F", "#FFF6DF", "#E0A63A")
BAND_HATCH = "#FBEBC2"

MARKS: Mapping[Mark, Colours] = {
    Mark.DECLARED: Colours("#1E3A5F", "#E8EEF6", "#7F95B2"),
    Mark.NOT_READY: Colours("#475569", "#EDF1F5", "#B4C0CE"),
    Mark.OPEN: Colours("#1D4ED8", "#E6EEFE", "#5B8DEF"),
    Mark.CLAIMED: Colours("#0B6374", "#DDF4F8", "#2A9DB3"),
    Mark.SUSPENDED: Colours("#8A3F06", "#FEF1D2", "#D9962B"),
    Mark.DONE: Colours("#166534", "#E2F6E8", "#45A869"),
    Mark.DONE_EARLY: Colours("#166534", "#DDF5E4", "#45A869"),
    Mark.DONE_ON_TIME: Colours("#3F6212", "#EDF6D6", "#86A93B"),
    Mark.DONE_LATE: Colours("#9A3412", "#FFE9D9", "#E2793B"),
    Mark.REFUSED: Colours("#881337", "#FCE4EA", "#C2335A"),
    Mark.NOT_NEEDED: Colours("#526075", "#F5F7F9", "#B4C0CE"),
    Mark.UNREACHED: Colours("#526075", "#F5F7F9", "#B4C0CE"),
    Mark.SUPERSEDED: Colours("#526075", "#F5F7F9", "#B4C0CE"),
    Mark.STOPPED: Colours("#44403C", "#ECEAE8", "#9C958E"),
    Mark.HEAT_0: Colours("#526075", "#F5F7F9", "#B4C0CE"),
    Mark.HEAT_1: Colours("#7A3E00", "#FFF1D6", "#E3B04B"),
    Mark.HEAT_2: Colours("#6B2E00", "#FFD79A", "#D98A1F"),
    Mark.HEAT_3: Colours("#FFFFFF", "#B4530A", "#8F3F05"),
    Mark.HEAT_4: Colours("#FFFFFF", "#7A1F0B", "#5C1405"),
}

TONES: Mapping[Tone, Colours] = {
    Tone.PLAIN: Colours("#1E3A5F", "#E8EEF6", "#9DB0C8"),
    Tone.GOOD: Colours("#166534", "#E2F6E8", "#7CC596"),
    Tone.CAUTION: Colours("#8A3F06", "#FEF1D2", "#DDAA55"),
    Tone.BAD: Colours("#A81A1A", "#FDE7E7", "#DE7B7B"),
}
