"""Whether stories that were cut off came to the same as those that nobody disturbed: events, messages, rungs, flow runs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from flows.names import CASE_FLOW
from tests.support.fault_stories import FaultStory
from tests.support.fault_world import FaultWorld
from tests.support.forked_parts import ForkedPart
from tests.support.processes import NotReady, wait_until

PAGE = 200


def settle(world: FaultWorld, dispatcher: ForkedPart, stories: Sequence[FaultStory], within: float = 180) -> None:
    """Until the dispatcher has nothing to do for any of them, and Prefect shows each as the ledger has it."""
    # The whole look costs a second of work; it is not begun before the cheap one says that it may be worth it.
    wait_until(lambda: not world.product.wakes.lag(), within=within, what="all is carried out", log=dispatcher.log)
    wait_until(lambda: not unsettled(world, stories), within=within, what="all is shown", log=dispatcher.log)


def unsettled(world: FaultWorld, stories: Sequence[FaultStory]) -> list[str]:
    """What is not as it must be in the end: one run for each case that was received, in the state that the ledger says."""
    wrong = [f"{lag} versions unseen" for lag in (world.product.wakes.lag(),) if lag]
    runs = _runs(world)
    for story in stories:
        shown, wanted = runs.get(story.case_id, []), _wanted(story)
        if shown != wanted:
            wrong.append(f"{story.case_id}: Prefect shows {shown}, not {wanted}")
        if due := story.world.product.outbox.due(story.case_id):
            wrong.append(f"{story.case_id}: still due: {due}")
    return wrong


def _runs(world: FaultWorld) -> dict[str, list[tuple[str, str, str]]]:
    """Each case's runs, by what they were started with: a second one with another key would be seen, too."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for offset in count(0, PAGE):
        page = world.ask_prefect("/flow_runs/filter", flows={"name": {"any_": [CASE_FLOW]}}, limit=PAGE, offset=offset)
        for run in page:
            shown = (run["state"]["type"], run["state"]["name"], run["state"]["message"])
            found.setdefault(run["parameters"]["case_id"], []).append(shown)
        if len(page) < PAGE:
            break
    return found


def differences(world: FaultWorld, pairs: Sequence[tuple[str, FaultStory, FaultStory]]) -> list[str]:
    """Of each named pair: where the first, which was disturbed, tells otherwise than the second."""
    tell_what_passed(world, pairs)
    wrong = unsettled(world, [story for _, *both in pairs for story in both])
    for name, disturbed, undisturbed in pairs:
        for what in ("events", "messages", "rungs"):
            found, wanted = getattr(disturbed, what)(), getattr(undisturbed, what)()
            if found != wanted:
                wrong.append(
                    f"{name}: {what}\n  {_from_first(found, wanted)}\n  instead of\n  {_from_first(wanted, found)}"
                )
    known = tuple(world.cases)
    return [
        *wrong,
        *(f"asked with a key that no case has: {key}" for key in world.asked() if not key.startswith(known)),
    ]


def tell_what_passed(world: FaultWorld, pairs: Sequence[tuple[str, FaultStory, FaultStory]]) -> None:
    """Of all of them; else a sweep has told what passed of the one, and will tell it of the other a minute later."""
    stories = [story for _, *both in pairs for story in both]
    latest = max(one.recorded_at for story in stories for one in story.world.product.ledger.history(story.case_id)[-1:])
    # Within the second of an act nothing has passed of it yet, neither for the sweep nor for those who ask what it had to tell.
    wait_until(lambda: world.product.clock.now() > latest, within=30, what="the second of the last act is over")
    for swept in {id(story.world): story.world for story in stories}.values():
        swept.product.sweep.run()


def wrong_in_the_end(
    world: FaultWorld, dispatcher: ForkedPart, pairs: Sequence[tuple[str, FaultStory, FaultStory]]
) -> str:
    """The differences, once the dispatcher has come to rest; or why it has not. Empty: there are none."""
    stories = [story for _, *both in pairs for story in both]
    try:
        settle(world, dispatcher, stories)
        tell_what_passed(world, pairs)
        settle(world, dispatcher, stories)  # what lapsed is news for it
    except NotReady as not_ready:
        return "\n".join([*differences(world, pairs), str(not_ready)])
    return "\n".join(differences(world, pairs))


def _wanted(story: FaultStory) -> list[tuple[str, str, str]]:
    state = story.state
    if state.received_at is None:
        return []
    look = story.world.product.executor.look(story.case_id)
    if look.ended:
        return [("COMPLETED", look.ending_name, look.dossier_code)]
    return [("PAUSED", look.waiting_name, look.message)]


def _from_first(found: Any, other: Any) -> Any:
    """What follows the part that both have."""
    if not isinstance(found, list):
        return found
    alike = next((place for place, (one, two) in enumerate(zip(found, other, strict=False)) if one != two), len(other))
    return found[alike:]
