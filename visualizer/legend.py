"""The legend: every sign that stands in a picture, with its word; always in the same order, so that a reader learns it once."""

from collections.abc import Iterator, Mapping, Sequence

from engine.core.case import StepStatus
from engine.core.legal_time import ClockStatus
from engine.core.values import Text
from engine.core.words import CLOCK_STATUS, STEP_STATUS
from visualizer import heat_labels, labels
from visualizer.diagram import Arrow, Box, Key, Mark, Progress, Sign, is_overdue


def _joined(first: Text, second: Text) -> Text:
    return Text(vi=f"{first.vi}: {second.vi.lower()}", en=f"{first.en}: {second.en.lower()}")


_STATUSES = {
    Mark.NOT_READY: StepStatus.NOT_READY,
    Mark.OPEN: StepStatus.OPEN,
    Mark.CLAIMED: StepStatus.CLAIMED,
    Mark.SUSPENDED: StepStatus.SUSPENDED,
}
_DONE = {
    Mark.DONE_EARLY: ClockStatus.DONE_EARLY,
    Mark.DONE_ON_TIME: ClockStatus.DONE_ON_TIME,
    Mark.DONE_LATE: ClockStatus.DONE_LATE,
}
_ENDED = {
    Mark.REFUSED: StepStatus.REFUSED,
    Mark.NOT_NEEDED: StepStatus.NOT_NEEDED,
    Mark.UNREACHED: StepStatus.UNREACHED,
    Mark.SUPERSEDED: StepStatus.SUPERSEDED,
}


_MARK_WORDS: Mapping[Mark, Text] = {
    **{mark: STEP_STATUS[status] for mark, status in _STATUSES.items()},
    Mark.DONE: STEP_STATUS[StepStatus.COMPLETED],
    **{mark: _joined(STEP_STATUS[StepStatus.COMPLETED], CLOCK_STATUS[status]) for mark, status in _DONE.items()},
    **{mark: STEP_STATUS[status] for mark, status in _ENDED.items()},
    Mark.STOPPED: STEP_STATUS[StepStatus.ENDED],
    **{Mark(f"heat_{level}"): words for level, words in enumerate(heat_labels.LEVELS)},
}
_SIGN_WORDS: Mapping[Sign, Text] = {
    Sign.OVERDUE: CLOCK_STATUS[ClockStatus.OVERDUE],
    Sign.SUSPENSION: labels.SUSPENSION,
    Sign.NOTED_WAIT: labels.NOTED_WAIT,
    Sign.CRITICAL_PATH: labels.CRITICAL_PATH,
    Sign.CRITICAL_PATH_OF_TOTAL: labels.CRITICAL_PATH_OF_TOTAL,
    Sign.OUTSIDE_TOTAL: labels.OUTSIDE_TOTAL,
    Sign.OPTIONAL: labels.OPTIONAL,
    Sign.DOCUMENT: labels.DOCUMENT,
    Sign.RETURN: labels.CAN_RETURN,
    Sign.RETURNED: labels.RETURNED_BACK,
}


def legend_of(boxes: Sequence[Box], arrows: Sequence[Arrow], language: str) -> tuple[Key, ...]:
    """The signs that stand in this picture, always in the same order, and none that does not."""
    marks = {box.mark for box in boxes}
    signs = set(_signs(boxes, arrows))
    found = [Key(mark, words.in_language(language)) for mark, words in _MARK_WORDS.items() if mark in marks]
    found += [Key(sign, words.in_language(language)) for sign, words in _SIGN_WORDS.items() if sign in signs]
    return tuple(found)


def _signs(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> Iterator[Sign]:
    path = Sign.CRITICAL_PATH_OF_TOTAL if any(box.outside for box in boxes) else Sign.CRITICAL_PATH
    for box in boxes:
        if is_overdue(box):
            yield Sign.OVERDUE
        for band in box.bands:
            yield Sign.SUSPENSION if band.stops else Sign.NOTED_WAIT
        if box.critical:
            yield path
        if box.outside:
            yield Sign.OUTSIDE_TOTAL
        if box.condition:
            yield Sign.OPTIONAL
    for arrow in arrows:
        if arrow.hands_over:
            yield Sign.DOCUMENT
        if arrow.returns:
            yield Sign.RETURNED if arrow.progress is Progress.PASSED else Sign.RETURN
