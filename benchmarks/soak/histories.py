"""Is the history of a case what its client's journal says? Answers in words what is lost, doubled, moved or not the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from benchmarks.soak.journal import Told
from benchmarks.soak.stories import BY_NAME, CARD, COMPLETED, Story
from engine.core.actors import SYSTEM

MACHINE = str(SYSTEM.id)
_CARD_MADE = f"step_completed {CARD}"
_CARD_DUE = f"step_opened {CARD}"


@dataclass(frozen=True, slots=True)
class Kept:
    """One event as the ledger has it. `word`: its type, and its step if it has one."""

    sequence: int
    command: str
    actor: str
    word: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Group:
    """What one command left."""

    command: str
    events: tuple[Kept, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(event.word for event in self.events)

    @property
    def last(self) -> int:
        return self.events[-1].sequence


def faults_of(
    told: Sequence[Told], history: Sequence[Kept], card: Mapping[str, Any] | None, *, is_drained: bool = True
) -> list[str]:
    """`told`: the case's commands as its client gave them; `card`: what the agency's own system answered, if it was asked.

    Not `is_drained`: machines may not have come to their part yet; they may not have come to it twice all the same.
    """
    story = BY_NAME[told[0].asked.story]
    groups = [_Group(command, tuple(events)) for command, events in groupby(history, lambda kept: kept.command)]
    given = {one.asked.key for one in told}
    people = [group for group in groups if group.command in given]
    machines = [group for group in groups if group.command not in given]
    return [
        *_not_dense(history),
        *_not_the_commands(told, people),
        *(fault for one in told for fault in _not_as_told(one, people)),
        *_not_the_machines(story, groups, machines, card, is_drained),
        *_not_the_end(story, history, is_drained or not story.card),
    ]


def _not_dense(history: Sequence[Kept]) -> list[str]:
    numbers = [kept.sequence for kept in history]
    return [] if numbers == list(range(1, len(numbers) + 1)) else [f"the sequence is {numbers}"]


def _not_the_commands(told: Sequence[Told], people: Sequence[_Group]) -> list[str]:
    """Each that was acknowledged is there once, in its order; none that was refused; none whose end nobody knows."""
    done = [one.asked.key for one in told if one.is_done]
    there = [group.command for group in people]
    faults = [f"{one.asked.key}: nobody knows what became of it" for one in told if not one.is_done and not one.is_no]
    faults += [f"{one.asked.key}: given up by its client: {one.given_up}" for one in told if one.given_up]
    faults += [f"{key}: acknowledged, and lost" for key in done if key not in there]
    faults += [f"{key}: there {there.count(key)} times" for key in dict.fromkeys(there) if there.count(key) > 1]
    faults += [f"{key}: refused, and there all the same" for key in there if key not in done]
    if not faults and there != done:
        faults.append(f"the commands stand in another order: {there} instead of {done}")
    return faults


def _not_as_told(one: Told, people: Sequence[_Group]) -> list[str]:
    """What its one group holds: the events, who, the words that were sent, and the version that was answered, each time."""
    group = next((group for group in people if group.command == one.asked.key), None)
    if one.is_done and one.is_no:
        return [f"{one.asked.key}: answered yes and no"]
    if group is None or not one.is_done:
        return []
    faults = []
    words = tuple(word for word in group.words if word != COMPLETED)
    if words != one.asked.leaves:
        faults.append(f"{one.asked.key}: left {words} instead of {one.asked.leaves}")
    if {event.actor for event in group.events} != {one.asked.who}:
        faults.append(f"{one.asked.key}: by somebody else than {one.asked.who}")
    if not _says(group.events[0].said, one.asked.body):
        faults.append(f"{one.asked.key}: the event does not say what was sent")
    done = [answer for answer in one.answers if answer.is_done]
    faults += [f"{one.asked.key}: {a.version} answered, {group.last} kept" for a in done if a.version != group.last]
    faults += [f"{one.asked.key}: a repeat was not called one" for answer in done[1:] if not answer.repeated]
    return faults


def _says(kept: Mapping[str, Any], sent: Mapping[str, Any]) -> bool:
    """Whatever was sent under a name that the event has, too, stands there as it was sent; what was left out may be there."""
    return all(_holds(kept[name], value) for name, value in sent.items() if name in kept)


def _holds(kept: Any, sent: Any) -> bool:
    if isinstance(sent, Mapping) and isinstance(kept, Mapping):
        return all(name in kept and _holds(kept[name], value) for name, value in sent.items())
    if isinstance(sent, list | tuple) and isinstance(kept, list | tuple):
        return len(sent) == len(kept) and all(_holds(a, b) for a, b in zip(kept, sent, strict=True))
    return bool(kept == sent)


def _not_the_machines(
    story: Story, groups: Sequence[_Group], machines: Sequence[_Group], card: Mapping[str, Any] | None, is_drained: bool
) -> list[str]:
    """The card once, after it was due, and as the agency answered; nothing else by anybody whom no client knows."""
    made = [group for group in machines if group.words in {(_CARD_MADE,), (_CARD_MADE, COMPLETED)}]
    faults = [f"{group.command}: nobody gave it: {group.words}" for group in machines if group not in made]
    faults += [f"{group.command}: by {group.events[0].actor}" for group in made if group.events[0].actor != MACHINE]
    wanted = int(story.card)
    if len(made) > wanted or (is_drained and len(made) < wanted):
        return [*faults, f"{len(made)} cards instead of {wanted}"]
    if card is not None and not story.card:
        faults.append("the agency was asked for a card")
    if made:
        due = next((number for number, group in enumerate(groups) if _CARD_DUE in group.words), len(groups))
        faults += ["the card came before it was due"] if groups.index(made[0]) < due else []
        faults += ["the card is not what the agency answered"] if not _says(made[0].events[0].said, card or {}) else []
    return faults


def _not_the_end(story: Story, history: Sequence[Kept], is_certain: bool) -> list[str]:
    ends = {COMPLETED, "case_withdrawn", "receipt_refused", "case_refused", "case_stopped"}
    found = [(kept.word, kept.sequence) for kept in history if kept.word in ends]
    wanted = [(story.ends, len(history))] if story.ends else []
    return [] if found == wanted or not (found or is_certain) else [f"the case ends with {found} instead of {wanted}"]
