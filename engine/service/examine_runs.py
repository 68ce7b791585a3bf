"""The doctor compares Prefect's own account of the runs with the ledger; what it mends, the dispatcher then executes.

A reconciler does the same every minute (`executed_runs` says when a run stands wrongly). What is found here has stood for
longer than that: no dispatcher runs, or it cannot do it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain

from engine.core.identifiers import CaseId
from engine.service.doctor_ports import DoctorBook, DoctorRepairs, ExecutedCase, ExecutorAway, RunWatch, SeenRun
from engine.service.doctor_words import DoctorFinding
from engine.service.executed_runs import BEING_ENTERED, ENDED_BY_SOMEBODY, RESUMED, hangs, lives
from engine.service.executor_ports import WakeQueue
from engine.service.ports import CaseQueries, Clock

BATCH = 200
GRACE = timedelta(minutes=3)
"""For so long the reconciler has time: it comes every minute."""

_GOES_ON = frozenset({"PAUSED", RESUMED, *BEING_ENTERED})
"""Such a run may still be entered; any other is over."""


class RunExamination:
    """Each open case that was entered has one run, and it waits or is being executed; of a case that ended, it is over."""

    def __init__(
        self,
        watch: RunWatch,
        book: DoctorBook,
        repairs: DoctorRepairs,
        wakes: WakeQueue,
        queries: CaseQueries,
        clock: Clock,
    ) -> None:
        self._watch = watch
        self._book = book
        self._repairs = repairs
        self._wakes = wakes
        self._queries = queries
        self._clock = clock

    def run(self, sample: int | None, looked_at: Callable[[int], None]) -> Iterator[DoctorFinding]:
        """Every run that stands wrongly; of the open cases all, or so many, whether their run is there."""
        now = self._clock.now()
        try:
            if self._watch.pauses_expire():
                yield DoctorFinding(id="prefect-expires-pauses")
            if not self._watch.is_registered():
                yield DoctorFinding(id="prefect-unregistered")
            told: set[str] = set()
            for finding in chain(self._standing_wrongly(now), self._of_cases(sample, now, looked_at)):
                if finding.about not in told:
                    told.add(finding.about)
                    yield finding
        except ExecutorAway as away:
            yield DoctorFinding(id="prefect-away", detail=str(away))

    def mend(self, finding: DoctorFinding) -> bool:
        if finding.id in ("run-stray", "run-doubled"):
            try:
                self._watch.call_off(finding.about)
            except ExecutorAway:
                return False
            return True
        assert finding.case_id is not None
        self._repairs.release(finding.case_id, self._clock.now())
        return True

    def _standing_wrongly(self, now: datetime) -> Iterator[DoctorFinding]:
        asked = ((ENDED_BY_SOMEBODY, "run-stopped"), (BEING_ENTERED, "run-hangs"), ((RESUMED,), "run-resumed"))
        for types, kind in asked:
            for run in self._watch.in_states(types):
                if hangs(run.since, now - GRACE) and (found := self._judged(run, kind)) is not None:
                    yield found

    def _judged(self, run: SeenRun, kind: str) -> DoctorFinding | None:
        """Null: the case is to be entered anyway, and its run is set right by that."""
        case_id = self._wakes.find_by_run(run.run_id)
        if case_id is None:
            made_for = self._queries.find_execution(CaseId(run.key)) if run.key else None
            is_about_to_be_known = made_for is not None and made_for.flow_run_id is None
            return None if is_about_to_be_known else _of(run, "run-stray", None)
        known = self._book.executed([case_id])
        return None if any(case.is_awaited for case in known) else _of(run, kind, case_id)

    def _of_cases(self, sample: int | None, now: datetime, looked_at: Callable[[int], None]) -> Iterator[DoctorFinding]:
        for batch in self._batches(sample):
            missing = self._without_living_run(batch)
            # Looked at twice, the ledger in between: a run may be made, or a case may end, while we compare.
            again = self._book.executed([case.case_id for case in missing]) if missing else ()
            for case in self._without_living_run(again):
                yield DoctorFinding(id="run-lost", case_id=case.case_id, about=case.flow_run_id or "")
            yield from self._left(batch, now)
            yield from self._doubled([case for case in batch if case.is_open])
            looked_at(len(batch))

    def _batches(self, sample: int | None) -> Iterator[Sequence[ExecutedCase]]:
        if sample is not None:
            chosen = self._book.sample(sample)
            starts = range(0, len(chosen), BATCH)
            yield from (self._book.executed(chosen[start : start + BATCH]) for start in starts)
            return
        after: CaseId | None = None
        while found := self._book.cases_with_runs(after, BATCH):
            yield found
            after = found[-1].case_id

    def _without_living_run(self, cases: Sequence[ExecutedCase]) -> list[ExecutedCase]:
        entered = [case for case in cases if case.is_open and case.flow_run_id is not None and not case.is_awaited]
        if not entered:
            return []
        runs = {run.key: run.state_type for run in self._watch.of_cases([case.case_id for case in entered])}
        return [case for case in entered if not lives(runs.get(case.case_id))]

    def _left(self, cases: Sequence[ExecutedCase], now: datetime) -> Iterator[DoctorFinding]:
        """Nobody enters a case that has ended and was seen: a run that waits all the same came from elsewhere, as from an
        older copy of Prefect's database."""
        ended = {case.case_id: case for case in cases if not case.is_open and case.flow_run_id and not case.is_awaited}
        for run in self._watch.of_cases(list(ended)) if ended else ():
            case = ended.get(CaseId(run.key or ""))
            if case is not None and run.state_type in _GOES_ON and hangs(run.since, now - GRACE):
                yield _of(run, "run-left", case.case_id)

    def _doubled(self, cases: Sequence[ExecutedCase]) -> Iterator[DoctorFinding]:
        known = {case.dossier_code: case for case in cases if case.dossier_code and case.flow_run_id}
        named = self._watch.named(list(known)) if known else ()
        for run in named:
            case = next((case for code, case in known.items() if code == run.name), None)
            if case is not None and run.run_id != case.flow_run_id and run.state_type in _GOES_ON:
                yield _of(run, "run-doubled", case.case_id)


def _of(run: SeenRun, kind: str, case_id: CaseId | None) -> DoctorFinding:
    since = run.since.replace(microsecond=0)
    return DoctorFinding(id=kind, case_id=case_id, about=run.run_id, since=since, detail=run.state_name)
