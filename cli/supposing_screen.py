"""What a supposition does to the running cases, added up and shown: by step and agency, and case by case."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from cli.case_progress import Language
from engine.core.agencies import AgencyDirectory
from engine.core.identifiers import AgencyId, StepId
from engine.core.legal_time import to_datetime, to_instant
from engine.core.what_if import Effect, MovedDate

_SHOWN = 50
_Place = tuple[StepId, AgencyId | None]
_WORDS = {
    "vi": {
        "sums": "đã xem: {looked_at}; ngày hẹn thay đổi: {promises}; hạn của hồ sơ thay đổi: {cases}; "
        "hạn của bước thay đổi: {steps}; thành quá hạn: {late}; hết quá hạn: {no_more}; không có chỗ: {refused}",
        "by_step": ("bước", "cơ quan", "đang xử lý", "hạn thay đổi", "thành quá hạn", "hết quá hạn"),
        "by_case": ("hồ sơ", "hẹn", "hẹn mới", "hạn", "hạn mới", "thành quá hạn"),
        "whole": "cả hồ sơ",
    },
    "en": {
        "sums": "looked at: {looked_at}; promises that move: {promises}; due dates of cases that move: {cases}; "
        "of steps: {steps}; become late: {late}; late no more: {no_more}; without a place: {refused}",
        "by_step": ("step", "agency", "being worked on", "due dates that move", "become late", "late no more"),
        "by_case": ("case", "promised", "promised then", "due", "due then", "becomes late"),
        "whole": "the whole case",
    },
}


@dataclass
class Tally:
    """The sums, and the cases that are touched."""

    sums: Counter[str] = field(default_factory=Counter)
    by_step: dict[_Place, Counter[str]] = field(default_factory=dict)
    touched: list[Effect] = field(default_factory=list)

    def add(self, effect: Effect) -> None:
        dates = (effect.case, *effect.steps)
        self.sums.update(
            looked_at=1,
            promises=int(effect.promise.moves),
            cases=int(effect.case.moves),
            steps=sum(s.moves for s in effect.steps),
            late=int(any(d.becomes_late for d in dates)),
            no_more=int(any(d.is_late_no_more for d in dates)),
            refused=int(effect.refusal is not None),
        )
        for step in effect.steps:
            counter = self.by_step.setdefault((step.step, step.agency), Counter())
            counter.update(open=1, moves=int(step.moves))
            counter.update(late=int(step.becomes_late), no_more=int(step.is_late_no_more))
        if effect.is_touched:
            self.touched.append(effect)

    def as_json(self) -> dict[str, Any]:
        return {
            "sums": dict(self.sums),
            "by_step": [{"step": s, "agency": a, **counted} for (s, a), counted in sorted(self._places())],
            "cases": [effect.model_dump(mode="json") for effect in self.touched],
        }

    def _places(self) -> list[tuple[tuple[str, str], Counter[str]]]:
        return [((step, agency or ""), counted) for (step, agency), counted in self.by_step.items()]


def show(tally: Tally, agencies: AgencyDirectory, language: Language, console: Console) -> None:
    """The steps by how many due dates move, then the first of the cases."""
    words: dict[str, Any] = _WORDS[language]
    if any(counted["moves"] or counted["late"] or counted["no_more"] for counted in tally.by_step.values()):
        console.print(_by_step(tally, agencies, words["by_step"], language))
    if tally.touched:
        console.print(_by_case(tally, words["by_case"], words["whole"]))
    for effect in tally.touched[:_SHOWN]:
        if effect.refusal is not None:
            console.print(f"{effect.dossier_code or effect.case_id}: {effect.refusal.in_language(language)}")
    console.print(words["sums"].format(**{**dict.fromkeys(_SUMS, 0), **tally.sums}), soft_wrap=True)


_SUMS = ("looked_at", "promises", "cases", "steps", "late", "no_more", "refused")


def _by_step(tally: Tally, agencies: AgencyDirectory, columns: tuple[str, ...], language: Language) -> Table:
    table = Table(*(Column(name, overflow="fold") for name in columns))
    for (step, agency), counted in sorted(tally.by_step.items(), key=lambda pair: (-pair[1]["moves"], pair[0][0])):
        known = agencies.agencies.get(agency) if agency else None
        title = known.title.in_language(language) if known else (agency or "–")
        table.add_row(step, title, *(str(counted[name]) for name in ("open", "moves", "late", "no_more")))
    return table


def _by_case(tally: Tally, columns: tuple[str, ...], whole: str) -> Table:
    table = Table(*(Column(name, no_wrap=place < 1, overflow="fold") for place, name in enumerate(columns)))
    for effect in tally.touched[:_SHOWN]:
        late = [s.step for s in effect.steps if s.becomes_late]
        table.add_row(
            effect.dossier_code or effect.case_id,
            *_both(effect.promise),
            *_both(effect.case),
            ", ".join([whole, *late] if effect.case.becomes_late else late),
        )
    return table


def _both(moved: MovedDate) -> tuple[str, str]:
    return _day(moved.before), _day(moved.after)


def _day(at: datetime | None) -> str:
    return f"{to_datetime(to_instant(at)):%d/%m/%Y %H:%M}" if at is not None else "–"
