"""Papers handed in with their files: each is looked at, kept, and named by its digest in the command that hands it in."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.core import commands
from engine.core.actors import Actor
from engine.core.errors import EngineError
from engine.core.identifiers import CaseId, CommandId, DocumentId, StepId
from engine.core.papers import Paper
from engine.core.values import Text
from engine.service.file_ports import (
    MAX_FILE_BYTES,
    MAX_FILES_OF_A_CASE,
    REFERENCE,
    FileStore,
    KeptFile,
    digest_of,
    kind_of,
)
from engine.service.handle_command import CommandHandler, CommandResult
from engine.service.read_case import CaseView

_MOST_LETTERS = 100


class FileRefused(EngineError):
    """A file cannot be taken; the words say why, and what to send instead."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as somebody sent it, for a paper that was asked for."""

    document: DocumentId
    name: str
    content: bytes


class PaperHandIn:
    """Anybody may hand in with files who may give the command; the law decides on the command, not on the files."""

    def __init__(self, files: FileStore, handler: CommandHandler) -> None:
        self.files = files
        self._handler = handler

    def hand_in(
        self, case_id: CaseId, actor: Actor, command_id: CommandId, step: StepId, given: Sequence[GivenFile], note: str
    ) -> CommandResult:
        """Raises `FileRefused` and what `CommandHandler.handle` raises; then no file of it is left."""
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
        """Any command whose papers name these files. Raises as `hand_in` does; then no file of it is left."""
        case_id = command.case_id
        for file in given:
            _refuse_unfit(file)
        if self.files.count(case_id) + len(given) > MAX_FILES_OF_A_CASE:
            raise FileRefused(_TOO_MANY)
        new = {self.files.keep(case_id, f.content) for f in given if self._is_new(case_id, f)}
        try:
            return self._handler.handle(command)
        except EngineError:
            for digest in new:
                self.files.drop(case_id, digest)
            raise

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


def _refuse_unfit(file: GivenFile) -> None:
    if not file.content:
        raise FileRefused(_EMPTY)
    if len(file.content) > MAX_FILE_BYTES:
        raise FileRefused(TOO_LARGE)
    if kind_of(file.content) is None:
        raise FileRefused(_UNKNOWN)


TOO_LARGE = Text(
    vi=f"Tệp quá lớn: mỗi tệp tối đa {MAX_FILE_BYTES // 1024**2} MB. Hãy chụp lại với cỡ nhỏ hơn, hoặc nộp tại bộ phận một cửa.",
    en=f"The file is too large: at most {MAX_FILE_BYTES // 1024**2} MB each. Take a smaller picture, or hand it in at the counter.",
)
_EMPTY = Text(vi="Tệp trống: hãy chọn lại tệp.", en="The file is empty: choose it again.")
_UNKNOWN = Text(
    vi="Chỉ nhận tệp PDF, ảnh JPEG hoặc PNG còn nguyên vẹn; nội dung tệp này không phải. Hãy chụp lại hoặc chọn tệp khác.",
    en="Only whole PDF, JPEG or PNG files are taken; what is in this one is none of them. Take the picture again or choose "
    "another file.",
)
_TOO_MANY = Text(
    vi="Hồ sơ này đã có quá nhiều tệp: hãy nộp tại bộ phận một cửa.",
    en="This case has too many files already: hand it in at the counter.",
)
