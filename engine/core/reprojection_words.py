"""Late calendar decisions in words: which date became which, and because of what."""

from datetime import datetime

from engine.core.events import CalendarDecision, DueDates, DueDatesReprojected
from engine.core.legal_time import to_datetime, to_instant
from engine.core.values import Text


def reprojection_words(event: DueDatesReprojected) -> Text:
    """What a caseworker reads to a citizen: the promise if it moved, else how many steps did; and the term to answer."""
    before, after = event.before, event.after
    reason = _because(event.decisions)
    said = _promise(before, after)
    for suspension, told in before.answers.items():
        if after.answers.get(suspension, told) != told:
            old, new = _shown(told), _shown(after.answers[suspension])
            more = Text(vi=f"hạn bổ sung hồ sơ {old} đổi thành {new}", en=f"term to answer {old}, now {new}")
            said = Text(vi=f"{said.vi}; {more.vi}", en=f"{said.en}; {more.en}")
    return Text(vi=f"{said.vi}{reason.vi}", en=f"{said.en}{reason.en}")


def _promise(before: DueDates, after: DueDates) -> Text:
    if before.promised != after.promised:
        old, new = _shown(before.promised), _shown(after.promised)
        return Text(vi=f"Hẹn trả {old} đổi thành {new}", en=f"Promised for {old}, now {new}")
    moved = sum(before.steps.get(step) != after.steps.get(step) for step in before.steps.keys() | after.steps.keys())
    if not moved:
        return Text(vi="Ngày hẹn trả không đổi", en="The promised date stays")
    return Text(
        vi=f"Ngày hẹn trả không đổi; hạn của {moved} bước thay đổi",
        en=f"The promised date stays; due dates of steps that changed: {moved}",
    )


def _because(decisions: tuple[CalendarDecision, ...]) -> Text:
    off = [decision for decision in decisions if decision.is_off]
    vi, en = (
        "; ".join(f"{decision.day:%d/%m/%Y} {decision.name.in_language(language)}" for decision in off)
        for language in ("vi", "en")
    )
    return Text(vi=f": {vi}" if vi else "", en=f": {en}" if en else "")


def _shown(at: datetime) -> str:
    return f"{to_datetime(to_instant(at)):%d/%m/%Y %H:%M}"
