"""Which part of the commands wakes Prefect, over the worked examples of every procedure that is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from engine.core.execution import wakes_the_flow
from engine.core.law import Law
from procedure_defs.catalogue import load_catalogue
from procedure_defs.example_story import Played
from tests.support.shipped_stories import STORIES


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many commands so many woke Prefect."""

    commands: int
    wakes: int

    @property
    def percent(self) -> float:
        return round(100 * self.wakes / self.commands, 1)

    def __add__(self, other: Share) -> Share:
        return Share(self.commands + other.commands, self.wakes + other.wakes)


class CountedPlay(Played):
    """A worked example that counts the commands that it stands for, and those of them that wake."""

    share = Share(0, 0)

    def _do(self, at: datetime, said: Mapping[str, Any]) -> None:
        super()._do(at, said)
        self.share += Share(1, int(wakes_the_flow(self.law, self.state, self.caused)))


def share_of_the_shipped() -> dict[str, Share]:
    """By procedure. The stories leave out that somebody takes a step on, which wakes nobody: in life the share is lower."""
    catalogue = load_catalogue()
    found: dict[str, Share] = {}
    for procedure, example in STORIES:
        law = Law(catalogue.get(procedure, example.version), catalogue.calendars, catalogue.agencies)
        played = CountedPlay(law, example, partial(catalogue.get, procedure))
        for act in sorted(example.story, key=lambda act: act.at):
            played.refused(act)
        played.let_supplements_expire()
        found[procedure] = found.get(procedure, Share(0, 0)) + played.share
    return found
