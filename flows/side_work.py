"""What a dispatcher does beside its cases and needs no Prefect for: each kind in one thread at most, at intervals of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from engine.core.errors import LedgerAway, StorageFull
from engine.figures_wiring import build_figure_sums
from engine.service.forget_sheets import SheetsOfPurged
from engine.wiring import Product, build_owners_told, build_sheets_of_purged

SEAL_SECONDS = 10.0
BLOCKS_A_TURN = 20
"""A ledger that has a chain to catch up with is sealed beside its cases, not before them."""
ADD_UP_SECONDS = 5.0
NOTES_A_TURN = 20_000
"""Of changes that figures count: until they are added up, each question reads them."""
TELL_OWNERS_SECONDS = 3.0
CLEAR_UPLOADS_SECONDS = 600.0
FORGET_SHEETS_SECONDS = 3600.0

log = structlog.get_logger()


@dataclass
class SideWork:
    """One kind; `do` runs in a thread, soon ends by itself, and is done by one dispatcher at a time or shared by several."""

    name: str
    every: float
    do: Callable[[], object]
    next_at: float = 0.0
    turn: asyncio.Task[None] | None = field(default=None, repr=False)

    def look(self) -> None:
        """Begins a turn if it is time for one and the last one is over."""
        now = asyncio.get_running_loop().time()
        if now >= self.next_at and (self.turn is None or self.turn.done()):
            self.next_at = now + self.every
            self.turn = asyncio.create_task(self._turn())

    async def end(self) -> None:
        """Waits for the turn in hand."""
        if self.turn is not None:
            await self.turn

    async def _turn(self) -> None:
        try:
            await asyncio.to_thread(self.do)
        except (LedgerAway, StorageFull):  # said by whoever takes the cases; the next turn goes on here
            return
        except Exception:
            log.exception("side_work_failed", work=self.name)


def side_works(product: Product, is_stopping: Callable[[], bool]) -> Sequence[SideWork]:
    """Sealing the audit chain, adding up the figures, telling owners, clearing away what was uploaded and never named,
    and what this host still has of purged cases."""
    sums, owners, purged = build_figure_sums(product), build_owners_told(product), build_sheets_of_purged(product)
    return (
        SideWork("seal", SEAL_SECONDS, lambda: product.sealer.seal(BLOCKS_A_TURN)),
        SideWork("figures", ADD_UP_SECONDS, lambda: sums.add_up(NOTES_A_TURN)),
        SideWork("owners", TELL_OWNERS_SECONDS, lambda: owners.tell_due(is_stopping)),
        SideWork("uploads", CLEAR_UPLOADS_SECONDS, lambda: _clear_uploads(product)),
        SideWork("sheets", FORGET_SHEETS_SECONDS, lambda: _forget_sheets(purged, is_stopping)),
    )


def _clear_uploads(product: Product) -> None:
    if gone := product.uploads.clear():
        log.info("uploads_cleared", files=gone)


def _forget_sheets(purged: SheetsOfPurged, is_stopping: Callable[[], bool]) -> None:
    if gone := purged.forget(is_stopping):
        log.info("sheets_of_purged_cases_forgotten", cases=gone)
