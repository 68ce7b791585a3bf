"""Files that officers and caseworkers upload: kept at once, named by a command soon, and cleared away if they never are."""

import re
from collections.abc import Sequence
from datetime import timedelta

from engine.core import commands, events
from engine.core.actors import Actor
from engine.core.case import fold
from engine.core.definition import ProcedureDefinition
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import CaseId, DocumentId
from engine.core.values import Text
from engine.core.who_may import refuse_unless_visible
from engine.service.fault_points import FaultPoint, reached
from engine.service.file_faults import FileFault, FileRefused
from engine.service.file_gate import FileGate
from engine.service.file_ports import MAX_FILES_OF_A_CASE, REFERENCE, FileStore, digest_of
from engine.service.ports import Clock, Ledger
from engine.service.upload_ports import Upload, UploadBook, waiting_room

NAMED_WITHIN = timedelta(hours=24)
CLEARED_AFTER = timedelta(hours=48)
"""A day later than the last command that may name it: no clock of a machine is that far off."""
_NAMED = re.compile(rf"{REFERENCE}([0-9a-f]{{64}})")


class Uploads:
    """Safe to share among threads, and to use from several machines at once."""

    def __init__(self, files: FileStore, book: UploadBook, gate: FileGate, ledger: Ledger, clock: Clock) -> None:
        self.files = files
        self.gate = gate
        self._book = book
        self._ledger = ledger
        self._clock = clock

    def add_to_case(
        self,
        case_id: CaseId,
        definition: ProcedureDefinition,
        actor: Actor,
        document: DocumentId,
        name: str,
        sent: bytes,
    ) -> Upload:
        """For a case that the actor may see. Raises `FileRefused`, `ScannerAway`, `CommandRefused`, `StorageFull`."""
        if document not in definition.documents:
            raise _unknown(document)
        return self._add(case_id, actor, document, name, sent, case_id)

    def add_before(self, actor: Actor, name: str, sent: bytes) -> Upload:
        """For a dossier that the same account is going to hand in. Raises as `add_to_case`."""
        return self._add(waiting_room(actor), actor, DocumentId(""), name, sent, None)

    def waiting(self, case_id: CaseId) -> Sequence[Upload]:
        """What may still be named in a command on the case."""
        limit = self._clock.now() - NAMED_WITHIN
        return tuple(one for one in self._book.waiting(case_id) if one.at > limit)

    def find_waiting(self, case_id: CaseId, digest: str) -> bytes | None:
        return self.files.find(case_id, digest) if self._is_waiting(case_id, digest) else None

    def refuse_unkept(self, command: commands.Command) -> None:
        """Before the command is handled: each file that it names is there; those of a new dossier come to its case.

        Raises `FileRefused`; for a case that the actor may not see `NotFound`, whatever it names.
        """
        named = _named_by(command)
        if not named:
            return
        history = self._ledger.history(command.case_id)
        if not history and not isinstance(command, commands.SubmitCase):
            return  # of a case that is not there the handler says the same as of one that is foreign
        refuse_unless_visible(fold(command.case_id, history), command.actor)
        known = digests_named(history)
        for digest in sorted(named - known):
            if self._is_waiting(command.case_id, digest) and self.files.find(command.case_id, digest) is not None:
                continue
            if not isinstance(command, commands.SubmitCase):
                raise FileRefused(FileFault.NOT_KEPT)
            self._bring(command, digest)

    def note(self, case_id: CaseId, actor: Actor, document: DocumentId, kind: str, content: bytes) -> Upload:
        """Before the file is kept: where the process dies after that, the file is found and cleared away."""
        upload = Upload(
            place=case_id,
            digest=digest_of(content),
            document=document,
            media_type=kind,
            size=len(content),
            by=actor.id,
            at=self._clock.now(),
        )
        self._book.add(upload)
        reached(FaultPoint.UPLOAD_NOTED, case_id)
        return upload

    def drop_unnamed(self, case_id: CaseId, digests: Sequence[str]) -> None:
        named = digests_named(self._ledger.history(case_id))
        for digest in set(digests) - named:
            self.files.drop(case_id, digest)

    def clear(self, limit: int = 200) -> int:
        """Removes what was uploaded and never named; tells how many files went. Twice at once does no harm."""
        gone = 0
        for upload in self._book.older_than(self._clock.now() - CLEARED_AFTER, limit):
            gone += self._cleared(upload)
        return gone

    def _cleared(self, upload: Upload) -> bool:
        content = self.files.find(upload.place, upload.digest)
        if self._is_named(upload):
            self._book.take_out(upload)
            return False
        self.files.drop(upload.place, upload.digest)
        # Asked again after it is gone: what was named, or came anew, in between gets its file back.
        if self._is_named(upload) or not self._book.take_out(upload):
            if content is not None:
                self.files.keep(upload.place, content)
            return False
        return content is not None

    def _is_named(self, upload: Upload) -> bool:
        return upload.digest in digests_named(self._ledger.history(upload.place))

    def _add(
        self, place: CaseId, actor: Actor, document: DocumentId, name: str, sent: bytes, case_id: CaseId | None
    ) -> Upload:
        kind = self.gate.admit(sent, name, actor, case_id)
        is_new = self.files.find(place, digest_of(sent)) is None
        if is_new and self.files.count(place) >= MAX_FILES_OF_A_CASE:
            raise FileRefused(FileFault.TOO_MANY)
        upload = self.note(place, actor, document, kind.media_type, sent)
        self.files.keep(place, sent)
        reached(FaultPoint.FILE_KEPT, place)
        return upload

    def _bring(self, command: commands.SubmitCase, digest: str) -> None:
        """From where the account left it to the case that is being made. A dossier that is refused leaves it to `clear`:
        the same one may be on its way a second time."""
        room = waiting_room(command.actor)
        waits = self._book.find(room, digest) if self._is_waiting(room, digest) else None
        content = self.files.find(room, digest)
        if waits is None or content is None:
            raise FileRefused(FileFault.NOT_KEPT)
        self.note(command.case_id, command.actor, waits.document, waits.media_type, content)
        self.files.keep(command.case_id, content)
        reached(FaultPoint.FILE_KEPT, command.case_id)

    def _is_waiting(self, place: CaseId, digest: str) -> bool:
        found = self._book.find(place, digest)
        return found is not None and found.at > self._clock.now() - NAMED_WITHIN


def digests_named(history: Sequence[events.RecordedEvent]) -> frozenset[str]:
    """Every file that an event of the case has ever named."""
    return frozenset(digest for one in history for digest in _NAMED.findall(one.event.model_dump_json()))


def _named_by(command: commands.Command) -> frozenset[str]:
    references = [paper.reference for paper in getattr(command, "documents", ()) if hasattr(paper, "reference")]
    return frozenset(said.removeprefix(REFERENCE) for said in references if said.startswith(REFERENCE))


def _unknown(document: DocumentId) -> CommandRefused:
    words = Text(
        vi=f"thủ tục không có giấy tờ {document}; hãy dùng mã giấy tờ của thủ tục",
        en=f"the procedure has no document {document}; use the id of one that it has",
    )
    return CommandRefused(Reason.DOCUMENT_UNKNOWN, words, attempted="add_file")
