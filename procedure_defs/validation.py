"""Everything that is wrong in a set of files: definitions, checked against each other, and what lies beside them."""

from collections.abc import Sequence
from dataclasses import replace
from os.path import realpath
from pathlib import Path

from procedure_defs.catalogue import SHIPPED, Examination, called, definition_files, examine, is_folder
from procedure_defs.echoes import told_once
from procedure_defs.reader import read_file
from procedure_defs.side_files import SIDE_FILES, check_of


def validated(given: Sequence[Path] | None = None) -> Examination:
    """What became of the files; of none: everything that is shipped. A folder stands for all in it."""
    roots = list(dict.fromkeys(given or [SHIPPED]))
    definitions = [f for root in roots for f in definition_files(root) if not _is_aside(f)]
    aside = [f for root in roots for f in _side_files(root)]
    named = set(map(realpath, definitions))
    beside = examine(path for path in definition_files(SHIPPED) if realpath(path) not in named)
    seen = examine(definitions, beside=beside)
    known = _with(beside, seen)
    for path in aside:
        document = read_file(path, called(path))
        check = check_of(path, document)
        assert check is not None
        seen.files.append(document.file)
        seen.problems += check(document, known)
    seen.problems = told_once(seen.problems)
    return seen


def _with(beside: Examination, seen: Examination) -> Examination:
    """What lies beside a definition may speak of those that are shipped."""
    own = {(p.procedure, p.version) for p in seen.procedures}
    return replace(
        seen,
        procedures=[*seen.procedures, *(p for p in beside.procedures if (p.procedure, p.version) not in own)],
        directories=[*seen.directories, *(d for d in beside.directories if d not in seen.directories)],
        unread=seen.unread | beside.unread,
        unsure={**beside.unsure, **seen.unsure},
    )


def _side_files(root: Path) -> list[Path]:
    if is_folder(root):
        return sorted(path for path in root.rglob("*.yaml") if path.name in SIDE_FILES)
    return [root] if _is_aside(root) else []


def _is_aside(path: Path) -> bool:
    return check_of(path, read_file(path)) is not None
