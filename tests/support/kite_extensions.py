"""The kite licence with rules by which its sky office may extend the time limit that it cannot keep."""

from typing import Any

from engine.core.actors import Role
from engine.core.events import Event
from engine.core.law import Law
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import an_actor, kite_law
from tests.support.kite_story import KiteStory

SKY_LEAD = an_actor(Role.AGENCY_LEAD, "sky-1", "Chi")
PRINT_LEAD = an_actor(Role.AGENCY_LEAD, "printer-1", "Dung")


def more_time(**rule: Any) -> dict[str, Any]:
    """An extension rule; by default the law's: once, by the day before, of the step's own date."""
    words = {"vi": "Hẹn lại", "en": "New date"}
    return {"title": words, "legal_basis": [{"ref": "Kite Act", "article": "9"}], **rule}


def extending_law(changes: dict[str, Any] | None = None, **rule: Any) -> Law:
    """`later` may be used by the two steps after the inspection."""
    return kite_law(
        changed_kite(
            {
                "extensions.later": more_time(**rule),
                "steps.reserve_sky.may": ["later"],
                "steps.print_licence.may": ["later"],
                **(changes or {}),
            }
        )
    )


def reserving(law: Law) -> KiteStory:
    """Received on Monday 1 June 2026 at 09:00; the sky is to be reserved from 11:00, within 2 working days."""
    return KiteStory(law=law).received("2026-06-01 09:00").inspected("2026-06-01 11:00")


def extend(story: KiteStory, now: str, **said: Any) -> list[Event]:
    """A leader of the sky office gives more time, for wind."""
    order = {"step": "reserve_sky", "rule": "later", "reason": "strong wind", **said}
    return story.give("extend_time_limit", now, SKY_LEAD, **order)
