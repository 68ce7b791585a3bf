"""The corpus of broken definition files: where it lies, and what an author is told about each of its files.

`python -m tests.support.broken_files` writes the Vietnamese messages anew, for somebody to read them through.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from procedure_defs.catalogue import SHIPPED, Catalogue, Examination, definition_files, examine, load_catalogue
from procedure_defs.law_files import read_laws
from procedure_defs.problems import Problem
from procedure_defs.reader import read_file
from procedure_defs.scenario_files import scenario_problems
from procedure_defs.story_files import read_examples
from procedure_defs.validation import validated
from procedure_defs.worked_examples import run_examples
from tests.support.source_tree import ROOT

ENDINGS = {"vi": ".vi.expected", "en": ".expected"}
CORPUS = ROOT / "tests" / "corpus" / "broken"


def broken_files() -> list[Path]:
    """Each broken file, or folder of files that are broken together; the expected messages lie beside it."""
    return sorted(path for path in CORPUS.glob("*/*") if path.suffix != ".expected" and path.name != "README.md")


def expected_file(case: Path, language: str = "en") -> Path:
    """Where the messages lie that the author should get, one a line."""
    return case.with_suffix(ENDINGS[language])


def expected(case: Path, language: str = "en") -> list[str]:
    """The messages that the author should get."""
    return expected_file(case, language).read_text(encoding="utf-8").splitlines()


def said(case: Path, language: str = "en") -> list[str]:
    """The messages that the author gets: `line:column: what; mend`; of a folder the name of the file comes first."""
    names = case.is_dir()
    return [
        f"{Path(p.file).name + ':' if names else ''}{p.line}:{p.column}: {p.advice.in_language(language)}"
        for p in sorted(problems(case))
    ]


@cache
def shipped() -> Examination:
    """What is shipped: broken files name its agencies and calendars."""
    return examine(definition_files(SHIPPED))


@cache
def catalogue() -> Catalogue:
    """What is shipped, as stories and scenarios are played on it."""
    return load_catalogue()


def problems(case: Path) -> Sequence[Problem]:
    """Everything that is wrong with a broken file, as the command for its kind finds it."""
    match case.parent.name:
        case "stories":
            if problems := read_examples(read_file(case), catalogue().all()).problems:
                return problems  # what `validate` says of it; what is sound is played
            results, broken = run_examples(case, catalogue())
            return [*broken, *(problem for result in results for problem in result.problems)]
        case "scenarios":
            known = catalogue()
            return scenario_problems(read_file(case), known.all(), known.agencies.territories)
        case "laws":
            return read_laws(read_file(case)).problems
        case "together":
            return validated([case]).problems
        case _:
            return examine(definition_files(case), beside=shipped()).problems


if __name__ == "__main__":
    for each in broken_files():
        expected_file(each, "vi").write_text("\n".join(said(each, "vi")) + "\n", encoding="utf-8")
