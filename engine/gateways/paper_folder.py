"""Papers on the disk of this machine: a folder for each case, in it each paper under the hash of its content."""

import errno
import hashlib
import os
import shutil
from pathlib import Path

from engine.core.errors import StorageFull
from engine.core.identifiers import CaseId

_FULL = (errno.ENOSPC, errno.EDQUOT)


class PaperFolder:
    """Below the data folder; for its owner alone. Several processes may write the same paper: it is the same."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, case_id: CaseId, sha256: str, content: bytes) -> None:
        """Whole or not at all: it is written beside, and then given its name."""
        place = self._place(case_id)
        beside = place / f"{sha256}.{os.getpid()}.{os.urandom(4).hex()}.part"
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(place / f"{sha256}.pdf")
        except OSError as error:
            beside.unlink(missing_ok=True)
            if error.errno in _FULL:
                raise StorageFull() from error
            raise

    def find(self, case_id: CaseId, sha256: str) -> bytes | None:
        try:
            content = (self._place(case_id) / f"{sha256}.pdf").read_bytes()
        except FileNotFoundError:
            return None
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def clear(self, case_id: CaseId) -> None:
        if (place := self._place(case_id)).exists():
            shutil.rmtree(place)

    def _place(self, case_id: CaseId) -> Path:
        """A case's id may be anything that a command gave; a hash of it is always the name of a folder."""
        name = hashlib.sha256(case_id.encode()).hexdigest()[:32]
        return self._folder / name[:2] / name
