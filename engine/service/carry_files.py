"""The files that events name, carried beside a copy of the ledger: packed, checked, put back; and which are not there."""

import tarfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, NamedTuple
from urllib.parse import quote, unquote

from engine.core.errors import CopyRefused
from engine.core.identifiers import CaseId
from engine.core.values import Text
from engine.service.file_ports import MAX_FILE_BYTES, FileStore, digest_of
from engine.service.upload_ports import NamedFiles, NamedIn

_PAGE = 500


class Carried(NamedTuple):
    """How many files were carried, and how many that events name were not there to be."""

    files: int
    missing: int


def named_files(book: NamedFiles) -> Iterator[tuple[CaseId, str]]:
    """Each file of each case once."""
    after: NamedIn | None = None
    known: tuple[CaseId | None, set[str]] = (None, set())
    while page := book.page(after, _PAGE):
        for one in page:
            if one.case_id != known[0]:
                known = (one.case_id, set())
            for digest in one.digests:
                if digest not in known[1]:
                    known[1].add(digest)
                    yield one.case_id, digest
        after = page[-1]


def missing_files(book: NamedFiles, store: FileStore) -> Iterator[tuple[CaseId, str]]:
    """What an event names and the store has not."""
    return (one for one in named_files(book) if not store.has(*one))


def pack(book: NamedFiles, store: FileStore, out: IO[bytes]) -> Carried:
    """The same files give the same bytes. What is purged meanwhile is missing, and rightly."""
    files, missing = 0, 0
    with tarfile.open(fileobj=out, mode="w|") as packed:
        for case_id, digest in named_files(book):
            content = store.find(case_id, digest)
            if content is None:
                missing += 1
                continue
            entry = tarfile.TarInfo(f"{quote(case_id, safe='')}/{digest}")
            entry.size, entry.mode = len(content), 0o600
            packed.addfile(entry, BytesIO(content))
            files += 1
    return Carried(files, missing)


def check(source: IO[bytes]) -> int:
    """How many files are in it, each of them whole. Raises `CopyRefused`."""
    return sum(1 for _ in _unpacked(source))


def unpack(source: IO[bytes], store: FileStore) -> int:
    """Puts back what is not there; nothing is ever written over. Raises `CopyRefused`, `StorageFull`."""
    put = 0
    for case_id, digest, content in _unpacked(source):
        if store.find(case_id, digest) is None:
            store.keep(case_id, content)
            put += 1
    return put


def _unpacked(source: IO[bytes]) -> Iterator[tuple[CaseId, str, bytes]]:
    """Names of the pack are cases and digests, never places on a disk."""
    try:
        with tarfile.open(fileobj=source, mode="r|") as packed:
            for entry in packed:
                case_id, _, digest = entry.name.partition("/")
                read = packed.extractfile(entry) if entry.isfile() and entry.size <= MAX_FILE_BYTES else None
                content = read.read() if read is not None else b""
                if digest_of(content) != digest:
                    raise CopyRefused(_DAMAGED)
                yield CaseId(unquote(case_id)), digest, content
    except (tarfile.TarError, EOFError) as error:
        raise CopyRefused(_DAMAGED) from error


_DAMAGED = Text(
    vi="bản sao các tệp giấy tờ bị hỏng; sổ cái không bị thay đổi bởi nó, hãy dùng một bản sao khác",
    en="the copy of the papers' files is damaged; it has changed nothing of the ledger, use another copy",
)
