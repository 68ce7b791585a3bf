"""Birth cases played on a ledger of its own, without couriers: by one hand, or by several at once until they are stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import cast

from engine.core.case import fold
from engine.core.identifiers import CaseId
from engine.service.ports import CaseQuery, CaseRow, Page
from engine.service.read_rows import rows_of
from engine.settings import Settings
from engine.wiring import Product, build, migrate
from tests.support.courier_story import Couriers, CourierStory


@dataclass(frozen=True)
class Alone:
    """A product of which only the ledger is used."""

    product: Product

    def story(self) -> CourierStory:
        # Couriers have runs to wait for, too; nobody here asks for them.
        return CourierStory(cast(Couriers, self))


@contextmanager
def opened(folder: Path, database_url: str = "") -> Iterator[Alone]:
    """Migrated, opened, and closed at the end."""
    settings = settings_for(folder, database_url)
    migrate(settings)
    product = build(settings)
    try:
        yield Alone(product)
    finally:
        product.close()


def settings_for(folder: Path, database_url: str = "") -> Settings:
    return Settings(data_dir=folder, database_url=database_url)


@dataclass
class Writer:
    """One client: gives one command after the other, and keeps a journal of what it was told is kept."""

    ledger: Alone
    journal: list[tuple[CaseId, int]] = field(default_factory=list)
    failure: BaseException | None = None

    def write_until(self, stop: Event) -> None:
        try:
            while not stop.is_set():
                story = self.ledger.story().received()
                self._note(story)
                self._note(story.born())
        except BaseException as failure:
            self.failure = failure

    def _note(self, story: CourierStory) -> None:
        self.journal.append((story.case_id, story.state.version))


@contextmanager
def writing(ledger: Alone, count: int = 2) -> Iterator[list[Writer]]:
    """So many writers at once; all have stopped, and none has failed, at the end."""
    writers, stop = [Writer(ledger) for _ in range(count)], Event()
    threads = [Thread(target=writer.write_until, args=(stop,)) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        yield writers
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert [writer.failure for writer in writers] == [None] * count


def check_rows(ledger: Alone) -> int:
    """What lists show of each case is what its events say; tells how many cases there are."""
    product = ledger.product
    cases, after = product.queries.list_cases(CaseQuery(everything=True), Page(limit=10_000))
    assert after is None
    for row in cases:
        history = product.ledger.history(row.case_id)
        assert [one.sequence for one in history] == list(range(1, len(history) + 1))
        state = fold(row.case_id, history)
        said, _ = rows_of(product.commands.law_of(state), state, history[-1].recorded_at)
        assert _bare(row) == _bare(said)
    return len(cases)


def _bare(row: CaseRow) -> CaseRow:
    """Without what depends on when the sweep last looked."""
    return row.model_copy(update={"look_at": None, "next_due_at": None, "counters": ()})
