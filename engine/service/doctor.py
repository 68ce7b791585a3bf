"""The doctor: looks over a whole installation, says what is wrong and how it is mended, and mends what it can.

It never writes an event: rows are built anew from the history, cases are marked to be entered again, and the dispatcher
does the rest. So it may run beside the running product, and twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.core.errors import Busy, EngineError, LedgerAway, LedgerDamaged, StorageFull
from engine.service.doctor_ports import DoctorBook
from engine.service.doctor_words import DoctorFinding
from engine.service.examine_cases import CaseExamination
from engine.service.examine_files import FileExamination
from engine.service.examine_installation import InstallationExamination
from engine.service.examine_queues import QueueExamination
from engine.service.examine_runs import RunExamination
from engine.service.figure_ports import FigureBook

_OF_RUNS = frozenset({"run-stopped", "run-hangs", "run-resumed", "run-lost", "run-left", "run-stray", "run-doubled"})
_SUMS = "figures-differ"
_LAST = "rows-differ"
_ALTERED = {"trigger": "trigger-missing", "table": "table-differs"}


@dataclass(frozen=True, slots=True)
class Asked:
    """How closely to look. `sample`: only so many cases, by chance; `agencies`: call each agency's system."""

    sample: int | None = None
    agencies: bool = False


def _nobody(_: int) -> None:
    return None


class Doctor:
    """Examines part after part; what is found is told at once, so that it can be mended while the rest is looked at."""

    def __init__(
        self,
        book: DoctorBook,
        installation: InstallationExamination,
        runs: RunExamination,
        queues: QueueExamination,
        cases: CaseExamination,
        files: FileExamination,
        sums: FigureBook,
    ) -> None:
        self._book = book
        self._installation = installation
        self._runs = runs
        self._queues = queues
        self._cases = cases
        self._files = files
        self._sums = sums

    def size(self, asked: Asked) -> int:
        """How many cases are going to be looked at."""
        return self._book.size() if asked.sample is None else min(asked.sample, self._book.size())

    def examine(self, asked: Asked, looked_at: Callable[[int], None] = _nobody) -> Iterator[DoctorFinding]:
        """Everything that is wrong. A store that cannot be looked at is the only finding then."""
        obstacle = self._book.find_obstacle()
        if obstacle is not None:
            yield DoctorFinding(id="store-unusable", explained=obstacle)
            return
        try:
            if not self._book.is_sound():
                raise LedgerDamaged()
            for kind, name in self._book.altered():
                yield DoctorFinding(id=_ALTERED[kind], about=name)
            yield from self._examined(asked, looked_at)
        except (LedgerAway, StorageFull, Busy) as obstacle_met:
            yield DoctorFinding(id="store-unusable", explained=obstacle_met.words)

    def _examined(self, asked: Asked, looked_at: Callable[[int], None]) -> Iterator[DoctorFinding]:
        yield from self._installation.run(agencies=asked.agencies)
        yield from self._files.run()
        # What is to be entered anyway needs no mending: the queues come first.
        yield from self._queues.run()
        yield from self._runs.run(asked.sample, _nobody)
        yield from self._cases.run(asked.sample, looked_at)
        if asked.sample is None and not self._sums.is_sound():
            yield DoctorFinding(id=_SUMS)

    def mend(self, finding: DoctorFinding) -> bool:
        """Whether it was repaired; false also if it had gone meanwhile, or if somebody was faster.

        Raises `LedgerAway`, `StorageFull` where nothing at all can be repaired.
        """
        if not finding.kind.is_mendable:
            return False
        try:
            if finding.id == _SUMS:
                self._sums.count_anew()
                return True
            if finding.id in _OF_RUNS:
                return self._runs.mend(finding)
            if finding.id == _LAST and finding.case_id is not None:
                return self._cases.mend(finding.case_id)
            if finding.id == "message-lacking" and finding.case_id is not None:
                return self._cases.send(finding.case_id)
            return self._queues.mend(finding)
        except (LedgerAway, StorageFull):
            raise
        except EngineError:
            return False
