"""Late calendar decisions in words: which promise or due date moved, and because of which days and decisions."""

from collections.abc import Sequence

from engine.core.day_off_words import SpecialDay, SpecialDays
from engine.core.day_words import due_words
from engine.core.definition import LegalBasis
from engine.core.events import CalendarDecision, DueDatesReprojected
from engine.core.values import Text

_MOVED = Text(vi="Hẹn trả {old} đổi thành {new}{why}", en="Promised for {old}, now {new}{why}")
_STEPS_MOVED = Text(
    vi="Ngày hẹn trả không đổi; hạn của {n} bước thay đổi{why}",
    en="The promised date stays; due dates of steps that changed: {n}{why}",
)
_OFF = Text(vi="nghỉ {days}", en="off on {days}")
_WORKED = Text(vi="làm việc {days}", en="working on {days}")


def reprojection_words(event: DueDatesReprojected) -> Text:
    """What a caseworker reads to a citizen; the promise if it moved, else how many steps did."""
    return Text(vi=_words(event, "vi"), en=_words(event, "en"))


def decisions_words(decisions: Sequence[CalendarDecision], language: str) -> str:
    """`nghỉ thứ Sáu 02/01/2026 (hoán đổi …, theo …, công bố …); làm việc thứ Bảy 10/01/2026 (…)`; a day once."""
    telling, said = SpecialDays(language), []
    once = {(decision.day, decision.is_off): decision for decision in decisions}
    for is_off, words in ((True, _OFF), (False, _WORKED)):
        days = [_special(decision, language) for decision in once.values() if decision.is_off is is_off]
        if days:
            said.append(words.in_language(language).format(days=telling.told(days)))
    return "; ".join(said)


def _words(event: DueDatesReprojected, language: str) -> str:
    before, after = event.before, event.after
    because = decisions_words(event.decisions, language)
    why = f": {because}" if because else ""
    if before.promised != after.promised:
        old, new = due_words(before.promised, language), due_words(after.promised, language)
        return _MOVED.in_language(language).format(old=old, new=new, why=why)
    moved = sum(before.steps.get(step) != after.steps.get(step) for step in before.steps.keys() | after.steps.keys())
    return _STEPS_MOVED.in_language(language).format(n=moved, why=why)


def _special(decision: CalendarDecision, language: str) -> SpecialDay:
    behind, why = decision.decision or LegalBasis(ref=decision.source), decision.name.in_language(language)
    return SpecialDay(decision.day, why, decision.source, behind, decision.announced_on)
