"""The dispatcher: leases cases that Prefect has not seen in their newest version, and enters their runs in this process.

Several may run, on several machines: a case is leased to one of them at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

import structlog

from engine.core.errors import LedgerAway, StorageFull
from engine.core.identifiers import CaseId
from engine.core.values import Text
from engine.service.executor_ports import Wake
from engine.service.fault_points import FaultPoint, reached
from engine.service.ports import FallingDue
from engine.service.spans import span
from engine.wiring import Condition, Product
from flows.case_entry import CaseEntry
from flows.engine_entry import EntryRefused, shared_clients
from flows.flow_runs import PrefectAway, PrefectStalls, RunLost
from flows.lasting_fault import LastingFault
from flows.lease import LEASE_SECONDS, kept
from flows.names import SWEEP_FLOW
from flows.runtime import Runtime, serving
from flows.scheduled import ScheduledFlows
from flows.side_work import side_works
from flows.sweep_cases import sweep_alone
from flows.valve import Valve

IDLE_SECONDS = 0.25
POLL_SCHEDULED_SECONDS = 2.0
LOOK_FOR_DEPLOYMENTS_SECONDS = 20.0
LOOK_AT_LAG_SECONDS = 2.0
LOOK_FOR_LATE_SWEEP_SECONDS = 90.0
"""The sweep comes each minute: what it should have looked at, and has not at two looks of ours, is late."""
TELL_LAG_SECONDS = 30.0
LEDGER_AWAY_SECONDS = 1.0
LAW_WAITS_NOT = timedelta(seconds=8)
"""An absence of Prefect's server that is tried again at such intervals is no hiccup: terms pass meanwhile."""
SWEEP_ALONE_SECONDS = 60.0
LET_GO_WITHIN_SECONDS = 5.0
SHOWN_AT_ONCE = 20
SHOWN_WITHIN = 2 / 3
"""Of a lease: what another may have by then is left to it."""
LONGEST_ABSENCE = timedelta(seconds=30)
PUT_OFF_AFTER_FAULT = timedelta(seconds=30)

log = structlog.get_logger()


