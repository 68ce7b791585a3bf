"""Papers of cases: made once for each event that causes one, kept, and made again from the ledger when a sheet is lost."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from engine.core import events
from engine.core.actors import Actor
from engine.core.case import fold
from engine.core.errors import InvariantBroken, NotFound
from engine.core.form_sets import PaperKind
from engine.core.identifiers import CaseId
from engine.core.known_law import with_known_directory
from engine.core.paper_facts import PaperSource, facts_of_paper
from engine.core.statutory_papers import CasePaper, control_sheet_at, kind_and_sequence, papers_of
from engine.core.values import Text
from engine.service.fault_points import FaultPoint, reached
from engine.service.file_ports import FileStore
from engine.service.handle_command import law_under
from engine.service.paper_ports import DuePaper, KeptPaper, PaperBook, Press
from engine.service.ports import Clock, DefinitionCatalogue, Ledger
from engine.service.read_case import CaseReader

History = Sequence[events.RecordedEvent]


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper of a case; `kept` is null until it is made."""

    paper: CasePaper
    kept: KeptPaper | None


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """A paper with its bytes."""

    paper: CasePaper
    file_name: str
    sha256: str
    content: bytes


class Papers:
    """Makes papers for the executor, and hands them out to whoever may see the case."""

    def __init__(
        self,
        ledger: Ledger,
        catalogue: DefinitionCatalogue,
        book: PaperBook,
        press: Press,
        files: FileStore,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._catalogue = catalogue
        self._book = book
        self._press = press
        self.files = files
        self._clock = clock

    def due(self, limit: int, after: DuePaper | None = None) -> Sequence[DuePaper]:
        """What events have caused and nobody has made yet, the oldest first."""
        return self._book.due(limit, after)

    def make(self, case_id: CaseId, name: str) -> KeptPaper:
        """Twice is as once: the bytes are the same, and the first record stays. Raises `NotFound`."""
        self._catalogue.refresh()
        history = self._ledger.history(case_id)
        paper = next((paper for paper in self._caused(history) if paper.name == name), None)
        if paper is None:
            raise NotFound(_NO_SUCH_PAPER)
        return self._made(case_id, paper, history)[0]

    def of_case(self, case_id: CaseId, actor: Actor, reader: CaseReader) -> tuple[ListedPaper, ...]:
        """In the order of their events; raises `NotFound` for a case that is not for this actor."""
        return self.listed(case_id, reader.get_view(case_id, actor).history)

    def listed(self, case_id: CaseId, history: History) -> tuple[ListedPaper, ...]:
        """The same by a history that somebody may see; behind it, of a running case, its control sheet of now."""
        kept = {each.name: each for each in self._book.papers_of(case_id)}
        found = list(self._caused(history))
        now = self._sheet_asked_for(history, f"{PaperKind.CONTROL_SHEET.value}-{len(history)}")
        if now is not None and now not in found:
            found.append(now)
        return tuple(ListedPaper(paper, kept.get(paper.name)) for paper in found)

    def get(self, case_id: CaseId, name: str, actor: Actor, reader: CaseReader) -> PrintedPaper:
        """The paper as it was handed out; one that is due is made now. Raises `NotFound` like `of_case`.

        A control sheet is there after every event; only the last one of a case is kept.
        """
        history = reader.get_view(case_id, actor).history
        found = next((paper for paper in self._caused(history) if paper.name == name), None)
        if found is None:
            found = self._sheet_asked_for(history, name)
            if found is None:
                raise NotFound(_NO_SUCH_PAPER)
            content = self._print(found, history, self._press.newest)
            return PrintedPaper(found, _file_name(found, history), _hash(content), content)
        kept = next((each for each in self._book.papers_of(case_id) if each.name == name), None)
        if kept is None:
            kept, content = self._made(case_id, found, history)
        else:
            content = self.files.find(case_id, kept.sha256) or self._made_again(kept, found, history)
        return PrintedPaper(found, _file_name(found, history), kept.sha256, content)

    def _caused(self, history: History) -> tuple[CasePaper, ...]:
        return papers_of(history, self._catalogue.get, self._catalogue.form_sets)

    def _sheet_asked_for(self, history: History, name: str) -> CasePaper | None:
        said = kind_and_sequence(name)
        if said is None or said[0] is not PaperKind.CONTROL_SHEET:
            return None
        return control_sheet_at(history, said[1], self._catalogue.get, self._catalogue.form_sets)

    def _made(self, case_id: CaseId, paper: CasePaper, history: History) -> tuple[KeptPaper, bytes]:
        """The sheet before its record: a record without a sheet can be mended, a sheet without a record is nobody's."""
        template = self._press.newest
        content = self._print(paper, history, template)
        sha256 = _hash(content)
        self.files.keep(case_id, content)
        reached(FaultPoint.SHEET_KEPT, case_id)
        kept = self._book.keep(
            KeptPaper(
                case_id=case_id,
                name=paper.name,
                sequence=paper.sequence,
                form_set=paper.form_set,
                number=paper.number,
                sha256=sha256,
                size=len(content),
                template=template,
                made_at=self._clock.now(),
            )
        )
        reached(FaultPoint.PAPER_RECORDED, case_id)
        return kept, content if kept.sha256 == sha256 else self._again(kept, paper, history)

    def _again(self, kept: KeptPaper, paper: CasePaper, history: History) -> bytes:
        return self.files.find(kept.case_id, kept.sha256) or self._made_again(kept, paper, history)

    def _made_again(self, kept: KeptPaper, paper: CasePaper, history: History) -> bytes:
        """With the template of then; a sheet that came out otherwise is not handed out as the same."""
        content = self._print(paper, history, kept.template)
        if _hash(content) != kept.sha256:
            raise InvariantBroken(f"paper {kept.name} of case {kept.case_id} is lost, and comes out otherwise")
        self.files.keep(kept.case_id, content)
        return content

    def _print(self, paper: CasePaper, history: History, template: str) -> bytes:
        form_set = self._catalogue.form_sets[paper.form_set]
        return self._press.print(facts_of_paper(paper, form_set, self._source(paper, history)), template)

    def _source(self, paper: CasePaper, history: History) -> PaperSource:
        """The case as it was right after the event, and the directory as it was known when that was recorded."""
        known = history[: paper.sequence]
        state = fold(known[-1].case_id, known)
        assert state.procedure is not None and state.procedure_version is not None
        law = law_under(self._catalogue.get(state.procedure, state.procedure_version), self._catalogue)
        former = tuple(
            self._catalogue.get(state.procedure, recorded.event.from_version)
            for recorded in reversed(known)
            if isinstance(recorded.event, events.CaseMigrated)
        )
        return PaperSource(with_known_directory(law, state, known[-1].recorded_at), state, known, former)


def _file_name(paper: CasePaper, history: History) -> str:
    """By the code under which people know the dossier; of one that got none, the paper's name alone."""
    codes = (recorded.event.dossier_code for recorded in history if isinstance(recorded.event, events.CaseReceived))
    return "-".join([*codes, paper.name]) + ".pdf"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


_NO_SUCH_PAPER = Text(
    vi="hồ sơ không có giấy này; hãy xem danh sách giấy của hồ sơ",
    en="the case has no such paper; look at the list of its papers",
)
