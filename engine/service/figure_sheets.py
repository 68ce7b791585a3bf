"""The manager's figures, and the cases behind them, as tables for files: CSV, XLSX, a terminal."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from engine.core.day_words import instant_words
from engine.core.values import Text
from engine.service.flow_figures import (
    AgencyFigures,
    AtStep,
    FigureCase,
    LateCase,
    ProcedureFigures,
    QueueNow,
    Timely,
)
from engine.service.sheets import Cell, Sheet

_MINUTE = 60


def sheet_of_procedure(found: ProcedureFigures, language: str) -> Sheet:
    """A line for each step, and behind it one for each unit at it."""
    rows: list[Sequence[Cell]] = []
    for step in found.steps:
        title = step.title.in_language(language)
        rows.append((title, None, *_numbers(step.numbers)))
        rows += [(title, one.title.in_language(language), *_numbers(one.numbers)) for one in step.agencies]
    return Sheet(found.procedure, _said((_STEP, _AGENCY, *_QUEUE, *_TIMELY, *_WALL, *_SPANS), language), rows)


def sheet_of_weeks(found: ProcedureFigures, language: str) -> Sheet:
    rows = (
        (one.first.isoformat(), one.last.isoformat(), one.received, one.finished, one.finished_late, one.backlog)
        for one in found.weeks
    )
    heads = _WEEK_OF_STEPS if found.weeks_of_steps else (_RECEIVED, _FINISHED, _FINISHED_LATE, _BACKLOG)
    return Sheet(found.procedure, _said((_FROM, _TO, *heads), language), rows)


def sheet_of_agency(found: AgencyFigures, language: str) -> Sheet:
    """A line for each procedure, then one for each unit, the total last."""
    rows: list[Sequence[Cell]] = []
    for line in found.procedures:
        cases = (line.cases.received, line.cases.finished.number, line.cases.backlog)
        rows.append((line.title.in_language(language), *cases, *_queue(line.queue), *_timely(line.by_law)))
    rows.extend(
        (unit.title.in_language(language), None, None, None, *_queue(unit.queue), *_timely(unit.by_law))
        for unit in found.units
    )
    whole = (found.cases.received, found.cases.finished.number, found.cases.backlog)
    rows.append((_TOTAL.in_language(language), *whole, *_queue(found.queue), *_timely(found.by_law)))
    heads = (_LINE, _RECEIVED, _FINISHED, _BACKLOG, *_QUEUE, *_TIMELY)
    return Sheet(found.agency, _said(heads, language), rows)


def sheet_of_figure_cases(cases: Iterable[FigureCase], language: str) -> Sheet:
    """No names: whoever may see a case finds it by its code."""
    rows = (
        (
            *(one.dossier_code, one.case_id, one.procedure, one.version, one.step, one.agency),
            one.status.value if one.status else None,
            *(_at(at, language) for at in (one.opened_at, one.due_at, one.finished_at)),
            one.by_law.value if one.by_law else None,
            one.by_wall.value if one.by_wall else None,
            *(_minutes(one.working_seconds), _minutes(one.wall_seconds)),
        )
        for one in cases
    )
    return Sheet("figures", _said(_CASE_HEADS, language), rows)


def sheet_of_late(cases: Iterable[LateCase], language: str) -> Sheet:
    rows = (
        (
            *(one.dossier_code, one.case_id, one.procedure, one.step_title.in_language(language)),
            *(one.agency_title.in_language(language), one.claimed_by_name, _at(one.due_at, language)),
            *(_minutes(one.late_seconds), one.cause.in_language(language)),
        )
        for one in cases
    )
    return Sheet("late", _said(_LATE_HEADS, language), rows)


def _numbers(at: AtStep) -> tuple[Cell, ...]:
    spans = (at.working.median, at.working.p90, at.wall.median, at.wall.p90)
    return *_queue(at.queue), *_timely(at.by_law), *_timely(at.by_wall), *(_minutes(span) for span in spans)


def _queue(queue: QueueNow) -> tuple[Cell, ...]:
    return queue.open, queue.claimed, queue.suspended, queue.machine, queue.late_now, queue.due_soon


def _timely(timely: Timely) -> tuple[Cell, ...]:
    return timely.early, timely.on_time, timely.late, timely.unjudged


def _minutes(seconds: int | None) -> int | None:
    return None if seconds is None else seconds // _MINUTE


def _at(at: datetime | None, language: str) -> str | None:
    return instant_words(at, language) if at is not None else None


def _said(heads: Iterable[Text], language: str) -> list[str]:
    return [head.in_language(language) for head in heads]


_STEP, _AGENCY = Text(vi="Bước", en="Step"), Text(vi="Cơ quan", en="Agency")
_LINE = Text(vi="Thủ tục hoặc đơn vị", en="Procedure or unit")
_TOTAL = Text(vi="Tổng số", en="Total")
_FROM, _TO = Text(vi="Từ ngày", en="From"), Text(vi="Đến ngày", en="To")
_RECEIVED = Text(vi="Tiếp nhận trong kỳ", en="Received in the period")
_FINISHED = Text(vi="Kết thúc trong kỳ", en="Ended in the period")
_FINISHED_LATE = Text(vi="Trong đó trễ", en="Of them late")
_BACKLOG = Text(vi="Đang giải quyết", en="Going on")
_WEEK_OF_STEPS = (
    Text(vi="Bước chuyển đến trong tuần", en="Steps that came in the week"),
    Text(vi="Bước đã xong trong tuần", en="Steps done in the week"),
    Text(vi="Trong đó trễ", en="Of them late"),
    Text(vi="Bước chưa xong cuối tuần", en="Steps not done at the end of the week"),
)
_QUEUE = (
    Text(vi="Chưa nhận việc", en="Open"),
    Text(vi="Đang làm", en="Claimed"),
    Text(vi="Tạm dừng", en="Suspended"),
    Text(vi="Chờ hệ thống", en="Waiting for a system"),
    Text(vi="Đang quá hạn", en="Late now"),
    Text(vi="Đến hạn hôm nay, ngày mai", en="Due today or tomorrow"),
)
_TIMELY = (
    Text(vi="Trước hạn", en="Early"),
    Text(vi="Đúng hạn", en="On time"),
    Text(vi="Trễ", en="Late"),
    Text(vi="Không xét", en="Not judged"),
)
_WALL = tuple(Text(vi=f"{one.vi} (kể cả chờ)", en=f"{one.en} (waits left in)") for one in _TIMELY)
_SPANS = (
    Text(vi="Một nửa xong trong, giờ làm việc (phút)", en="Half were done within, working time (min)"),
    Text(vi="Chín phần mười xong trong, giờ làm việc (phút)", en="Nine in ten within, working time (min)"),
    Text(vi="Một nửa xong trong, cả ngày đêm (phút)", en="Half were done within, day and night (min)"),
    Text(vi="Chín phần mười xong trong, cả ngày đêm (phút)", en="Nine in ten within, day and night (min)"),
)
_CODE, _CASE = Text(vi="Mã hồ sơ", en="Dossier code"), Text(vi="Hồ sơ", en="Case")
_PROCEDURE, _DUE = Text(vi="Thủ tục", en="Procedure"), Text(vi="Hạn", en="Due")
_CASE_HEADS = (
    *(_CODE, _CASE, _PROCEDURE, Text(vi="Phiên bản", en="Version"), _STEP, _AGENCY),
    Text(vi="Trạng thái", en="Status"),
    *(Text(vi="Bắt đầu", en="Opened"), _DUE, Text(vi="Kết thúc", en="Ended")),
    Text(vi="Theo luật", en="By law"),
    Text(vi="Kể cả chờ", en="Waits left in"),
    Text(vi="Giờ làm việc (phút)", en="Working time (min)"),
    Text(vi="Giờ thực (phút)", en="Wall time (min)"),
)
_LATE_HEADS = (
    *(_CODE, _CASE, _PROCEDURE, _STEP, _AGENCY),
    *(
        Text(vi="Người giữ", en="Held by"),
        _DUE,
        Text(vi="Trễ (phút, theo đồng hồ của bước)", en="Late (min, on the step's clock)"),
        Text(vi="Vì sao", en="Why"),
    ),
)
