"""Two offices write down afterwards what each did: in whatever order it is entered, every clock says the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from engine.core.actors import Actor, Role
from engine.core.case_clock import CaseTimes, times_of
from engine.core.errors import CommandRefused
from engine.core.explain import explain_due_dates
from engine.core.explanation import DueExplanation
from engine.core.lateness import CaseLateness, lateness_of
from engine.core.law import Law
from tests.support.kite_changes import GONE, changed_kite
from tests.support.kite_extensions import PRINT_LEAD, SKY_LEAD, more_time
from tests.support.kite_licence import OFFICER, PRINTER, SKY_CLERK, at, kite_law
from tests.support.kite_story import LICENCE, KiteStory
from tests.support.random_kites import as_of, told

CALM = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
BEGUN = at("2026-08-20 11:00")
ENTERED = at("2026-09-20 08:00")
"""Long after everything: the offices enter it with the day on which it happened."""

_WAIT = {"title": {"vi": "Chờ", "en": "Wait"}, "legal_basis": [{"ref": "Kite Act", "article": "7"}]}
_PLUS = {"rule": "later", "plus": "2 working_days", "reason": "wind"}
_UNTIL = {"rule": "later", "new_due_on": "2026-09-08", "reason": "wind"}


@dataclass(frozen=True)
class Fact:
    """One thing that an office did, and when."""

    at: datetime
    kind: str
    actor: Actor
    said: dict[str, Any]


def _acts(step: str, clerk: Actor, lead: Actor, papers: list[dict[str, str]]) -> tuple[tuple[str, Actor, dict], ...]:
    late = lead.model_copy(update={"roles": (*lead.roles, Role.LATE_ENTRY)})
    return (
        ("request_supplement", clerk, {"step": step, "rule": "wind", "reasons": ["wind"]}),
        ("hand_in_supplement", OFFICER, {"step": step, "note": "tested"}),
        ("extend_time_limit", late, {"step": step, **_PLUS}),
        ("extend_time_limit", late, {"step": step, **_UNTIL}),
        ("complete_step", clerk, {"step": step, "documents": papers}),
    )


SKY = _acts("reserve_sky", SKY_CLERK, SKY_LEAD, [])
PRINT = _acts("print_licence", PRINTER, PRINT_LEAD, [LICENCE])


@st.composite
def _deeds(draw: st.DrawFn, acts: tuple[tuple[str, Actor, dict], ...]) -> list[Fact]:
    """What one office did, in the order in which it did it: that order is part of the fact."""
    now, found = BEGUN, []
    for kind, actor, said in draw(st.lists(st.sampled_from(acts), min_size=1, max_size=5)):
        now += timedelta(minutes=draw(st.integers(1, 3 * 24 * 60)))
        found.append(Fact(now, kind, actor, said))
    return found


@st.composite
def _laws(draw: st.DrawFn) -> Law:
    wind = {**_WAIT, "effect": draw(st.sampled_from(["suspend", "restart", "none"]))}
    wind["applies_to"] = draw(st.sampled_from(["step", "both"])) if wind["effect"] != "none" else "step"
    changes = {
        "suspensions.wind": wind,
        "extensions.later": more_time(max=2, notice_days=0),  # of its own step: no other office's fact counts for it
        "steps.print_licence.run": GONE,
        "total.policy": draw(st.sampled_from(["any", "all"])),
    }
    steps = ("reserve_sky", "print_licence")
    return kite_law(changed_kite({**changes, **{f"steps.{step}.may": ["wind", "later"] for step in steps}}))


def _entered(law: Law, facts: list[Fact]) -> KiteStory:
    story = KiteStory(law=law).received("2026-08-20 09:00").inspected(told(BEGUN))
    for fact in facts:
        try:
            story.give(fact.kind, told(ENTERED), fact.actor, occurred_at=fact.at, **fact.said)
        except CommandRefused:
            continue
    return story


def _answers(story: KiteStory, when: datetime) -> tuple[CaseTimes, tuple[Any, ...], list[tuple[Any, ...]]]:
    seen = as_of(story, when)
    told = [_counted(each) for each in explain_due_dates(story.law, seen, when)]
    return times_of(story.law, seen, when), _judged(lateness_of(story.law, seen, when)), told


def _counted(told: DueExplanation) -> tuple[Any, ...]:
    """What was counted until when; of waits that began at the same instant either may be named first."""
    return told.step, told.due_at, *((t.starts_at, t.counted_days, t.counted_seconds, t.due_at) for t in told.terms)


def _judged(found: CaseLateness) -> tuple[Any, ...]:
    """The verdicts; the inputs beside them list the waits as they were entered."""
    by_law = {**vars(found.by_law), "request": None} if found.by_law else None
    return by_law, *({**vars(one), "request": None} for one in found.by_766)


@CALM
@given(law=_laws(), sky=_deeds(SKY), printing=_deeds(PRINT), data=st.data())
def test_two_offices_enter_their_deeds_in_any_order(
    law: Law, sky: list[Fact], printing: list[Fact], data: st.DataObject
) -> None:
    places = data.draw(st.permutations([True] * len(sky) + [False] * len(printing)))
    left, right = iter(sky), iter(printing)
    mixed = [next(left) if is_sky else next(right) for is_sky in places]
    one, other = _entered(law, sky + printing), _entered(law, mixed)
    event(f"extended: {bool(one.state.extensions)}, closed: {one.state.closed_at is not None}")
    for when in (*(fact.at for fact in mixed), ENTERED):
        assert _answers(one, when) == _answers(other, when)
