"""Everything that is wrong in a set of files: definitions, checked against each other, and what lies beside them."""

from collections.abc import Sequence
from pathlib import Path

from procedure_defs.catalogue import SHIPPED, Examination, called, definition_files, examine, is_folder
from procedure_defs.echoes import told_once
from procedure_defs.reader import read_file
from procedure_defs.side_files import SIDE_FILES, check_of


def validated(given: Sequence[Path] | None = None) -> Examination:
    """What became of the files; of none: everything that is shipped. A folder stands for all in it."""
    shipped = definition_files(SHIPPED)
    if given:
        roots = list(dict.fromkeys(given))
        definitions = [f for root in roots for f in definition_files(root) if not _is_aside(f)]
        aside = [f for root in roots for f in _side_files(root)]
        seen = examine(definitions, beside=examine(shipped))
        # What lies beside a definition may speak of those that are shipped.
        known = examine([*shipped, *definitions]) if aside else seen
    else:
        seen = examine(shipped)
        aside, known = _side_files(SHIPPED), seen
    for path in aside:
        document = read_file(path, called(path))
        check = check_of(path, document)
        assert check is not None
        seen.files.append(document.file)
        seen.problems += check(document, known)
    seen.problems = told_once(seen.problems)
    return seen


def _side_files(root: Path) -> list[Path]:
    if is_folder(root):
        return sorted(path for path in root.rglob("*.yaml") if path.name in SIDE_FILES)
    return [root] if _is_aside(root) else []


def _is_aside(path: Path) -> bool:
    return check_of(path, read_file(path)) is not None
