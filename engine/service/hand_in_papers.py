"""Papers handed in with their files: each is looked at, kept, and named by its digest in the command that hands it in."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.core import commands
from engine.core.actors import Actor
from engine.core.errors import CommandRefused
from engine.core.identifiers import CaseId, CommandId, DocumentId, StepId
from engine.core.papers import Paper
from engine.service.fault_points import FaultPoint, reached
from engine.service.file_faults import FileFault, FileRefused
from engine.service.file_ports import MAX_FILES_OF_A_CASE, REFERENCE, FileStore, KeptFile, digest_of
from engine.service.handle_command import CommandHandler, CommandResult
from engine.service.read_case import CaseView
from engine.service.uploads import Uploads

_MOST_LETTERS = 100


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as somebody sent it, for a paper that was asked for."""

    document: DocumentId
    name: str
    content: bytes


class PaperHandIn:
    """Anybody may hand in with files who may give the command; the law decides on the command, not on the files."""

    def __init__(self, uploads: Uploads, handler: CommandHandler) -> None:
        self.files: FileStore = uploads.files
        self.uploads = uploads
        self._handler = handler

    def hand_in(
        self, case_id: CaseId, actor: Actor, command_id: CommandId, step: StepId, given: Sequence[GivenFile], note: str
    ) -> CommandResult:
        """Raises as `take` does."""
        said = note.strip()
        command = commands.HandInSupplement(
            command_id=command_id,
            case_id=case_id,
            actor=actor,
            step=step,
            documents=tuple(paper_of(file) for file in given),
            note=said or None,
        )
        return self.take(command, given)

    def take(self, command: commands.Command, given: Sequence[GivenFile]) -> CommandResult:
        """Any command whose papers name these files. Raises `FileRefused`, `ScannerAway` and what `CommandHandler.handle`
        raises. What the law refuses leaves no file; one that was left by a process that died is cleared away with the
        uploads."""
        case_id, actor = command.case_id, command.actor
        kinds = [self.uploads.gate.admit(file.content, file.name, actor, case_id).media_type for file in given]
        if self.files.count(case_id) + len(given) > MAX_FILES_OF_A_CASE:
            raise FileRefused(FileFault.TOO_MANY)
        new = [file for file in given if self._is_new(case_id, file)]
        for file, kind in zip(given, kinds, strict=True):
            if file in new:
                self.uploads.note(case_id, actor, file.document, kind, file.content)
                self.files.keep(case_id, file.content)
                reached(FaultPoint.FILE_KEPT, case_id)
        try:
            result = self._handler.handle(command)
        except CommandRefused:
            self.uploads.drop_unnamed(case_id, [digest_of(file.content) for file in new])
            raise
        for file in given:  # somebody whose command was refused had the same file, and dropped it
            if self._is_new(case_id, file):
                self.files.keep(case_id, file.content)
        return result

    def _is_new(self, case_id: CaseId, file: GivenFile) -> bool:
        """Files that are there belong to papers of before, which a refusal now must not take away."""
        return self.files.find(case_id, digest_of(file.content)) is None


def find_file(files: FileStore, view: CaseView, digest: str) -> KeptFile | None:
    """A file that a paper of the case refers to; null for any other, whatever lies in the store."""
    named = any(paper.reference == f"{REFERENCE}{digest}" for paper in view.state.documents)
    content = files.find(view.state.id, digest) if named else None
    return KeptFile(digest, content) if content is not None else None


def paper_of(file: GivenFile, number: str = "") -> Paper:
    """The paper as a command names it; `number`: what stands on it, if the sender says that too."""
    reference = f"{REFERENCE}{digest_of(file.content)}"
    return Paper(document=file.document, reference=reference, name=number or plain_name(file.name))


def plain_name(name: str) -> str:
    """The last part of what the sender calls it, for people to read; it never becomes a path or a header of ours."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:_MOST_LETTERS]
