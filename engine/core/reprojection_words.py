"""Late calendar decisions in words: which date became which, and because of what."""

from datetime import datetime

from engine.core.events import CalendarDecision, DueDatesReprojected
from engine.core.legal_time import to_datetime, to_instant
from engine.core.values import Text


def reprojection_words(event: DueDatesReprojected) -> Text:
    """What a caseworker reads to a citizen; the promise if it moved, else how many steps did."""
    before, after = event.before, event.after
    because = "; ".join(_decision(decision) for decision in event.decisions if decision.is_off)
    reason = f": {because}" if because else ""
    if before.promised is not None and after.promised is not None and before.promised != after.promised:
        old, new = _shown(before.promised), _shown(after.promised)
        return Text(vi=f"Hẹn trả {old} đổi thành {new}{reason}", en=f"Promised for {old}, now {new}{reason}")
    moved = sum(before.steps.get(step) != after.steps.get(step) for step in before.steps.keys() | after.steps.keys())
    if after.promised is None:
        return Text(vi=f"Hạn của {moved} bước thay đổi{reason}", en=f"Due dates of steps that changed: {moved}{reason}")
    return Text(
        vi=f"Ngày hẹn trả không đổi; hạn của {moved} bước thay đổi{reason}",
        en=f"The promised date stays; due dates of steps that changed: {moved}{reason}",
    )


def _decision(decision: CalendarDecision) -> str:
    return f"{decision.day:%d/%m/%Y} {decision.name}"


def _shown(at: datetime) -> str:
    return f"{to_datetime(to_instant(at)):%d/%m/%Y %H:%M}"