class Dispatcher:
    """`run()` until `stop()`, which may be called from any thread: what is begun is finished, nothing new is begun."""

    def __init__(self, runtime: Runtime, product: Product, owner: str, lease_seconds: int = LEASE_SECONDS) -> None:
        self._runtime = runtime
        self._product = product
        self._owner = owner
        self._concurrency = product.settings.dispatcher_concurrency
        self._lease_seconds = lease_seconds
        self._cases = CaseEntry(runtime)
        self._valve = Valve(product.settings.prefect_hurry_above, product.metrics.hurry)
        self._stopping = runtime.stopping
        self._busy: set[asyncio.Task[None]] = set()
        self._away: timedelta | None = timedelta(0)
        self._next: dict[str, float] = {}
        self._everything_lost = False
        self._waits_for_sweep: FallingDue | None = None
        self._knows_its_leases = False
        self._entering: set[CaseId] = set()
        self._showing: frozenset[CaseId] = frozenset()
        self._leasing = asyncio.Lock()
        self._errands: dict[str, asyncio.Task[None]] = {}
        self._faults: dict[str, LastingFault] = {}
        self._scheduled = ScheduledFlows(runtime, product.flow_turns, owner, lease_seconds, self._begin)
        self._fault = LastingFault()
        self._beside = side_works(product, self._stopping.is_set)

    def stop(self) -> None:
        self._stopping.set()

    def lag(self) -> int:
        """How many cases Prefect has not seen in their newest version."""
        return self._runtime.wakes.lag()

    def condition(self) -> Condition:
        """Ready is who can enter cases: the ledger is there, Prefect's server is there, and it is not asked to stop."""
        found = self._product.condition()
        if self._stopping.is_set():
            return Condition(False, {**found.told, "status": "stopping"})
        away = self._away is not None
        return Condition(found.ready and not away, {**found.told, **({"status": "prefect_away"} if away else {})})

    async def run(self) -> None:
        """Serves until it is stopped; Prefect's server may come and go meanwhile."""
        async with shared_clients():
            with serving(self._runtime):
                began = await self._can_begin()
                while not self._stopping.is_set():
                    if not await self._turn():
                        await asyncio.sleep(IDLE_SECONDS)
                if began:
                    await self._let_go()

    async def _can_begin(self) -> bool:
        """Waits until the product can work, and says in words what is in the way; false: it was asked to stop before."""
        told: tuple[Text, ...] = ()
        while found := await asyncio.to_thread(self._product.find_obstacles):
            if found != told or self._is_time_for("obstacles", TELL_LAG_SECONDS):
                told = found
                language = self._product.settings.language
                log.error("not_ready", problems=[words.in_language(language) for words in found])
            if await self._rest(LEDGER_AWAY_SECONDS):
                return False
        return not self._stopping.is_set()

    async def _rest(self, seconds: float) -> bool:
        """True if it was asked to stop meanwhile; then the rest is over at once."""
        over = asyncio.get_running_loop().time() + seconds
        while not self._stopping.is_set() and asyncio.get_running_loop().time() < over:
            await asyncio.sleep(min(IDLE_SECONDS, seconds))
        return self._stopping.is_set()

    async def _let_go(self) -> None:
        """What is begun may end; what has not ended by then is left to another, who may take it at once."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=self._product.settings.dispatcher_finish_seconds)
        if left := set(self._busy):
            log.warning("work_left", tasks=len(left))
            for task in left:
                task.cancel()
            await asyncio.wait(left, timeout=LET_GO_WITHIN_SECONDS)
        for work in self._beside:
            await work.end()
        await asyncio.to_thread(self._runtime.wakes.end_leases, self._owner)

    async def _turn(self) -> bool:
        """True if there was something to do."""
        try:
            await self._give_back()
            for work in self._beside:
                work.look()
            if self._away is not None:
                if self._is_time_for("server", self._away.total_seconds()):
                    self._errand("server", self._look_for_server)
                if self._away >= LAW_WAITS_NOT and self._is_time_for("own sweep", SWEEP_ALONE_SECONDS):
                    self._errand("own sweep", self._sweep_alone)
                return False
            if self._is_time_for("scheduled runs", POLL_SCHEDULED_SECONDS):
                self._errand("scheduled runs", self._scheduled.take)
            if self._is_time_for("deployments", LOOK_FOR_DEPLOYMENTS_SECONDS):
                self._errand("deployments", self._look_for_deployments)
            if self._is_time_for("valve", LOOK_AT_LAG_SECONDS):
                self._valve.look(await asyncio.to_thread(self.lag))
            if self._is_time_for("late sweep", LOOK_FOR_LATE_SWEEP_SECONDS):
                self._errand("late sweep", self._catch_up_sweep)
            if self._is_time_for("lag", TELL_LAG_SECONDS):
                log.info("lag", cases=self._valve.lag, busy=len(self._busy))
            found_work = await self._take_cases()
            if not found_work and self._away is None:
                self._errand("show", self._show_some)
            self._fault.is_over()
            return found_work
        except (LedgerAway, StorageFull) as away:
            self._knows_its_leases = False
            # Nothing is lost; whoever has it started again, or has made space, need not start us again.
            if self._is_time_for("ledger away", TELL_LAG_SECONDS):
                log.warning(
                    "ledger_away",
                    error=type(away).__name__,
                    problem=away.words.in_language(self._product.settings.language),
                )
            await asyncio.sleep(LEDGER_AWAY_SECONDS)
        except Exception as error:
            # Whatever it was: nothing is lost, and the next turn tries again.
            await self._rest(self._fault.met(error))
        return False

    async def _give_back(self) -> None:
        """What a process of our name held before it died; what the ledger gave us as it went away, and we never heard of;
        what it could not be told of. All would wait until the lease is over."""
        if not self._knows_its_leases:
            async with self._leasing:
                await asyncio.to_thread(self._runtime.wakes.end_leases, self._owner, but=self._showing | self._entering)
            self._knows_its_leases = True

    async def _look_for_server(self) -> None:
        if not await self._runtime.runs.is_there():
            self._has_gone("no answer")
            return
        # Its database may be another one now: everything of ours is made known again, and compared with the ledger.
        self._everything_lost |= not await self._runtime.runs.are_known()
        await self._runtime.runs.register()
        self._away = None
        log.info("prefect_there", lag=await asyncio.to_thread(self.lag))
        self._begin(self._reconcile())

    async def _look_for_deployments(self) -> None:
        """Prefect's database may be lost without its server being away for long: nothing would be scheduled any more."""
        if not await self._runtime.runs.are_known():
            log.warning("prefect_lost_everything")
            await self._runtime.runs.register()
            self._everything_lost = True
            self._begin(self._reconcile())

    async def _catch_up_sweep(self) -> None:
        """Where the clock was put back, Prefect takes the minutes that come again for done, and schedules nothing in them.
        Several dispatchers ask for the same run."""
        now = self._now()
        due = await asyncio.to_thread(self._product.sweep_book.falling_due, now, 1)
        known, self._waits_for_sweep = self._waits_for_sweep, due[0] if due else None
        if self._waits_for_sweep is None or self._waits_for_sweep != known:
            return  # the schedule has its time to come
        seconds = int((now - known.look_at).total_seconds())
        started = await self._runtime.runs.start_late(SWEEP_FLOW, f"{now:%Y-%m-%dT%H:%M}")
        log.warning("sweep_is_late", seconds=seconds, started=started)

    async def _sweep_alone(self) -> None:
        """Without Prefect nobody starts the flow of the sweep, and time passes by law all the same."""
        await asyncio.to_thread(sweep_alone, self._product.sweep, self._stopping.is_set)

    def _does_not_answer(self, away: PrefectAway) -> None:
        """One call that waits says nothing of the others, as long as the server itself answers."""
        if not isinstance(away, PrefectStalls):
            self._has_gone(str(away))
            return
        self._product.metrics.prefect_stalls()
        log.warning("prefect_stalls", error=str(away))
        self._errand("stall", self._look_after_stall)

    async def _look_after_stall(self) -> None:
        if not await self._runtime.runs.is_there():
            self._has_gone("no answer")

    def _has_gone(self, error: str) -> None:
        self._away = min(self._away * 2, LONGEST_ABSENCE) if self._away else timedelta(seconds=1)
        log.warning("prefect_away", error=error, next_try_seconds=self._away.total_seconds())

    async def _reconcile(self) -> None:
        everywhere = self._everything_lost
        log.info("reconciled", everywhere=everywhere, found=await self._runtime.reconciler.run(everywhere=everywhere))
        self._everything_lost = self._everything_lost and not everywhere

    async def _take_cases(self) -> bool:
        # Scheduled runs have no part in it: long ones, one more each minute, would leave no place for cases.
        free = self._concurrency - len(self._entering)
        if free <= 0:
            await asyncio.wait(self._busy, timeout=IDLE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            return True
        wakes = self._runtime.wakes
        leased = await asyncio.to_thread(wakes.lease, self._owner, self._now(), self._lease_seconds, free)
        for wake in leased:
            self._entering.add(wake.case_id)
            self._begin(self._enter_and_tell(wake))
        return bool(leased)

    async def _enter_and_tell(self, wake: Wake) -> None:
        try:
            with span("wake", wake.traces, "consumer", case=wake.case_id, version=wake.version) as told:
                told.tell(outcome=await self._enter(wake))
        except Exception:
            self._knows_its_leases = False  # the ledger was not told how it ended
            raise
        finally:
            self._entering.discard(wake.case_id)

    async def _enter(self, wake: Wake) -> str:
        """What came of it, in the words by which monitoring counts."""
        entered = log.bind(case=wake.case_id)
        began, outcome = perf_counter(), "given_up"
        in_a_hurry = self._valve.is_open
        try:
            reached(FaultPoint.CASE_LEASED, wake.case_id)
            lease = self._runtime.clock, wake.case_id, self._owner, self._lease_seconds
            async with kept(self._runtime.wakes, *lease) as hold:
                taken = await self._cases.take(wake, hold.is_kept, in_a_hurry=in_a_hurry)
            reached(FaultPoint.BODY_ENDED, wake.case_id)
        except PrefectAway as away:
            outcome = "prefect_away"
            self._does_not_answer(away)
            await self._put_off(wake.case_id, timedelta(seconds=1), "Prefect's server does not answer")
        except (EntryRefused, RunLost) as refused:
            outcome = "refused"
            entered.warning("entry_refused", error=str(refused))
            await self._put_off(wake.case_id, timedelta(seconds=2), str(refused))
        except Exception as fault:
            outcome = "failed"
            entered.exception("entry_failed")
            await self._put_off(wake.case_id, PUT_OFF_AFTER_FAULT, f"{type(fault).__name__}: {fault}")
        else:
            await asyncio.to_thread(self._mark_seen, wake.case_id, taken.version, taken.again_at)
            outcome = taken.how.value
            entered.info(outcome, version=taken.version, again_at=taken.again_at and taken.again_at.isoformat())
        finally:
            self._product.metrics.entry(outcome, perf_counter() - began)
        return outcome

    def _mark_seen(self, case_id: CaseId, version: int, again_at: datetime | None) -> None:
        """What was seen is noted by who holds the case alone. Who was away for longer than his lease may have brought
        the run into a state that is not the last one: it is entered once more, by whoever is there."""
        wakes = self._runtime.wakes
        if not wakes.mark_seen(case_id, self._owner, version, again_at):
            log.warning("entered_without_lease", case=case_id)
            wakes.wake_again(case_id)
            return
        reached(FaultPoint.CASE_SEEN, case_id)

    async def _put_off(self, case_id: CaseId, pause: timedelta, error: str) -> None:
        until = self._now() + pause
        if not await asyncio.to_thread(self._runtime.wakes.put_off, case_id, self._owner, until, error):
            log.warning("failed_without_lease", case=case_id, error=error)
            await asyncio.to_thread(self._runtime.wakes.wake_again, case_id)

    async def _show_some(self) -> None:
        """There is slack: what needed no entry is shown, by a plain state update; within the lease, or by somebody else."""
        while not self._entering and not self._stopping.is_set():
            lease = self._owner, self._now(), self._lease_seconds, SHOWN_AT_ONCE
            async with self._leasing:
                unshown = await asyncio.to_thread(self._runtime.wakes.lease_unshown, *lease)
                self._showing = frozenset(wake.case_id for wake in unshown)
            try:
                await asyncio.wait_for(self._show(unshown), self._lease_seconds * SHOWN_WITHIN)
            except TimeoutError:
                self._knows_its_leases = False
                raise PrefectStalls("states were not shown in time") from None
            except BaseException:
                self._knows_its_leases = False
                raise
            finally:
                self._showing = frozenset()
            if not unshown:
                return

    async def _show(self, unshown: Sequence[Wake]) -> None:
        for wake in unshown:
            try:
                await self._show_one(wake)
            except (PrefectAway, LedgerAway, StorageFull):
                raise
            except Exception:  # whatever is wrong with one case, the others are shown; it stays leased for a while
                log.exception("not_shown", case=wake.case_id)

    async def _show_one(self, wake: Wake) -> None:
        """By who holds the case alone: who was away for longer may have hidden what another has done meanwhile."""
        wakes, held = self._runtime.wakes, (wake.case_id, self._owner)
        if not await asyncio.to_thread(wakes.renew, *held, self._now(), self._lease_seconds):
            return
        version = await self._cases.show(wake)
        if not await asyncio.to_thread(wakes.mark_shown, *held, version):
            log.warning("shown_without_lease", case=wake.case_id)
            await asyncio.to_thread(wakes.wake_again, wake.case_id)
        reached(FaultPoint.CASE_SHOWN, wake.case_id)

    def _errand(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """What is asked of Prefect beside the cases: it may wait for its answer, the loop does not; each once at a time."""
        at_it = self._errands.get(name)
        if at_it is None or at_it.done():
            self._errands[name] = self._begin(self._ran(name, work))

    async def _ran(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        fault = self._faults.setdefault(name, LastingFault())
        try:
            await work()
            fault.is_over()
        except (PrefectAway, LedgerAway, StorageFull):
            raise
        except Exception as error:
            # It is not begun again until the rest is over.
            await self._rest(fault.met(error))

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._guarded(work))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
        return task

    async def _guarded(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except PrefectAway as away:
            self._does_not_answer(away)
        except (LedgerAway, StorageFull):  # the loop meets it, too, and says so
            self._knows_its_leases = False
        except Exception:
            log.exception("work_failed")

    def _is_time_for(self, what: str, every: float) -> bool:
        now = asyncio.get_running_loop().time()
        if now < self._next.get(what, 0):
            return False
        self._next[what] = now + every
        return True

    def _now(self) -> datetime:
        return self._runtime.clock.now()
