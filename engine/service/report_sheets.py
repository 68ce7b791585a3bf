"""Reports, and the cases behind their numbers, as tables that people read: rows for a terminal, a CSV or an XLSX file."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from engine.core.day_words import instant_words
from engine.core.indicator_766 import Indicator
from engine.core.lateness import CaseLateness
from engine.core.legal_time import MoreThanOne
from engine.core.report_ii06a import COLUMN_WORDS, Report
from engine.core.values import Text
from engine.service.reports import Listed
from engine.service.sheets import Cell, Sheet


def sheet_of_report(report: Report, language: str) -> Sheet:
    """As the form has it: a line for each procedure, the total last."""
    rows: list[Sequence[Cell]] = [
        (number, line.title.in_language(language), *line.numbers.columns().values())
        for number, line in enumerate(report.lines, start=1)
    ]
    rows.append((None, _TOTAL.in_language(language), *report.total.columns().values()))
    heads = [f"({number}) {words.in_language(language)}" for number, words in COLUMN_WORDS.items()]
    return Sheet("II.06a", heads, rows)


def sheet_of_indicator(found: Indicator, language: str) -> Sheet:
    """Each number that goes into the rate, and the rate; the weight of 2.1 is said to be unverified."""
    numbers: Sequence[tuple[Text, Cell]] = (
        (Text(vi="Đã giải quyết, đúng hạn", en="Finished on time"), found.finished_on_time),
        (Text(vi="Đã giải quyết, quá hạn", en="Finished late"), found.finished_late),
        (Text(vi="Đang giải quyết, trong hạn", en="In progress, in time"), found.in_time),
        (Text(vi="Đang giải quyết, quá hạn", en="In progress, overdue"), found.overdue),
        (Text(vi="Tổng số được tính", en="Counted"), found.counted),
        (Text(vi="Không có thời hạn (không tính)", en="Without a limit (not counted)"), found.without_limit),
        (Text(vi="Tỷ lệ đúng hạn (%)", en="On time (%)"), _text(found.rate)),
        (Text(vi="Điểm tối đa của nhóm 2", en="Most points of group 2"), found.group_points),
        (Text(vi="Điểm của chỉ số 2.1", en="Points of 2.1"), _UNVERIFIED.in_language(language)),
    )
    heads = [_NUMBER.in_language(language), _VALUE.in_language(language)]
    return Sheet("766 - 2.1", heads, [(words.in_language(language), value) for words, value in numbers])


def sheet_of_cases(cases: Iterable[Listed], language: str) -> Sheet:
    """No names: whoever may see a case finds it by its code."""
    rows = (
        (
            *(one.row.dossier_code, one.row.case_id, one.row.procedure, one.row.receiving_agency),
            one.row.channel.value if one.row.channel else None,
            *(_at(one.row.received_at, language), _at(one.row.promised_due_at, language)),
            *(_at(one.row.closed_at, language), one.standing.value),
        )
        for one in cases
    )
    return Sheet("II.06a", [head.in_language(language) for head in _CASE_HEADS], rows)


def sheet_of_inputs(cases: Iterable[CaseLateness], reading: MoreThanOne) -> Sheet:
    """What the rate is reckoned from, to the second, under names that a program reads: on time is `adjusted_end_at`
    (end less the supplements) at most `due_at`, and no more requests than the reading allows."""
    rows = (
        (
            *(case.dossier_code, case.case_id, one.state, one.end_at.isoformat()),
            *(one.supplement_requests, one.supplement_seconds, one.adjusted_end_at.isoformat()),
            *(one.due_at.isoformat(), one.late_seconds, int(one.on_time), " ".join(one.late_because)),
        )
        for case in cases
        for one in case.by_766
        if one.more_than_one is reading
    )
    return Sheet("766 - 2.1", _INPUT_HEADS, rows)


_INPUT_HEADS = (
    *("dossier_code", "case_id", "state", "end_at", "supplement_requests", "supplement_seconds"),
    *("adjusted_end_at", "due_at", "late_seconds", "on_time", "late_because"),
)
_CASE_HEADS = (
    Text(vi="Mã hồ sơ", en="Dossier code"),
    Text(vi="Hồ sơ", en="Case"),
    Text(vi="Thủ tục", en="Procedure"),
    Text(vi="Nơi tiếp nhận", en="Received by"),
    Text(vi="Cách nộp", en="Handed in"),
    Text(vi="Tiếp nhận", en="Received"),
    Text(vi="Hẹn trả", en="Promised"),
    Text(vi="Kết thúc", en="Ended"),
    Text(vi="Kết quả theo luật", en="By law"),
)
_TOTAL = Text(vi="Tổng số", en="Total")
_NUMBER = Text(vi="Số liệu", en="Number")
_VALUE = Text(vi="Giá trị", en="Value")
_UNVERIFIED = Text(vi="chưa xác minh được trọng số", en="its weight is unverified")


def _at(at: datetime | None, language: str) -> str | None:
    return instant_words(at, language) if at is not None else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
