"""The doctor looks at the files of papers: whether somebody looks into them for malware."""

from collections.abc import Iterator

from engine.service.doctor_words import DoctorFinding
from engine.service.upload_ports import MalwareScanner


class FileExamination:
    """Nothing of it can be mended by us: each says what people have to do."""

    def __init__(self, scanner: MalwareScanner | None) -> None:
        self._scanner = scanner

    def run(self) -> Iterator[DoctorFinding]:
        if self._scanner is None:
            yield DoctorFinding(id="scanner-none")
        elif not self._scanner.answers():
            yield DoctorFinding(id="scanner-away")
