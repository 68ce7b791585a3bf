"""A sweep over a story in memory: it notes what lapsed, tells what was passed, and names where to look next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.core import events
from engine.core.actors import SYSTEM
from engine.core.decisions.lapses import lapses
from engine.core.rungs import Rung, passed_rungs
from engine.service.read_rows import rows_of
from tests.support.tree_house import Story


@dataclass
class Ladder:
    """What was told of one story; `told` is in the order of telling."""

    story: Story
    told: list[Rung] = field(default_factory=list)

    def sweep(self, now: datetime, since: datetime | None = None) -> None:
        """What ended before `since` was looked at already."""
        self._note(now)
        story = self.story
        self.told += passed_rungs(lambda _: story.law, story.state.id, story.recorded, now, self.told, since).rungs

    def look_until(self, end: datetime, now: datetime) -> None:
        """The sweep that never misses: it looks a second after each instant that the rows name."""
        for looks in range(60):
            row, _steps = rows_of(self.story.law, self.story.state, now, is_swept=looks > 0)
            if row.look_at is None or max(now, row.look_at) + timedelta(seconds=1) > end:
                return
            now = max(now, row.look_at) + timedelta(seconds=1)
            self.sweep(now, since=row.look_at)
        raise AssertionError("the rows name a next instant for ever")

    def _note(self, now: datetime) -> None:
        story = self.story
        for event in lapses(story.law, story.state, now):
            said = f"{now:%Y-%m-%d %H:%M:%S}"
            if isinstance(event, events.StepDeemed):
                story.give("note_silence", said, SYSTEM, step=event.step)
                return
            if isinstance(event, events.SupplementExpired):
                story.give("expire_supplement", said, SYSTEM, suspension=event.suspension)
                return
