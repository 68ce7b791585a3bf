"""The doctor looks at the files of papers: whether they are there, and whether somebody looks into them for malware."""

from collections.abc import Iterator

from engine.service.carry_files import missing_files
from engine.service.doctor_words import DoctorFinding
from engine.service.file_ports import FilesAway, FileStore
from engine.service.upload_ports import MalwareScanner, NamedFiles


class FileExamination:
    """Nothing of it can be mended by us: each says what people have to do."""

    def __init__(self, scanner: MalwareScanner | None, book: NamedFiles, store: FileStore) -> None:
        self._scanner = scanner
        self._book = book
        self._store = store

    def run(self) -> Iterator[DoctorFinding]:
        if self._scanner is None:
            yield DoctorFinding(id="scanner-none")
        elif not self._scanner.answers():
            yield DoctorFinding(id="scanner-away")
        try:
            for case_id, digest in missing_files(self._book, self._store):
                yield DoctorFinding(id="file-missing", case_id=case_id, about=digest)
        except FilesAway:
            yield DoctorFinding(id="files-away")
