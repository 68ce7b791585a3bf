"""A second version of the kite licence, and the act by which a running case comes over to it."""

from dataclasses import replace
from typing import Any

from engine.core import events
from engine.core.actors import SYSTEM, Actor
from engine.core.definition import ProcedureDefinition
from tests.support.kite_changes import changed_kite
from tests.support.kite_story import KiteStory

NEW = "2026-06-02"
TAKES_OVER: dict[str, Any] = {
    "rule": "migrate",
    "from": ["2026-01-01"],
    "legal_basis": [{"ref": "Kite Act", "article": "99"}],
}


def second_version(changes: dict[str, Any] | None = None, **running_cases: Any) -> ProcedureDefinition:
    """Holds from 2 June 2026, takes running cases over, and promises three working days in place of five."""
    return changed_kite(
        {
            "version": NEW,
            "effective": {"from": NEW},
            "running_cases": {**TAKES_OVER, **running_cases},
            "total.within": "3 working_days",
            **(changes or {}),
        }
    )


def renamed(old: str, new: str) -> dict[str, Any]:
    """The changes by which a step of the kite licence is called otherwise in the second version."""
    steps: dict[str, Any] = {}
    for name, step in changed_kite({}).model_dump(mode="json", by_alias=True, exclude_defaults=True)["steps"].items():
        needs = [new if needed == old else needed for needed in step.get("needs", ())]
        steps[new if name == old else name] = {**step, "needs": needs}
    covers = [new if step == old else step for step in ("inspect_kite", "reserve_sky", "print_licence")]
    return {"steps": steps, "total.covers": covers}


def come_over(
    story: KiteStory, now: str, to: ProcedureDefinition, actor: Actor = SYSTEM, **said: Any
) -> events.CaseMigrated:
    """Gives the command; from then on the story goes on under the new law."""
    story.law = replace(story.law, becomes=to)
    caused = story.give("migrate_case", now, actor, **{"to_version": to.version, **said})
    story.law = story.law.once_migrated(story.state.procedure_version)
    return next(event for event in caused if isinstance(event, events.CaseMigrated))
