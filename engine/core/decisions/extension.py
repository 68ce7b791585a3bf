"""Extensions: the agency that cannot keep its time limit apologises, once and in time, and gives a new date.

Legal time judges (R28, R29); here each no gets its reason and its article.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from engine.core import commands, events
from engine.core.calendar_coverage import days_not_covered
from engine.core.case import CaseState, evolve
from engine.core.case_clock import times_of
from engine.core.clock_rules import AppliesTo, ExtensionRule
from engine.core.counted_facts import facts_of
from engine.core.day_words import date_words
from engine.core.decisions.superseding import refuse_if_superseded
from engine.core.definition_basics import TimeLimit
from engine.core.errors import CommandRefused, Reason
from engine.core.extensions import extensions_of_step, extensions_of_total
from engine.core.known_law import known_law
from engine.core.law import Law
from engine.core.legal_time import (
    CaseFacts,
    DeadlineError,
    Extension,
    ExtensionFault,
    ExtensionRefused,
    Granted,
    StepFacts,
    Term,
    civil_date,
    due_by,
    grant,
    to_datetime,
    to_instant,
)
from engine.core.promise import promise_of
from engine.core.values import Text
from engine.core.words import limit_words


def extend(law: Law, state: CaseState, command: commands.ExtendTimeLimit, at: datetime) -> list[events.Event]:
    """What it comes to is kept with the event, so that nothing entered later can undo it."""
    refuse_if_superseded(state, command.step, command.type, Reason.EXTENSION_NOT_FORESEEN)
    rule = _rule_for(law, state, command)
    _refuse_unknown_agency(state, command, rule)
    moved = {
        target.name: _moved(state, command, rule, target, at)
        for target in _targets(law, state, command, rule.applies_to, at)
    }
    extended = events.TimeLimitExtended(
        at=at,
        step=command.step,
        rule=command.rule,
        plus=command.plus,
        new_due_on=command.new_due_on,
        reason=command.reason,
        agency_at_fault=command.agency_at_fault,
        legal_basis=rule.legal_basis,
        of_step=moved.get("of_step"),
        of_total=moved.get("of_total"),
    )
    _refuse_unknown_days(law, evolve(state, extended), command, at)
    if extended.of_total is None:
        return [extended]
    promised = promise_of(known_law(law, state, at), evolve(state, extended), at)
    return [extended.model_copy(update={"promised": promised})]


class _Target(NamedTuple):
    """A due date that the rule moves, with the extensions of it that other rules gave."""

    name: str
    facts: StepFacts | CaseFacts
    others: tuple[Extension, ...]
    limit: TimeLimit


def _targets(
    law: Law, state: CaseState, command: commands.ExtendTimeLimit, applies_to: AppliesTo, at: datetime
) -> Iterator[_Target]:
    counted = facts_of(law, state, at)
    assert counted is not None, "a step that is worked on belongs to a received case"
    step, rule = command.step, command.rule
    if applies_to is not AppliesTo.TOTAL:
        others = extensions_of_step(state, step, besides=rule)
        yield _Target("of_step", counted.of_step(step), others, counted.limits[step])
    if applies_to is not AppliesTo.STEP:
        others = extensions_of_total(state, besides=rule)
        assert counted.under_total is not None and counted.total is not None, "only what has a limit is extended"
        yield _Target("of_total", counted.under_total, others, counted.total)


def _moved(
    state: CaseState, command: commands.ExtendTimeLimit, rule: ExtensionRule, target: _Target, at: datetime
) -> events.ExtendedDue:
    try:
        plus = command.plus.allowance if command.plus else None
        granted = grant(target.facts, Extension(to_instant(at), command.new_due_on, plus), rule.notice_days)
    except ExtensionRefused as refused:
        reason, words = _FAULTS[refused.fault]
        days = str(rule.notice_days)
        told = Text(vi=words.vi.format(days=days), en=words.en.format(days=days))
        raise _refused(state, command, reason, told, rule) from None
    except DeadlineError as refused:
        told = Text(vi=_UNCOUNTABLE.vi, en=f"{_UNCOUNTABLE.en} ({refused.message})")
        raise _refused(state, command, Reason.EXTENSION_INVALID, told, rule) from None
    _refuse_too_long(state, command, rule, target, granted)
    return events.ExtendedDue(
        adds=_addition(granted.adds), before=to_datetime(granted.before.at), after=to_datetime(granted.after.at)
    )


def _addition(term: Term) -> events.Addition:
    if term.exact:
        return events.Addition(unit=term.unit, seconds=term.seconds)
    return events.Addition(unit=term.unit, days=term.n)


def _refuse_too_long(
    state: CaseState,
    command: commands.ExtendTimeLimit,
    rule: ExtensionRule,
    target: _Target,
    granted: Granted,
) -> None:
    """The cap holds for all extensions by the rule together; a letter that names a day keeps it if that day does."""
    if rule.at_most is None:
        return
    most = rule.at_most if isinstance(rule.at_most, TimeLimit) else target.limit
    last = due_by(replace(target.facts, extensions=target.others), most.allowance, granted.at)
    kept = granted.after.on <= last.on if command.new_due_on else granted.after.at <= last.at
    if not kept:
        said, on = limit_words(most), civil_date(last.at - 1)
        words = Text(
            vi=f"chỉ được gia hạn tối đa {said.vi}, đến hết {date_words(on, 'vi')}",
            en=f"it may be extended by at most {said.en}, to the end of {date_words(on, 'en')}",
        )
        raise _refused(state, command, Reason.EXTENSION_TOO_LONG, words, rule)


def _rule_for(law: Law, state: CaseState, command: commands.ExtendTimeLimit) -> ExtensionRule:
    step = command.step
    rule = law.definition.extensions.get(command.rule)
    if rule is None or command.rule not in law.definition.steps[step].may:
        words = Text(
            vi=f"bước {step} không được gia hạn theo `{command.rule}`",
            en=f"step {step} may not be extended by `{command.rule}`",
        )
        raise _refused(state, command, Reason.EXTENSION_NOT_FORESEEN, words)
    # What moves the promised date is given once for the case, whichever step needs it.
    alike = [e for e in state.extensions if e.rule == command.rule]
    used = sum(e.step == step or rule.applies_to is not AppliesTo.STEP for e in alike)
    if used >= rule.max:
        words = Text(
            vi=f"đã gia hạn {used} lần theo `{command.rule}`; chỉ được tối đa {rule.max} lần",
            en=f"it was extended {used} time(s) by `{command.rule}`; at most {rule.max} is lawful",
        )
        raise _refused(state, command, Reason.EXTENSION_USED_UP, words, rule)
    return rule


def _refuse_unknown_agency(state: CaseState, command: commands.ExtendTimeLimit, rule: ExtensionRule) -> None:
    """The agency at fault is one that the case has to do with."""
    fault = command.agency_at_fault
    if fault is not None and fault not in {state.receiving_agency, *state.agencies.values()}:
        words = Text(
            vi=f"cơ quan {fault} không tham gia giải quyết hồ sơ này",
            en=f"agency {fault} has no part in this case",
        )
        raise _refused(state, command, Reason.EXTENSION_INVALID, words, rule)


def _refuse_unknown_days(law: Law, extended: CaseState, command: commands.ExtendTimeLimit, at: datetime) -> None:
    problems = days_not_covered(law, extended, times_of(law, extended, at))
    if problems:
        raise CommandRefused(
            Reason.CALENDAR_RUNS_OUT,
            Text(
                vi="chưa thể hẹn lại đến ngày đó: chưa có lịch nghỉ đến khi đó; hãy bổ sung lịch làm việc",
                en="that date cannot be given: the days off are not known that far; extend the calendar",
            ),
            attempted=command.type,
            current=extended.step_status(command.step),
            problems=problems,
        )


_UNCOUNTABLE = Text(
    vi="không tính được phần gia hạn: hãy ghi số ngày hoặc số giờ theo đơn vị của thời hạn",
    en="the addition cannot be counted: give it in days or hours, as the time limit is",
)
_FAULTS: Mapping[ExtensionFault, tuple[Reason, Text]] = {
    ExtensionFault.AFTER_DUE: (
        Reason.TIME_LIMIT_PASSED,
        Text(
            vi="đã đến hạn; chỉ được gia hạn khi thời hạn còn",
            en="the time limit has run out; it can be extended only before",
        ),
    ),
    ExtensionFault.WITHOUT_NOTICE: (
        Reason.EXTENSION_TOO_LATE,
        Text(
            vi="phải xin lỗi và hẹn lại chậm nhất {days} ngày trước ngày hết hạn",
            en="the apology with the new date comes at the latest {days} day(s) before the due date",
        ),
    ),
    ExtensionFault.NOT_LATER: (
        Reason.EXTENSION_NOT_LATER,
        Text(vi="ngày hẹn lại không muộn hơn hạn hiện nay", en="the new date is not later than the present due date"),
    ),
    ExtensionFault.DURING_RETURN: (
        Reason.EXTENSION_DURING_RETURN,
        Text(
            vi="hồ sơ đang được trả lại; khi nhận đủ, thời hạn được tính lại từ đầu nên chưa có gì để gia hạn",
            en="the dossier is returned; its time limit starts anew when it comes back, so there is nothing to extend",
        ),
    ),
    **dict.fromkeys(
        (ExtensionFault.MALFORMED, ExtensionFault.TOO_MANY, ExtensionFault.NOT_RUNNING),
        (Reason.EXTENSION_INVALID, _UNCOUNTABLE),
    ),
}
"""What legal time finds wrong -> the reason and its words."""


def _refused(
    state: CaseState,
    command: commands.ExtendTimeLimit,
    reason: Reason,
    words: Text,
    rule: ExtensionRule | None = None,
) -> CommandRefused:
    return CommandRefused(
        reason,
        words,
        attempted=command.type,
        current=state.step_status(command.step),
        legal_basis=rule.legal_basis if rule else (),
    )
