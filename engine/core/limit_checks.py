"""Checks of time limits: can this number of this unit be counted in this way?"""

from collections.abc import Iterator
from decimal import Decimal

from engine.core.clock_rules import AppliesTo, OnExpiry
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import TimeLimit
from engine.core.findings import Finding, Path, check
from engine.core.legal_time import Convention, Unit
from engine.core.values import Text

_SECONDS = {
    Unit.MINUTES: 60,
    Unit.HOURS: 3_600,
    Unit.WORKING_HOURS: 3_600,
    Unit.WORKING_DAYS: 28_800,
    Unit.CALENDAR_DAYS: 86_400,
}
_DAY = 86_400
_LENGTH = {**_SECONDS, Unit.WEEKS: 7 * _DAY, Unit.MONTHS: 30 * _DAY}
_LONGEST = 100 * 365 * _DAY
_BY_THE_DAY = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS})
_ONLY_STATUTORY = frozenset({Unit.WEEKS, Unit.MONTHS})


@check(
    "limit-uncountable",
    vi="Quy tắc R9, R10, R11, R24: tính theo ngày thì dùng số ngày nguyên, tính theo thời gian làm việc thì dùng số giây nguyên và không dùng tháng.",
)
def check_limits_can_be_counted(definition: ProcedureDefinition) -> list[Finding]:
    """Rules R9, R10, R11, R24: whole days in statutory counting, whole seconds in elapsed; no elapsed months."""
    return [found for path, limit, counting in _limits(definition) if (found := _fault(path, limit, counting))]


@check("expiry-without-term", vi="Chỉ dừng giải quyết hồ sơ vì không bổ sung khi đã cho người nộp một thời hạn.")
def check_supplement_has_a_term(definition: ProcedureDefinition) -> list[Finding]:
    """A case can be stopped for a missing supplement only when the applicant was given a term."""
    return [
        Finding(
            ("suspensions", name, "on_expiry"),
            Text(
                vi=f"`{name}` dừng giải quyết hồ sơ khi hết hạn, nhưng không cho người nộp thời hạn nào để có thể hết",
                en=f"`{name}` stops the case on expiry, but gives the applicant no term that could expire",
            ),
            Text(
                vi="hãy thêm `applicant_term: 7 working_days` hoặc thời hạn theo luật, hoặc ghi `on_expiry: nothing`",
                en="add `applicant_term: 7 working_days` or whatever the law gives, or write `on_expiry: nothing`",
            ),
            rests_on=(("suspensions", name, "applicant_term"),),
        )
        for name, rule in definition.suspensions.items()
        if rule.on_expiry is OnExpiry.STOP and rule.applicant_term is None
    ]


@check(
    "term-without-ordinary",
    vi="Có thời hạn bổ sung riêng cho một số trường hợp thì phải có thời hạn cho mọi trường hợp khác.",
)
def check_terms_have_an_ordinary_one(definition: ProcedureDefinition) -> list[Finding]:
    """Terms of the applicant by conditions stand beside one for all other cases."""
    return [
        Finding(
            ("suspensions", name, "applicant_term_when"),
            Text(
                vi=f"`{name}` có thời hạn bổ sung riêng nhưng không có thời hạn thông thường",
                en=f"`{name}` has variants of the applicant's term, but no ordinary one",
            ),
            Text(
                vi="hãy thêm `applicant_term:` cho mọi trường hợp khác", en="add `applicant_term:` for all other cases"
            ),
            rests_on=(("suspensions", name, "applicant_term"),),
        )
        for name, rule in definition.suspensions.items()
        if rule.applicant_term_when and rule.applicant_term is None
    ]


def _limits(definition: ProcedureDefinition) -> Iterator[tuple[Path, TimeLimit, Convention]]:
    total = definition.total
    if total.within is not None:
        yield ("total", "within"), total.within, total.counting
    if total.published is not None:
        yield ("total", "published", "within"), total.published.within, Convention.STATUTORY
    if definition.before_event is not None:
        yield ("before_event", "at_least"), definition.before_event.at_least, Convention.STATUTORY
    if (after := definition.after_event) is not None:
        yield ("after_event", "within"), after.within, Convention.STATUTORY
        if after.published is not None:
            yield ("after_event", "published", "within"), after.published.within, Convention.STATUTORY
    for condition, limit in total.within_when.items():
        yield ("total", "within_when", condition), limit, total.counting
    for name, rule in definition.suspensions.items():
        if rule.applicant_term:
            yield ("suspensions", name, "applicant_term"), rule.applicant_term, Convention.STATUTORY
        for condition, term in rule.applicant_term_when.items():
            yield ("suspensions", name, "applicant_term_when", condition), term, Convention.STATUTORY
        if rule.tell_within:
            yield ("suspensions", name, "tell_within"), rule.tell_within, Convention.ELAPSED
        if rule.ask_within:
            yield ("suspensions", name, "ask_within"), rule.ask_within, rule.ask_within.counting(Convention.ELAPSED)
    yield from _caps(definition)
    for step, declared in definition.steps.items():
        if declared.within is not None:
            yield ("steps", step, "within"), declared.within, declared.counting
        for condition, limit in declared.within_when.items():
            yield ("steps", step, "within_when", condition), limit, declared.counting
        if declared.run and declared.run.answer_within:
            yield ("steps", step, "run", "answer_within"), declared.run.answer_within, Convention.ELAPSED


