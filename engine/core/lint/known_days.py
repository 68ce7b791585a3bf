"""Lint of the days that a procedure can count with: calendars that end, or are not settled; agencies that ended."""

from collections.abc import Iterator
from datetime import date, timedelta

from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.definition import ProcedureDefinition
from engine.core.findings import Finding, Level, check
from engine.core.legal_time import civil_date
from engine.core.lint.situations import Situation
from engine.core.lint.surroundings import Surroundings
from engine.core.plan import planned
from engine.core.values import Text

_MOST_DAYS = 400


@check(
    "calendar-short",
    Level.WARNING,
    vi="Thời hạn bắt đầu vào ngày cuối của phiên bản phải kết thúc vào ngày có trong lịch.",
)
def calendar_reaches_the_last_case(seen: Surroundings) -> Iterator[Finding]:
    """A limit that begins on the last day of the version ends on a day that the calendar knows."""
    calendar = seen.calendars.get(seen.definition.calendar)
    safe = _last_safe_receipt(seen, calendar) if calendar is not None else None
    effective = seen.definition.effective
    last = effective.last or effective.first
    if calendar is not None and (safe is None or last > safe):
        ends = calendar.covers.last
        until = (
            Text(vi=f"chỉ hạn của hồ sơ tiếp nhận đến {safe}", en=f"only of cases received until {safe}")
            if safe is not None
            else Text(vi="không hạn của hồ sơ nào", en="of no case")
        )
        what = Text(
            vi=f"`{calendar.calendar}` có các ngày đến {ends}: {until.vi} nằm trong lịch",
            en=f"`{calendar.calendar}` knows the days to {ends}: the due date {until.en} is in them",
        )
        yield Finding(
            ("calendar",),
            what,
            Text(
                vi="hãy bổ sung lịch trước khi tiếp nhận những hồ sơ cần đến",
                en="complete the calendar before cases are received that need it",
            ),
        )


@check("calendar-ends", Level.NOTE, vi="Phiên bản còn hiệu lực thì lịch phải còn.")
def calendar_of_an_open_version(seen: Surroundings) -> Iterator[Finding]:
    """While a version goes on, its calendar goes on."""
    calendar = seen.calendars.get(seen.definition.calendar)
    if calendar is None or seen.definition.effective.last is not None:
        return
    safe = _last_safe_receipt(seen, calendar)
    if safe is not None and safe >= seen.definition.effective.first:
        ends = calendar.covers.last
        what = Text(
            vi=f"`{calendar.calendar}` kết thúc ngày {ends}: hồ sơ tiếp nhận sau {safe} chỉ có hạn tạm tính",
            en=f"`{calendar.calendar}` ends on {ends}: cases received after {safe} get provisional dates",
        )
        yield Finding(
            ("calendar",), what, Text(vi="hãy bổ sung lịch trước ngày đó", en="complete the calendar before that day")
        )


@check("calendar-begins-later", Level.NOTE, vi="Lịch có ngày đầu tiên của phiên bản.")
def calendar_knows_the_first_case(seen: Surroundings) -> Iterator[Finding]:
    """The calendar knows the first day of the version."""
    calendar = seen.calendars.get(seen.definition.calendar)
    first = seen.definition.effective.first
    if calendar is not None and first < calendar.covers.first:
        what = Text(
            vi=f"phiên bản có hiệu lực từ {first}, nhưng `{calendar.calendar}` chỉ có các ngày từ {calendar.covers.first}",
            en=f"the version holds from {first}, `{calendar.calendar}` knows the days from {calendar.covers.first} only",
        )
        yield Finding(
            ("calendar",),
            what,
            Text(
                vi="không tính được hồ sơ trước ngày đó; hãy bổ sung lịch nếu cần",
                en="earlier cases cannot be reckoned; complete the calendar if they are needed",
            ),
        )


@check("calendar-provisional", Level.NOTE, vi="Các ngày nghỉ trong thời gian phiên bản có hiệu lực đã được quyết định.")
def days_are_decided(seen: Surroundings) -> Iterator[Finding]:
    """The days off within the version are decided."""
    calendar = seen.calendars.get(seen.definition.calendar)
    if calendar is None:
        return
    effective = seen.definition.effective
    listed = {d.day for d in calendar.days_off if d.is_provisional and d.superseded_on is None}
    years = {y.year for y in calendar.computed_years if y.superseded_on is None}
    open_days = sorted(
        day for day, off in calendar.names.items() if (day in listed or day.year in years) and effective.contains(day)
        and off.superseded_on is None
    )  # fmt: skip
    if open_days:
        what = Text(
            vi=f"{len(open_days)} ngày nghỉ của `{calendar.calendar}` từ {open_days[0]} chưa được quyết định",
            en=f"{len(open_days)} days off of `{calendar.calendar}` from {open_days[0]} on are not decided yet",
        )
        yield Finding(
            ("calendar",),
            what,
            Text(
                vi="không cần sửa: hạn sau ngày đó được ghi là hạn tạm tính",
                en="nothing to mend: due dates behind that day are called provisional",
            ),
        )


@check(
    "agency-ended", Level.WARNING, vi="Trong thời gian phiên bản có hiệu lực phải có cơ quan thuộc loại thực hiện bước."
)
def agencies_are_there(seen: Surroundings) -> Iterator[Finding]:
    """While the version holds there is an agency of the kind that does a step."""
    definition, directory = seen.definition, seen.directory
    if directory is None:
        return
    for step, declared in definition.steps.items():
        ends = [a.valid.last for a in directory.agencies.values() if a.kind == declared.agency]
        known = [end for end in ends if end is not None]
        if not ends or len(known) < len(ends):
            continue
        if max(known) < (definition.effective.last or date.max):
            what = Text(
                vi=f"cơ quan cuối cùng thuộc loại `{declared.agency}` đã chấm dứt ngày {max(known)}, phiên bản vẫn còn hiệu lực",
                en=f"the last agency of kind `{declared.agency}` ended on {max(known)}, the version goes on",
            )
            mend = Text(
                vi="hãy nêu loại cơ quan tiếp nhận nhiệm vụ, hoặc thêm cơ quan kế thừa vào danh bạ",
                en="name the kind of agency that took over, or add the successor to the directory",
            )
            yield Finding(("steps", step, "agency"), what, mend)


def _last_safe_receipt(seen: Surroundings, calendar: CalendarDefinition) -> date | None:
    """The last day of receipt whose longest due date is inside the calendar."""
    definition = seen.definition
    book = CalendarBook({calendar.calendar: calendar})
    working = book.working(calendar.calendar, cut_off=definition.total.cut_off)
    situation = Situation(definition, {}).circumstances
    for back in range(_MOST_DAYS):
        day = calendar.covers.last - timedelta(days=back)
        received = working.close_of(day)
        plan = planned(_with_longest_total(definition), situation, working, received)
        if plan is None:
            return day
        if civil_date(max(plan.due, plan.completion) - 1) <= calendar.covers.last:
            return day
    return None


def _with_longest_total(definition: ProcedureDefinition) -> ProcedureDefinition:
    limits = [limit for limit in (definition.total.within, *definition.total.within_when.values()) if limit is not None]
    if not limits:
        return definition
    longest = max(limits, key=lambda limit: limit.n)
    total = definition.total.model_copy(update={"within": longest, "within_when": {}})
    return definition.model_copy(update={"total": total})
