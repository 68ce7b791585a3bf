"""What a picture says, before anybody decides how it looks: lanes, boxes, arrows, bands. No colours, no syntax.

Every text is already in the language of the reader.
"""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a step stands, as far as a picture tells steps apart."""

    DECLARED = "declared"
    NOT_READY = "not_ready"
    OPEN = "open"
    CLAIMED = "claimed"
    SUSPENDED = "suspended"
    DONE = "done"
    DONE_EARLY = "done_early"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"
    UNREACHED = "unreached"
    SUPERSEDED = "superseded"
    STOPPED = "stopped"
    # How busy a step is, in pictures of all cases of a procedure.
    HEAT_0 = "heat_0"
    HEAT_1 = "heat_1"
    HEAT_2 = "heat_2"
    HEAT_3 = "heat_3"
    HEAT_4 = "heat_4"


class Tone(StrEnum):
    """The weight of a word: a plain fact, good news, something to look at, something wrong."""

    PLAIN = "plain"
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"


class Progress(StrEnum):
    """Whether what an arrow hands over has passed, is still to come, or will never come."""

    PASSED = "passed"
    AHEAD = "ahead"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Tag:
    """A word that stands out, with its weight."""

    words: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the form `label: value`; `doubt` says that it was not read in an official text."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """An interval in which a step waited, or waits (`lasting`); one that does not stop its time limit is a note."""

    words: tuple[str, ...]
    lasting: bool
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Lane:
    """One agency."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Box:
    """One step. `rank` is its column: 0 without needs, else one more than the highest that it needs."""

    id: str
    lane: str
    rank: int
    title: str
    mark: Mark
    status: str
    flag: Tag | None = None
    facts: tuple[Fact, ...] = ()
    condition: str | None = None
    notes: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    critical: bool = False
    outside: str = ""
    """What marks a step that is not under the total time limit; empty for all others."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """`target` needs `source`; `hands_over` names the documents that `source` produces.

    One that `returns` leads back: `source` may send the case to the earlier `target`, or has done so (`PASSED`).
    """

    source: str
    target: str
    hands_over: tuple[str, ...] = ()
    progress: Progress = Progress.AHEAD
    critical: bool = False
    returns: bool = False
    words: str = ""
    """What stands at the arrow of a return, and is said to whoever cannot see it."""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: a mark, or one of the signs that are no status."""

    sign: "Mark | Sign"
    words: str


class Sign(StrEnum):
    """What else a picture draws."""

    OVERDUE = "overdue"
    CRITICAL_PATH = "critical_path"
    SUSPENSION = "suspension"
    NOTED_WAIT = "noted_wait"
    CRITICAL_PATH_OF_TOTAL = "critical_path_of_total"
    OUTSIDE_TOTAL = "outside_total"
    OPTIONAL = "optional"
    DOCUMENT = "document"
    RETURN = "return"
    RETURNED = "returned"


def is_overdue(box: Box) -> bool:
    """An overdue step is overdue before it is anything else."""
    return box.flag is not None and box.flag.tone is Tone.BAD


@dataclass(frozen=True, slots=True)
class Diagram:
    """A whole picture. `boxes` are in the order of the work."""

    language: str
    title: str
    subtitle: str
    tags: tuple[Tag, ...]
    facts: tuple[Fact, ...]
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    legend: tuple[Key, ...]
    legend_title: str
    continued: str
    """What a lane is called a second time by, where a wide picture goes on below."""

    @property
    def work(self) -> tuple[Arrow, ...]:
        """The arrows in the direction of the work, without returns."""
        return tuple(arrow for arrow in self.arrows if not arrow.returns)
