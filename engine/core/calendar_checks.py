"""The rules that a calendar must keep, alone and together with the one that it extends: one function per rule."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from engine.core import nouns
from engine.core.calendar_entries import Break, Closure, DayOff, Entry, SwappedWorkday
from engine.core.calendar_extends_checks import EXTENDS
from engine.core.calendar_inheritance import completed
from engine.core.calendars import WEEKDAYS, CalendarDefinition, CalendarFile, Coverage, DayKind, Session
from engine.core.computed_days import COMPUTED
from engine.core.findings import Finding, Path, Rule, check, one_of, there_is_no
from engine.core.values import Text

_SATURDAY = 5
_BREAK = Text(vi="kỳ nghỉ", en="break")
_CLOSURE = Text(vi="đợt nghỉ đột xuất", en="closure")
_LISTS = ("days_off", "swapped_workdays", "breaks", "closures", "outages")


def check_calendar_definition(file: CalendarFile, parent: CalendarDefinition | None = None) -> list[Finding]:
    """Every mistake in one calendar; `parent` is the one that it extends."""
    found = [*_week_faults(file), *_knowledge_faults(file), *_period_faults(file), *_outage_faults(file)]
    if file.extends is not None and parent is None:
        return found  # what it says rests on what it extends
    whole = completed(file, parent)
    if whole is None:
        return [*found, *_incomplete(file)]
    return [
        *found,
        *_coverage_faults(file, parent),
        *_source_faults(file, whole),
        *_day_faults(file, whole.covers),
        *_computed_faults(file, whole.covers),
        *_swap_faults(file, whole),
        *_break_faults(file, whole),
    ]


@check("calendar-incomplete", vi="Lịch nêu các ngày có trong lịch và giờ làm việc trong tuần, hoặc lấy từ lịch khác.")
def _incomplete(file: CalendarFile) -> Iterator[Finding]:
    """A calendar says which days it covers and how its week is worked, or takes it from another."""
    for field in ("covers", "week"):
        if getattr(file, field) is None:
            mend = Text(
                vi=f"hãy thêm `{field}:`, hoặc `extends:` với lịch để lấy từ đó",
                en=f"add `{field}:`, or `extends:` with the calendar to take it from",
            )
            yield Finding((field,), Text(vi=f"lịch không có `{field}`", en=f"the calendar has no `{field}`"), mend)


@check("week", vi="Tuần gồm các thứ có thật, các buổi làm việc theo thứ tự, và lịch kết thúc sau khi bắt đầu.")
def _week_faults(file: CalendarFile) -> Iterator[Finding]:
    """The week has known weekdays, with sessions in order, and the calendar ends after it begins."""
    if file.covers is not None and file.covers.last < file.covers.first:
        what = Text(vi="lịch kết thúc trước khi bắt đầu", en="the calendar ends before it begins")
        yield Finding(
            ("covers", "to"),
            what,
            Text(vi="hãy ghi một ngày muộn hơn", en="write a later day"),
            rests_on=(("covers", "from"),),
        )
    for day, sessions in (file.week or {}).items():
        if day not in WEEKDAYS:
            days = ", ".join(WEEKDAYS)  # all of them: `thu_hai` (Monday) looks like `thu`
            mend = Text(vi=f"hãy ghi một trong các tên: {days}", en=f"write one of: {days}")
            yield Finding(("week", day), there_is_no(nouns.WEEKDAY, day), mend, at_key=True)
        yield from _session_faults(Text(vi=f"`{day}`", en=f"`{day}`"), sessions, ("week", day))
    for index, closure in enumerate(file.closures):
        yield from _session_faults(
            Text(vi="đợt nghỉ đột xuất", en="the closure"), closure.sessions, ("closures", index, "sessions")
        )


def _session_faults(whose: Text, sessions: Sequence[Session], path: Path) -> Iterator[Finding]:
    edges = [edge for session in sessions for edge in session]
    if any(b <= a for a, b in pairwise(edges)):
        what = Text(
            vi=f"các buổi làm việc của {whose.vi} chồng lên nhau hoặc ngược thứ tự",
            en=f"the sessions of {whose.en} overlap or run backwards",
        )
        doubts = tuple((*path, i, edge) for i in range(len(sessions)) for edge in (0, 1))
        yield Finding(
            path,
            what,
            Text(
                vi="hãy xếp theo thứ tự, buổi trước kết thúc rồi buổi sau mới bắt đầu",
                en="order them, each ending before the next begins",
            ),
            rests_on=doubts,
        )


@check("coverage-too-wide", vi="Lịch không gồm nhiều ngày hơn lịch mà nó mở rộng.")
def _coverage_faults(file: CalendarFile, parent: CalendarDefinition | None) -> Iterator[Finding]:
    """A calendar covers no more days than the one that it extends."""
    if file.covers is None or parent is None:
        return
    if file.covers.first < parent.covers.first or file.covers.last > parent.covers.last:
        first, last = parent.covers.first, parent.covers.last
        what = Text(
            vi=f"`{parent.calendar}`, lịch được mở rộng, chỉ có các ngày từ {first} đến {last}",
            en=f"`{parent.calendar}`, which it extends, knows the days from {first} to {last}",
        )
        yield Finding(
            ("covers",),
            what,
            Text(
                vi="hãy thu hẹp trong khoảng đó, hoặc bỏ `covers`", en="cover no more than that, or leave `covers` out"
            ),
        )


def _entries(file: CalendarFile) -> Iterator[tuple[Path, Entry]]:
    for name in _LISTS:
        for index, entry in enumerate(getattr(file, name)):
            yield (name, index), entry


@check("source-unknown", vi="Mỗi mục nêu một nguồn có trong lịch.")
def _source_faults(file: CalendarFile, whole: CalendarDefinition) -> Iterator[Finding]:
    """Every entry names a source that the calendar lists."""
    for path, entry in _entries(file):
        if entry.source not in whole.sources:
            what, mend = there_is_no(nouns.SOURCE, entry.source), one_of(entry.source, whole.sources)
            yield Finding((*path, "source"), what, mend, rests_on=(("sources",), ("sources", entry.source)))
    for name in file.decisions:
        if name not in whole.sources:
            what, mend = there_is_no(nouns.SOURCE, name), one_of(name, whole.sources)
            yield Finding(("decisions", name), what, mend, at_key=True, rests_on=(("sources",), ("sources", name)))
    if COMPUTED in file.sources:
        what = Text(
            vi=f"`{COMPUTED}` là tên dành cho các ngày tự tính",
            en=f"`{COMPUTED}` stands for the days that are computed",
        )
        yield Finding(
            ("sources", COMPUTED),
            what,
            Text(vi="hãy đặt tên khác cho nguồn", en="give the source another name"),
            at_key=True,
        )


@check("knowledge-dates", vi="Mỗi mục được công bố, được nhập và được thay thế theo thứ tự đó.")
def _knowledge_faults(file: CalendarFile) -> Iterator[Finding]:
    """An entry is announced, entered and superseded in this order."""
    for path, entry in _entries(file):
        dates = ((*path, "announced_on"), (*path, "entered_on"))
        if entry.by_law and entry.announced_on:
            what = Text(
                vi="ngày do chính luật quy định thì không có ngày công bố",
                en="a day that the law itself fixes is not announced",
            )
            mend = Text(vi="hãy bỏ `by_law` hoặc `announced_on`", en="leave `by_law` or `announced_on` out")
            yield Finding((*path, "by_law"), what, mend, rests_on=dates)
        if entry.entered_on and entry.announced_on and entry.entered_on < entry.announced_on:
            what = Text(
                vi=f"mục này được nhập ngày {entry.entered_on}, trước ngày công bố {entry.announced_on}",
                en=f"it was entered on {entry.entered_on}, before it was announced on {entry.announced_on}",
            )
            mend = Text(
                vi="hãy bỏ `entered_on`, hoặc ghi một ngày muộn hơn", en="leave `entered_on` out, or write a later day"
            )
            yield Finding((*path, "entered_on"), what, mend, rests_on=dates)
        elif entry.superseded_on and entry.known_from and entry.superseded_on <= entry.known_from:
            what = Text(
                vi=f"mục này hết áp dụng ngày {entry.superseded_on}, trước khi có ai biết đến",
                en=f"it holds no more on {entry.superseded_on}, before anybody knew it",
            )
            yield Finding(
                (*path, "superseded_on"),
                what,
                Text(vi="hãy ghi một ngày muộn hơn, hoặc bỏ mục này", en="write a later day, or take the entry out"),
                rests_on=dates,
            )


@check("day-off", vi="Mỗi ngày chỉ nêu một lần, và thuộc các ngày có trong lịch.")
def _day_faults(file: CalendarFile, covers: Coverage) -> Iterator[Finding]:
    """A day is listed once, and among the days that the calendar covers."""
    listed: tuple[tuple[str, Sequence[DayOff | SwappedWorkday]], ...] = (
        ("days_off", file.days_off),
        ("swapped_workdays", file.swapped_workdays),
    )
    for name, entries in listed:
        for index, entry in enumerate(entries):
            path: Path = (name, index, "date")
            doubts = tuple((name, i, part) for i in range(index + 1) for part in ("date", "superseded_on"))
            if any(earlier.day == entry.day and _overlap(earlier, entry) for earlier in entries[:index]):
                mend = Text(
                    vi="hãy bỏ một mục, hoặc ghi `superseded_on` cho mục trước",
                    en="leave one of them out, or say `superseded_on` of the earlier one",
                )
                yield Finding(
                    path,
                    Text(vi=f"ngày {entry.day} được nêu hai lần", en=f"{entry.day} is listed twice"),
                    mend,
                    rests_on=doubts,
                )
            elif name == "days_off" and _lies_outside(covers, entry.day):
                yield _outside(covers, path, str(entry.day))


def _overlap(one: Entry, other: Entry) -> bool:
    """Whether there is a day on which both entries hold."""
    return not any(
        a.superseded_on is not None and b.known_from is not None and a.superseded_on <= b.known_from
        for a, b in ((one, other), (other, one))
    )


@check("computed-year", vi="Mỗi năm tự tính chỉ nêu một lần, và thuộc các năm có trong lịch.")
def _computed_faults(file: CalendarFile, covers: Coverage) -> Iterator[Finding]:
    """A computed year is listed once, and is among the years that the calendar covers."""
    seen: set[int] = set()
    for index, computed in enumerate(file.computed_years):
        path: Path = ("computed_years", index, "year")
        if computed.year in seen:
            yield Finding(
                path,
                Text(vi=f"năm {computed.year} được nêu hai lần", en=f"{computed.year} is listed twice"),
                Text(vi="hãy bỏ một mục", en="leave one of them out"),
            )
        elif covers.first <= covers.last and not covers.first.year <= computed.year <= covers.last.year:
            yield _outside(covers, path, str(computed.year))
        seen.add(computed.year)


@check("swapped-workday", vi="Ngày làm bù là ngày nghỉ cuối tuần, làm thay cho một ngày nghỉ đã nêu là ngày hoán đổi.")
def _swap_faults(file: CalendarFile, whole: CalendarDefinition) -> Iterator[Finding]:
    """A swapped Saturday is a rest day, worked instead of a day off that is listed as such."""
    exchanged = {day_off.day for day_off in whole.days_off if day_off.kind is DayKind.SWAPPED_OFF}
    listed = range(len(file.days_off))
    days = (("days_off",), *(("days_off", i, part) for i in listed for part in ("date", "kind")))
    for index, swap in enumerate(file.swapped_workdays):
        path: Path = ("swapped_workdays", index)
        if swap.day.weekday() < _SATURDAY:
            what = Text(
                vi=f"ngày {swap.day} không phải thứ Bảy hay Chủ nhật, nên không thể là ngày làm bù",
                en=f"{swap.day} is no Saturday or Sunday, so it cannot be worked in exchange",
            )
            yield Finding(
                (*path, "date"),
                what,
                Text(vi="hãy ghi ngày cuối tuần đi làm bù", en="write the weekend day that is worked"),
            )
        elif _lies_outside(whole.covers, swap.day):
            yield _outside(whole.covers, (*path, "date"), str(swap.day))
        if swap.instead_of not in exchanged:
            what = Text(
                vi=f"ngày {swap.instead_of} không có trong các ngày nghỉ với loại `swapped_off`",
                en=f"{swap.instead_of} is not among the days off as `swapped_off`",
            )
            yield Finding(
                (*path, "instead_of"),
                what,
                Text(vi="hãy thêm ngày đó vào `days_off`", en="add it to `days_off`"),
                rests_on=days,
            )


@check("period", vi="Kỳ nghỉ hoặc đợt nghỉ đột xuất kết thúc sau khi bắt đầu, trong vòng một năm.")
def _period_faults(file: CalendarFile) -> Iterator[Finding]:
    """A break or a closure ends after it begins, within a year."""
    for name, noun in (("breaks", _BREAK), ("closures", _CLOSURE)):
        for index, span in enumerate(getattr(file, name)):
            path: Path = (name, index)
            if span.last < span.first:
                what = Text(
                    vi=f"{noun.vi} kết thúc ngày {span.last}, trước ngày bắt đầu {span.first}",
                    en=f"the {noun.en} ends on {span.last}, before it begins on {span.first}",
                )
                yield Finding(
                    (*path, "to"),
                    what,
                    Text(vi="hãy ghi một ngày muộn hơn", en="write a later day"),
                    rests_on=((*path, "from"),),
                )
            elif _is_too_long(span):
                what = Text(vi=f"{noun.vi} kéo dài hơn một năm", en=f"the {noun.en} lasts longer than a year")
                yield Finding(
                    (*path, "to"), what, Text(vi="hãy sửa lại năm", en="mend the year"), rests_on=((*path, "from"),)
                )


@check("break", vi="Mỗi ngày làm việc trong kỳ nghỉ phải là một ngày nghỉ nêu riêng: phải biết lý do của từng ngày.")
def _break_faults(file: CalendarFile, whole: CalendarDefinition) -> Iterator[Finding]:
    """Every working weekday in a break is a day off of its own: the reason of each must be known."""
    closed = (closure for closure in whole.closures if not closure.sessions and not _is_too_long(closure))
    off = {day_off.day for day_off in whole.days_off} | {day for closure in closed for day in closure.days()}
    for index, span in enumerate(file.breaks):
        days = span.days() if not _is_too_long(span) else iter(())
        missing = next((day for day in days if day.weekday() < _SATURDAY and day not in off), None)
        if missing is not None:
            what = Text(
                vi=f"ngày {missing} thuộc kỳ nghỉ `{span.name.vi}` nhưng không có trong các ngày nghỉ",
                en=f"{missing} lies in the break `{span.name.vi}` but is not among the days off",
            )
            path: Path = ("breaks", index)
            doubts = (("days_off",), (*path, "from"), (*path, "to"))
            yield Finding(
                (*path, "from"),
                what,
                Text(
                    vi="hãy thêm ngày đó vào `days_off`, hoặc sửa lại kỳ nghỉ",
                    en="add it to `days_off`, or mend the break",
                ),
                rests_on=doubts,
            )


def _is_too_long(span: Break | Closure) -> bool:
    """More than a year is a slip of the pen, and days without end to look at."""
    return (span.last - span.first).days > 366


@check("outage", vi="Sự cố kết thúc sau khi bắt đầu.")
def _outage_faults(file: CalendarFile) -> Iterator[Finding]:
    """An outage ends after it begins."""
    for index, outage in enumerate(file.outages):
        if outage.ended_at is not None and outage.ended_at <= outage.began_at:
            path: Path = ("outages", index)
            what = Text(vi="sự cố kết thúc trước khi bắt đầu", en="the outage ends before it begins")
            mend = Text(
                vi="hãy ghi thời điểm muộn hơn, hoặc bỏ `to` khi hệ thống chưa khôi phục",
                en="write a later instant, or leave `to` out while the system is down",
            )
            yield Finding((*path, "to"), what, mend, rests_on=((*path, "from"),))


def _lies_outside(covers: Coverage, day: date) -> bool:
    """Of a calendar that ends before it begins nothing is said: that is another mistake."""
    return covers.first <= covers.last and not covers.first <= day <= covers.last


def _outside(covers: Coverage, path: Path, day: str) -> Finding:
    what = Text(
        vi=f"{day} nằm ngoài các ngày có trong lịch, từ {covers.first} đến {covers.last}",
        en=f"{day} lies outside the days that the calendar covers, {covers.first} to {covers.last}",
    )
    return Finding(
        path,
        what,
        Text(vi="hãy sửa lại ngày, hoặc mở rộng `covers`", en="mend the date, or widen `covers`"),
        rests_on=(("covers", "from"), ("covers", "to")),
    )


CALENDAR_RULES: tuple[Rule, ...] = (
    EXTENDS,
    *(
        each.rule
        for each in (
            _incomplete,
            _week_faults,
            _coverage_faults,
            _source_faults,
            _knowledge_faults,
            _day_faults,
            _computed_faults,
            _swap_faults,
            _period_faults,
            _break_faults,
            _outage_faults,
        )
    ),
)
