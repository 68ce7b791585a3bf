"""Files of papers that last as long as a test: what the folder of an installation does, without a disk."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.core.identifiers import CaseId
from engine.service.file_ports import digest_of


@dataclass
class FilesInMemory:
    """By case and digest."""

    kept: dict[CaseId, dict[str, bytes]] = field(default_factory=dict)

    def keep(self, case_id: CaseId, content: bytes) -> str:
        digest = digest_of(content)
        self.kept.setdefault(case_id, {})[digest] = content
        return digest

    def find(self, case_id: CaseId, digest: str) -> bytes | None:
        return self.kept.get(case_id, {}).get(digest)

    def has(self, case_id: CaseId, digest: str) -> bool:
        return digest in self.kept.get(case_id, {})

    def count(self, case_id: CaseId) -> int:
        return len(self.kept.get(case_id, {}))

    def drop(self, case_id: CaseId, digest: str) -> None:
        self.kept.get(case_id, {}).pop(digest, None)

    def forget(self, case_id: CaseId) -> None:
        self.kept.pop(case_id, None)
