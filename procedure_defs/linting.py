"""What is probably a mistake in definition files: the rules of `engine.core.lint` with the places in the files."""

from collections.abc import Iterable, Iterator, Sequence
from os.path import realpath
from pathlib import Path

from engine.core.definition import ProcedureDefinition
from engine.core.lint.laws import EnactedLaw
from engine.core.lint.lint import lint
from engine.core.lint.surroundings import Surroundings
from procedure_defs.catalogue import SHIPPED, Examination, called, definition_files, examine
from procedure_defs.law_files import known_laws
from procedure_defs.loader import Kind, kind_of, load_procedure
from procedure_defs.problems import Problem
from procedure_defs.reader import read_file
from procedure_defs.readme_files import read_told, stale
from procedure_defs.story_files import read_examples
from procedure_defs.validation import validated

_EXAMPLES = "worked_examples.yaml"


def linted(given: Sequence[Path] | None = None) -> Examination:
    """The files with everything that is wrong in them, and with what lint says of each procedure that is sound."""
    seen = validated(given)
    files = [f for root in dict.fromkeys(given or [SHIPPED]) for f in definition_files(root)]
    everything = examine([*definition_files(SHIPPED), *files]) if given else seen
    laws = {**known_laws(SHIPPED), **{ref: law for root in given or () for ref, law in known_laws(root).items()}}
    found = [problem for file in files for problem in _in_file(file, seen, everything, laws)]
    faulty = {Path(problem.file).parent for problem in seen.problems}
    folders = [folder for folder in dict.fromkeys(file.parent for file in files) if Path(called(folder)) not in faulty]
    found += [problem for folder in folders for problem in _beside(folder, seen)]
    seen.problems = sorted({*seen.problems, *found})
    return seen


def _in_file(file: Path, seen: Examination, everything: Examination, laws: dict[str, EnactedLaw]) -> Iterable[Problem]:
    document = read_file(file, called(file))
    if kind_of(document) is not Kind.PROCEDURE:
        return
    shaped = load_procedure(document)
    if shaped.model is None or shaped.problems:
        return
    around = Surroundings(
        definition=shaped.model,
        directory=seen.directory,
        calendars=seen.calendars,
        laws=laws,
        form_sets=seen.form_sets,
        others=[p for p in everything.procedures if _name(p) != _name(shaped.model)],
        stories=_stories(file, shaped.model),
        folder=Path(realpath(file)).parent.name,
        file=file.stem,
    )
    for finding in lint(around):
        if (problem := shaped.place(finding)) is not None:
            yield problem


def _beside(folder: Path, seen: Examination) -> Iterator[Problem]:
    """What the README of a folder says otherwise than the files; a mistake in a file is told first, and alone."""
    told = read_told(folder)
    if told is not None and told.text is not None:
        yield from stale(called(told.path), told.text, told.versions, seen.directory)


def _stories(file: Path, definition: ProcedureDefinition) -> int:
    """How many worked examples beside the file are of this version; of a file with mistakes: perhaps one."""
    beside = file.parent / _EXAMPLES
    if not beside.exists():
        return 0
    told = read_examples(read_file(beside))
    if told.model is None or told.problems:
        return 1
    if told.model.of != definition.procedure:
        return 0
    return sum(example.version == definition.version for example in told.model.worked_examples)


def _name(definition: ProcedureDefinition) -> tuple[str, str]:
    return definition.procedure, definition.version
