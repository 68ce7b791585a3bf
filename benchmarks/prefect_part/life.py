"""The life of a birth case with one supplement: its acts, which of them wake Prefect, and what each wake costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from time import perf_counter

from benchmarks.prefect_part.installation import OURS, Installation, a_case
from engine.core.case import evolve, initial_state
from engine.core.execution import wakes_the_flow
from tests.support.birth_story import POLICE, REGISTRY
from tests.support.courier_story import CourierStory


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does; handing in and receiving at a counter are two commands."""

    give: Callable[[CourierStory], object]
    commands: int = 1


@dataclass(frozen=True, slots=True)
class Stage:
    """What people do until the next wake; the last act of it wakes."""

    name: str
    acts: tuple[Act, ...]

    def play(self, story: CourierStory) -> list[float]:
        """Milliseconds of each command."""
        found = []
        for act in self.acts:
            began = perf_counter()
            act.give(story)
            found += [(perf_counter() - began) * 1000 / act.commands] * act.commands
        return found


LIFE = (
    Stage("received", (Act(lambda story: story.received(), commands=2),)),
    Stage(
        "supplement asked for",
        (Act(lambda story: story.claimed("register_birth", REGISTRY)), Act(lambda story: story.asked())),
    ),
    Stage("supplement handed in", (Act(lambda story: story.handed_in()),)),
    Stage("birth registered, card by the agency's system", (Act(lambda story: story.born()),)),
    Stage(
        "residence registered, the end",
        (Act(lambda story: story.claimed("register_residence", POLICE)), Act(lambda story: story.resident())),
    ),
)
RESUME = LIFE[2].name
"""The stage in which a suspended flow goes on because a paper came: what the naive design is compared with."""


@dataclass(frozen=True, slots=True)
class WakeCost:
    """Of one stage, for each of its wakes: CPU milliseconds by part, and how many were taken in a second."""

    by_part: Mapping[str, float]
    per_second: float

    @property
    def total(self) -> float:
        return round(sum(self.by_part[part] for part in OURS), 2)


def measure_life(installation: Installation, cases: int) -> tuple[dict[str, WakeCost], list[CourierStory]]:
    """So many cases live stage by stage; at each, Prefect has seen all of them before they go on."""
    stories = [a_case(installation) for _ in range(cases)]
    found = {}
    for stage in LIFE:
        account, began = installation.account(), perf_counter()
        before = account.read()
        for story in stories:
            stage.play(story)
        installation.drain()
        took = perf_counter() - began
        found[stage.name] = WakeCost(account.read().since(before).of_each(cases), round(cases / took, 1))
    return found, stories


def state_changes(installation: Installation, story: CourierStory) -> tuple[int, int]:
    """Of the flow run of this case, and of its task runs, by Prefect's own tables."""
    of_flow = (
        "SELECT count(*) FROM flow_run_state s JOIN flow_run r ON r.id = s.flow_run_id WHERE r.idempotency_key = %s"
    )
    of_tasks = (
        "SELECT count(*) FROM task_run_state s JOIN task_run t ON t.id = s.task_run_id "
        "JOIN flow_run r ON r.id = t.flow_run_id WHERE r.idempotency_key = %s"
    )
    return installation.count(of_flow, story.case_id), installation.count(of_tasks, story.case_id)


def commands_and_wakes(story: CourierStory) -> tuple[int, int]:
    """How many commands made the history of the case, and how many of them woke Prefect."""
    law, state = story.law, initial_state(story.case_id)
    commands = wakes = 0
    for _, group in groupby(story.history(), key=lambda recorded: recorded.command_id):
        caused = [recorded.event for recorded in group]
        for event in caused:
            state = evolve(state, event)
        commands += 1
        wakes += wakes_the_flow(law, state, caused)
    return commands, wakes
