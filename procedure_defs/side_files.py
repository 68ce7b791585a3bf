"""The files that lie beside definitions and define nothing: each kind has a name, and is checked by its own shape."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from procedure_defs.catalogue import Examination
from procedure_defs.document import Document
from procedure_defs.problems import Problem

Check = Callable[[Document, Examination], Iterable[Problem]]
"""Everything wrong in a file, given the definitions that it may speak of."""


class SideFile(NamedTuple):
    """A kind of file: the word by which one of another name is known, and its check."""

    word: str
    check: Check


def _examples(document: Document, known: Examination) -> Iterable[Problem]:
    from procedure_defs.story_files import read_examples  # the words of stories are needed for this alone

    return read_examples(document, known.procedures, known.unread, known.unsure).problems


def _laws(document: Document, known: Examination) -> Iterable[Problem]:
    from procedure_defs.law_files import read_laws

    return read_laws(document).problems


def _scenario(document: Document, known: Examination) -> Iterable[Problem]:
    from procedure_defs.scenario_files import scenario_problems

    return scenario_problems(document, known.procedures, known.directory.territories, known.unread, known.unsure)


SIDE_FILES: Mapping[str, SideFile] = {
    "worked_examples.yaml": SideFile("worked_examples", _examples),
    "laws.yaml": SideFile("laws", _laws),
    "simulation.yaml": SideFile("arrivals", _scenario),
}
"""By the name that a file of the kind has."""


def check_of(path: Path, document: Document) -> Check | None:
    """The check of a file that defines nothing, by its name or by its first words; none for a definition."""
    if path.name in SIDE_FILES:
        return SIDE_FILES[path.name].check
    words = set(document.data) if isinstance(document.data, dict) else set()
    return next((kind.check for kind in SIDE_FILES.values() if kind.word in words), None)
