"""What a supposition does to the running cases, shown: by step and agency, date by date, and in sums."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from cli.case_progress import Language
from cli.procedures.change_words import moved_words
from engine.core.agencies import AgencyDirectory
from engine.core.day_words import last_day
from engine.core.legal_time import to_datetime, to_instant
from engine.core.what_if import Effect, MovedDate, Standing
from engine.service.what_if_sums import Furthest, Tally, WhatMoves, changed_dates

_SHOWN = 50
"""A terminal shows the first cases; with `--json` there are all."""

_WORDS: dict[str, dict[str, Any]] = {
    "vi": {
        "sums": "đã xem: {looked_at}; không bị ảnh hưởng: {untouched}; ngày hẹn thay đổi: {promises}; "
        "hạn của hồ sơ thay đổi: {cases}; hạn của bước thay đổi: {steps}; thành quá hạn: {late}; "
        "hết quá hạn: {no_more}; không có chỗ: {refused}",
        "ended": "đã kết thúc trước lúc đó vì một thời hạn trôi qua, không so sánh: {}",
        "by_step": ("bước", "cơ quan", "đang xử lý", "hạn thay đổi", "thành quá hạn", "hết quá hạn"),
        "by_date": ("hồ sơ", "ngày nào", "quy định hiện có", "nếu thay đổi", "chênh lệch", "quá hạn"),
        "standing": ("", "trong hạn", "đang chờ", "quá hạn"),
        "before": "theo quy định hiện có",
        "after": "nếu thay đổi",
        "late": "Quá hạn {}: {}",
        "more": "… và {} hồ sơ nữa (--json cho biết tất cả)",
        "furthest": "thay đổi xa nhất: {}",
        "whole": "cả hồ sơ",
        "promise": "ngày hẹn",
        "becomes_late": "thành quá hạn",
        "no_more": "hết quá hạn",
        Standing.WAITS: "đang chờ; nếu tiếp tục ngay: {}",
        Standing.OVER: "đã xong",
        Standing.NONE: "không có",
    },
    "en": {
        "sums": "looked at: {looked_at}; not touched: {untouched}; promises that move: {promises}; "
        "due dates of cases that move: {cases}; of steps: {steps}; become late: {late}; "
        "late no more: {no_more}; without a place: {refused}",
        "ended": "ended before that instant because a term passes, not compared: {}",
        "by_step": ("step", "agency", "being worked on", "due dates that move", "become late", "late no more"),
        "by_date": ("case", "which date", "rules as they are", "with the change", "moved", "late"),
        "standing": ("", "in time", "waiting", "late"),
        "before": "by the rules as they are",
        "after": "with the change",
        "late": "Late {}: {}",
        "more": "… and {} more cases (--json has them all)",
        "furthest": "moves furthest: {}",
        "whole": "the whole case",
        "promise": "promise",
        "becomes_late": "becomes late",
        "no_more": "late no more",
        Standing.WAITS: "waits; if it went on at once: {}",
        Standing.OVER: "over",
        Standing.NONE: "none",
    },
}


def show(tally: Tally, agencies: AgencyDirectory, language: Language, console: Console) -> None:
    """The steps by how many due dates move, the dates that move, how the cases stand, and the sums."""
    words = _WORDS[language]
    if any(counted["moves"] or counted["late"] or counted["no_more"] for counted in tally.by_step.values()):
        console.print(_by_step(tally, agencies, words["by_step"], language))
    shown = tally.touched[:_SHOWN]
    if any(effect.refusal is None for effect in shown):
        console.print(_by_date(shown, language))
    for effect in shown:
        if effect.refusal is not None:
            console.print(f"{_name(effect)}: {effect.refusal.in_language(language)}")
    if len(tally.touched) > _SHOWN:
        console.print(words["more"].format(len(tally.touched) - _SHOWN))
    show_sums(tally, language, console)
    console.print(words["sums"].format(**tally.sums), soft_wrap=True)


def show_sums(tally: Tally, language: Language, console: Console) -> None:
    """How the cases stand under both laws, which are late, and how far the furthest date moves."""
    words = _WORDS[language]
    if tally.sums["looked_at"] > tally.sums["over"]:
        table = Table(*words["standing"])
        for side in ("before", "after"):
            table.add_row(words[side], *(str(tally.standing[side][name]) for name in ("in_time", "waiting", "late")))
        console.print(table)
    for side in ("before", "after"):
        if late := tally.late[side]:
            names = ", ".join([*late[:_SHOWN], *(["…"] if len(late) > _SHOWN else [])])
            console.print(words["late"].format(words[side], names), soft_wrap=True)
    if tally.over:
        console.print(words["ended"].format(", ".join(tally.over[:_SHOWN])), soft_wrap=True)
    if found := [_furthest(one, language) for one in tally.furthest.values()]:
        console.print(words["furthest"].format("; ".join(found)), soft_wrap=True)


def date_cell(at: datetime | None, standing: Standing, language: Language) -> str:
    """One date; where it is not fixed, or is none, in words."""
    if standing is Standing.WAITS:
        return str(_WORDS[language][Standing.WAITS].format(day_cell(at)))
    return day_cell(at) if at is not None else str(_WORDS[language].get(standing, "–"))


def day_cell(at: datetime | None) -> str:
    """Midnight is the end of the day before (Civil Code art. 148(6))."""
    if at is None:
        return "–"
    local, day = to_datetime(to_instant(at)), last_day(at)
    return f"{day:%d/%m/%Y} {local:%H:%M}" if day == local.date() else f"{day:%d/%m/%Y} 24:00"


def _by_step(tally: Tally, agencies: AgencyDirectory, columns: tuple[str, ...], language: Language) -> Table:
    table = Table(*(Column(name, overflow="fold") for name in columns))
    for (step, agency), counted in sorted(tally.by_step.items(), key=lambda pair: (-pair[1]["moves"], pair[0][0])):
        if not (counted["moves"] or counted["late"] or counted["no_more"]):
            continue
        known = agencies.agencies.get(agency) if agency else None
        title = known.title.in_language(language) if known else (agency or "–")
        table.add_row(step, title, *(str(counted[name]) for name in ("open", "moves", "late", "no_more")))
    return table


def _by_date(touched: list[Effect], language: Language) -> Table:
    columns = _WORDS[language]["by_date"]
    table = Table(*(Column(name, no_wrap=place < 1, overflow="fold") for place, name in enumerate(columns)))
    for effect in touched:
        for what, date in changed_dates(effect):
            table.add_row(_name(effect), *_cells(what, date, language))
    return table


def _cells(what: WhatMoves, date: MovedDate, language: Language) -> Iterator[str]:
    words = _WORDS[language]
    yield _which(what, language)
    yield date_cell(date.before, date.before_is, language)
    yield date_cell(date.after, date.after_is, language)
    yield moved_words(date.before, date.after, language)
    yield words["becomes_late"] if date.becomes_late else words["no_more"] if date.is_late_no_more else ""


def _furthest(one: Furthest, language: Language) -> str:
    moved = moved_words(one.date.before, one.date.after, language)
    return f"{moved} ({_which(one.what, language)}, {one.case})"


def _which(what: WhatMoves, language: Language) -> str:
    return str(_WORDS[language].get(what, what))


def _name(effect: Effect) -> str:
    return effect.dossier_code or effect.case_id
