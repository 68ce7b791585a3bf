"""Files of cases in a folder of this machine, or of a disk that several machines share: for the owner's eyes alone."""

import errno
import os
import re
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

from engine.core.errors import StorageFull
from engine.core.identifiers import CaseId
from engine.service.file_ports import digest_of

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DIGEST = re.compile(r"[0-9a-f]{64}")


class FileFolder:
    """A folder for each case, named by the digest of its id: no id becomes a path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, case_id: CaseId, content: bytes) -> str:
        digest, place = digest_of(content), self._of(case_id)
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(place / digest, content)
        except OSError as error:
            if error.errno in _FULL:
                raise StorageFull() from error
            raise
        return digest

    def find(self, case_id: CaseId, digest: str) -> bytes | None:
        if not _DIGEST.fullmatch(digest):
            return None
        try:
            content = (self._of(case_id) / digest).read_bytes()
        except OSError:
            return None
        return content if digest_of(content) == digest else None

    def has(self, case_id: CaseId, digest: str) -> bool:
        return _DIGEST.fullmatch(digest) is not None and (self._of(case_id) / digest).is_file()

    def count(self, case_id: CaseId) -> int:
        place = self._of(case_id)
        return sum(1 for _ in place.iterdir()) if place.is_dir() else 0

    def drop(self, case_id: CaseId, digest: str) -> None:
        if _DIGEST.fullmatch(digest):
            (self._of(case_id) / digest).unlink(missing_ok=True)

    def forget(self, case_id: CaseId) -> None:
        shutil.rmtree(self._of(case_id), ignore_errors=True)

    def _of(self, case_id: CaseId) -> Path:
        name = sha256(case_id.encode()).hexdigest()[:32]
        return self._folder / name[:2] / name

    def _write(self, file: Path, content: bytes) -> None:
        """Whole or not at all, and on the disk before it has its name: a paper that refers to it finds it."""
        number, name = tempfile.mkstemp(dir=file.parent)
        written = Path(name)
        try:
            with os.fdopen(number, "wb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
            written.replace(file)
        except OSError:
            written.unlink(missing_ok=True)
            raise
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
