"""Which step holds a procedure up, and why it is named: a rule that a manager can follow with the numbers before him."""

from collections.abc import Sequence

from engine.core.day_words import span_words
from engine.core.report_ii06a import Period
from engine.core.values import Text
from engine.service.figure_ports import Passed
from engine.service.flow_figures import Bottleneck, StepFigures

TOLERATED = 0.1
"""More than one in ten late is the same as a 90th percentile beyond the limit."""


def bottleneck_of(steps: Sequence[StepFigures], period: Period, passed: Sequence[Passed]) -> Bottleneck | None:
    """Of the steps with anything late now, with a queue that grows, or with more than one in ten late: the one where most
    is late now; among equals where a larger share was late, then where the queue has grown more."""
    came = {one.step: 0 for one in steps}
    for sum_ in passed:
        if sum_.kind == "opened" and sum_.step in came:
            came[sum_.step] += sum_.number
    known = [one for one in steps if _holds_up(one, came[one.step])]
    if not known:
        return None
    worst = max(known, key=lambda one: _weight(one, came[one.step]))
    numbers = worst.numbers
    return Bottleneck(
        step=worst.step,
        title=worst.title,
        reason=_reason(worst, came[worst.step]),
        waiting=numbers.queue.now,
        came=came[worst.step],
        passed=numbers.passed,
        late_now=numbers.queue.late_now,
    )


def _holds_up(one: StepFigures, came: int) -> bool:
    """Nothing is held up where nothing waits."""
    numbers = one.numbers
    if not numbers.queue.now:
        return False
    return bool(numbers.queue.late_now or came > numbers.passed or _is_often_late(one))


def _is_often_late(one: StepFigures) -> bool:
    return (one.numbers.by_law.late_share or 0.0) > TOLERATED


def _weight(one: StepFigures, came: int) -> tuple[int, float, int, int]:
    numbers = one.numbers
    return numbers.queue.late_now, numbers.by_law.late_share or 0.0, came - numbers.passed, numbers.queue.now


def _reason(one: StepFigures, came: int) -> Text:
    return Text(vi=_reason_in(one, came, "vi"), en=_reason_in(one, came, "en"))


def _reason_in(one: StepFigures, came: int, language: str) -> str:
    numbers = one.numbers
    said = [_WAITING.in_language(language).format(now=numbers.queue.now, late=numbers.queue.late_now)]
    flow = _GROWS if came > numbers.passed else _FLOWS
    said.append(flow.in_language(language).format(came=came, passed=numbers.passed))
    if _is_often_late(one):
        share = round(100 * (numbers.by_law.late_share or 0.0))
        said.append(_LATE.in_language(language).format(share=share))
    if numbers.working.p90 is not None:
        said.append(_P90.in_language(language).format(span=span_words(numbers.working.p90 // 60 * 60, language)))
    return " ".join(said)


_WAITING = Text(vi="Đang có {now} việc, {late} quá hạn.", en="{now} are there now, {late} of them late.")
_GROWS = Text(
    vi="Trong kỳ nhận {came}, xong {passed}: hàng chờ dài thêm.",
    en="In the period {came} came and {passed} were done: the queue grows.",
)
_FLOWS = Text(vi="Trong kỳ nhận {came}, xong {passed}.", en="In the period {came} came and {passed} were done.")
_LATE = Text(vi="Trong số đã xong có {share} % trễ.", en="Of those done {share} % were late.")
_P90 = Text(vi="Chín phần mười xong trong {span} làm việc.", en="Nine in ten took at most {span} of working time.")
