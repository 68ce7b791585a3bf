"""Random stories of permits in which silence is an answer, for properties; acts that do not fit are left out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from engine.core.actors import Actor
from engine.core.errors import CommandRefused
from tests.support.kite_licence import INSPECTOR, OFFICER, PRINTER, SKY_CLERK, at
from tests.support.tree_house import Story, tree_house_law

BEGUN = at("2026-08-28 09:00")
"""A Friday; Monday to Wednesday after it are off."""

_WHO: dict[str, Actor] = {"fire_opinion": SKY_CLERK, "road_opinion": INSPECTOR, "permit": PRINTER}
_AGREED = {"result": {"agreed": True}}
_REFUSAL = {"reason": "no", "legal_basis": {"ref": "Tree House Act"}}
_ACTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("request_supplement", "fire_opinion", {"reasons": ["plan"]}),
    ("request_supplement", "permit", {"reasons": ["photo"]}),
    ("hand_in_supplement", "fire_opinion", {"note": "here"}),
    ("hand_in_supplement", "permit", {"note": "here"}),
    ("claim_step", "road_opinion", {}),
    ("complete_step", "fire_opinion", _AGREED),
    ("complete_step", "road_opinion", _AGREED),
    ("complete_step", "permit", {}),
    ("refuse_step", "road_opinion", _REFUSAL),
)
_PAUSES = st.sampled_from([0, 1, 3600, 8 * 3600, 86_400, 2 * 86_400]) | st.integers(0, 6 * 86_400)
_MEANS = st.sampled_from(["completed", "refused"])
Acts = list[tuple[datetime, str, Actor, dict[str, Any]]]


@st.composite
def permits(draw: st.DrawFn) -> tuple[Story, Acts]:
    """A received permit whose rules vary, and what people then try, in the order of time."""
    silence = {"means": draw(_MEANS), "legal_basis": [{"ref": "Tree House Act", "article": "5"}]}
    changes = {
        "steps.permit.on_silence": silence,
        "steps.fire_opinion.within": draw(st.sampled_from(["2 working_days", "24 hours", "0 working_days"])),
        "steps.road_opinion.within": draw(st.sampled_from(["8 working_hours", "1 weeks", "3 calendar_days"])),
        "suspensions.supplement.on_expiry": draw(st.sampled_from(["refuse", "stop", "nothing"])),
        "suspensions.supplement.effect": draw(st.sampled_from(["suspend", "restart", "none"])),
    }
    story = Story(law=tree_house_law(**changes))
    story.received(f"{BEGUN:%Y-%m-%d %H:%M}")
    acts: Acts = []
    now = BEGUN
    for kind, step, said in draw(st.lists(st.sampled_from(_ACTS), max_size=6)):
        now += timedelta(seconds=draw(_PAUSES))
        actor = OFFICER if kind == "hand_in_supplement" else _WHO[step]
        acts.append((now, kind, actor, {"step": step, **said}))
    return story, acts


def tried(story: Story, act: tuple[datetime, str, Actor, dict[str, Any]]) -> bool:
    """Whether the act was lawful; a refusal changes nothing."""
    now, kind, actor, said = act
    try:
        story.give(kind, f"{now:%Y-%m-%d %H:%M:%S}", actor, **said)
    except CommandRefused:
        return False
    return True
