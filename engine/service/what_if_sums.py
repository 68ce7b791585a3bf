"""What a supposition does to the running cases, added up: what moves, who is late under which rules, how far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias

from engine.core.identifiers import AgencyId, StepId
from engine.core.what_if import Effect, MovedDate

WhatMoves: TypeAlias = str
"""`promise`, `whole` (the due date of the whole case), or the name of a step."""

_Place = tuple[StepId, AgencyId | None]
_SUMS = ("looked_at", "untouched", "promises", "cases", "steps", "late", "no_more", "refused", "over")
_CLASSES = ("in_time", "waiting", "late")


@dataclass(frozen=True, slots=True)
class Furthest:
    """The date that moves furthest in one direction, and whose it is."""

    case: str
    what: WhatMoves
    date: MovedDate

    @property
    def by(self) -> timedelta:
        assert self.date.before is not None
        assert self.date.after is not None
        return self.date.after - self.date.before


def changed_dates(effect: Effect) -> Iterator[tuple[WhatMoves, MovedDate]]:
    """Only what moves, or is late under one of the two laws only."""
    named: tuple[tuple[WhatMoves, MovedDate], ...] = (
        ("promise", effect.promise),
        ("whole", effect.case),
        *((step.step, step) for step in effect.steps),
    )
    return ((what, date) for what, date in named if date.moves or date.late_before != date.late_after)


@dataclass
class Tally:
    """The sums, and the cases that are touched.

    A case stands as late if its whole or any step of it is; one in which a further date becomes late is counted, too.
    """

    sums: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(_SUMS, 0)))
    standing: dict[str, Counter[str]] = field(
        default_factory=lambda: {side: Counter(dict.fromkeys(_CLASSES, 0)) for side in ("before", "after")}
    )
    by_step: dict[_Place, Counter[str]] = field(default_factory=dict)
    late: dict[str, list[str]] = field(default_factory=lambda: {"before": [], "after": []})
    over: list[str] = field(default_factory=list)
    furthest: dict[str, Furthest] = field(default_factory=dict)
    touched: list[Effect] = field(default_factory=list)

    def add(self, effect: Effect) -> None:
        name = effect.dossier_code or effect.case_id
        self.sums.update(looked_at=1, over=int(effect.is_over))
        if effect.is_over:
            self.over.append(name)
            return
        self._count(effect)
        self._stands("before", name, is_late=effect.late_before, waits=effect.waits_before)
        self._stands("after", name, is_late=effect.late_after, waits=effect.waits_after)
        for what, date in changed_dates(effect):
            if date.is_fixed:
                self._measure(Furthest(name, what, date))
        if effect.is_touched:
            self.touched.append(effect)

    def as_json(self) -> dict[str, Any]:
        return {
            "sums": dict(self.sums),
            **self.standing_as_json(),
            "by_step": [{"step": s, "agency": a, **counted} for (s, a), counted in sorted(self._places())],
            "cases": [effect.model_dump(mode="json") for effect in self.touched],
        }

    def standing_as_json(self) -> dict[str, Any]:
        """How the cases stand under both laws, and how far the furthest date moves."""
        return {
            "becomes_late": self.sums["late"],
            "late_no_more": self.sums["no_more"],
            "standing": {side: dict(counted) for side, counted in self.standing.items()},
            "late": self.late,
            "over": self.over,
            "furthest": {way: _said(one) for way, one in self.furthest.items()},
        }

    def _count(self, effect: Effect) -> None:
        self.sums.update(
            untouched=int(not effect.is_touched),
            promises=int(effect.promise.moves),
            cases=int(effect.case.moves),
            steps=sum(s.moves for s in effect.steps),
            late=int(any(date.becomes_late for date in effect.dates)),
            no_more=int(any(date.is_late_no_more for date in effect.dates)),
            refused=int(effect.refusal is not None),
        )
        for step in effect.steps:
            counter = self.by_step.setdefault((step.step, step.agency), Counter())
            counter.update(open=1, moves=int(step.moves))
            counter.update(late=int(step.becomes_late), no_more=int(step.is_late_no_more))

    def _stands(self, side: str, name: str, *, is_late: bool, waits: bool) -> None:
        self.standing[side]["late" if is_late else "waiting" if waits else "in_time"] += 1
        if is_late:
            self.late[side].append(name)

    def _measure(self, one: Furthest) -> None:
        if not one.by:
            return
        way = "later" if one.by > timedelta() else "earlier"
        if way not in self.furthest or abs(one.by) > abs(self.furthest[way].by):
            self.furthest[way] = one

    def _places(self) -> list[tuple[tuple[str, str], Counter[str]]]:
        return [((step, agency or ""), counted) for (step, agency), counted in self.by_step.items()]


def _said(one: Furthest) -> dict[str, Any]:
    dates = one.date.model_dump(mode="json", include={"before", "after"})
    return {"case": one.case, "what": one.what, "seconds": int(one.by.total_seconds()), **dates}
