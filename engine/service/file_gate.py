"""The one door of every file that comes in: looked at, scanned, and refused with an entry in the audit trail."""

from engine.core.actors import Actor
from engine.core.identifiers import CaseId
from engine.service.audit_trail import AuditTrail
from engine.service.file_faults import FileFault, FileRefused
from engine.service.file_ports import digest_of
from engine.service.look_into_files import Kind, look_into
from engine.service.upload_ports import MalwareScanner


class FileGate:
    """`scanner`: null where the installation has none; then nothing is scanned."""

    def __init__(self, scanner: MalwareScanner | None, audit: AuditTrail | None = None) -> None:
        self.scanner = scanner
        self._audit = audit

    def admit(self, content: bytes, name: str, actor: Actor, case_id: CaseId | None) -> Kind:
        """Before anything is kept. Raises `FileRefused`, `ScannerAway`."""
        try:
            kind = look_into(content, name)
            if self.scanner is not None and self.scanner.scan(content) is not None:
                raise FileRefused(FileFault.MALWARE)
        except FileRefused as refused:
            if self._audit is not None:
                # Its digest alone: by that it is found again at the sender's, and no virus is kept by us.
                about = f"add_file {digest_of(content)}"
                self._audit.refused(actor.id, case_id, about, refused.fault.value)
            raise
        return kind