def _caps(definition: ProcedureDefinition) -> Iterator[tuple[Path, TimeLimit, Convention]]:
    """The most that an extension adds is counted as what it extends; the strictest counting that occurs decides."""
    for name, rule in definition.extensions.items():
        if not isinstance(rule.at_most, TimeLimit):
            continue
        users = [step for step in definition.steps.values() if name in step.may]
        limited = [(step.within, step.counting) for step in users if step.within is not None]
        found = {within.counting(counting) for within, counting in limited if rule.applies_to is not AppliesTo.TOTAL}
        if rule.applies_to is not AppliesTo.STEP:
            found.add(definition.total.counting)
        for counting in sorted(found)[:1]:  # `elapsed` comes first: it counts no weeks and months
            yield ("extensions", name, "at_most"), rule.at_most, counting


def _fault(path: Path, limit: TimeLimit, counting: Convention) -> Finding | None:
    counted_from = (*path[: 1 if path[0] == "total" else 2], "counting")
    can_choose = path[0] in ("total", "steps") and path[-1] != "answer_within" and "published" not in path

    def fault(what: Text, mend: Text) -> Finding:
        return Finding(path, what, mend, rests_on=(counted_from,))

    if limit.n * _LENGTH[limit.unit] > _LONGEST:
        return fault(
            Text(vi=f"`{limit}` dài hơn một trăm năm", en=f"`{limit}` is longer than a hundred years"),
            Text(vi="hãy ghi thời hạn theo luật", en="write the limit that the law gives"),
        )
    if limit.unit in _ONLY_STATUTORY and counting is Convention.ELAPSED:
        return fault(
            Text(
                vi=f"`{limit}`: tuần và tháng tính theo ngày cuối cùng, không tính theo từng giây",
                en=f"`{limit}`: weeks and months are counted by their last day, not second by second",
            ),
            Text(
                vi=f"hãy {'thêm `counting: statutory`, hoặc ' if can_choose else ''}"
                "ghi thời hạn bằng working_days hoặc calendar_days",
                en=f"{'add `counting: statutory`, or ' if can_choose else ''}"
                "give the limit in working_days or calendar_days",
            ),
        )
    if limit.unit in _BY_THE_DAY and counting is Convention.STATUTORY:
        if limit.n == limit.n.to_integral_value():
            return None
        return fault(
            Text(
                vi=f"`{limit}`: tính theo ngày (statutory) chỉ dùng số {limit.unit.value} nguyên",
                en=f"`{limit}`: statutory counting counts whole {limit.unit.value} only",
            ),
            Text(
                vi=f"hãy ghi số nguyên{', hoặc `counting: elapsed` nếu tính đúng một phần của ngày' if can_choose else ''}",
                en=f"write a whole number{', or `counting: elapsed` for an exact share of a day' if can_choose else ''}",
            ),
        )
    seconds = limit.n * _SECONDS[limit.unit]
    if seconds != seconds.to_integral_value():
        return fault(
            Text(vi=f"`{limit}` không phải là số giây nguyên", en=f"`{limit}` is not a whole number of seconds"),
            Text(vi="hãy làm tròn thành phút hoặc giờ", en="round it to whole minutes or hours"),
        )
    if seconds == Decimal(0):
        return fault(
            Text(
                vi=f"`{limit}` tính theo thời gian làm việc (elapsed) thì hết ngay khi bắt đầu",
                en=f"`{limit}` counted elapsed is over the moment it starts",
            ),
            Text(
                vi="nếu phải xong ngay trong ngày, hãy ghi `0 working_days` với `counting: statutory`",
                en="for `within the same day` write `0 working_days` with `counting: statutory`",
            )
            if can_choose
            else Text(vi="hãy ghi thời hạn dài hơn", en="write a longer one"),
        )
    return None
