"""The README of a procedure: its tables stand between marks and are drawn from the files; all other words are the author's.

<!-- tables 2026-09-01 en: … -->
…
<!-- end of tables -->
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.core.agencies import AgencyDirectory
from engine.core.definition import ProcedureDefinition
from engine.core.findings import Level, Rule, one_of
from procedure_defs.catalogue import definition_files
from procedure_defs.loader import Kind, kind_of, load_procedure
from procedure_defs.problems import Problem
from procedure_defs.reader import read_file
from procedure_defs.readme_tables import tables

README = "README.md"
LANGUAGES = ("vi", "en")
STALE = Rule("readme-stale", Level.WARNING, "The tables of a README say what the files beside it say.")

_OPENING = re.compile(r"^<!-- tables (?P<version>\S+) (?P<language>\S+?):? .*?-->[ \t]*$", re.MULTILINE)
_CLOSING = "<!-- end of tables -->"
_REMARK = "drawn by `lienthong procedures readme`; edit the YAML instead"


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands between an opening mark and its end; `end` is null where the end is missing."""

    version: str
    language: str
    line: int
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """The README of one folder, and the versions of the one procedure whose files lie beside it; no text: no README."""

    path: Path
    text: str | None
    versions: Mapping[str, ProcedureDefinition]


def read_told(folder: Path) -> Told | None:
    """Null where there is nothing to draw: no procedure, several, one with problems, or a README that is no text."""
    found = []
    for path in definition_files(folder):
        document = read_file(path)
        if path.parent == folder and kind_of(document) is Kind.PROCEDURE:
            shaped = load_procedure(document)
            if shaped.model is None or shaped.problems:
                return None
            found.append(shaped.model)
    if len({definition.procedure for definition in found}) != 1:
        return None
    readme = folder / README
    try:
        text = readme.read_text(encoding="utf-8") if readme.is_file() else None
    except (OSError, UnicodeDecodeError):
        return None
    return Told(readme, text, {definition.version: definition for definition in found})


def block(definition: ProcedureDefinition, directory: AgencyDirectory, language: str) -> str:
    """The tables of one version between their marks."""
    drawn = tables(definition, directory, language)
    return f"<!-- tables {definition.version} {language}: {_REMARK} -->\n\n{drawn}\n{_CLOSING}"


def drawn_anew(
    text: str, versions: Mapping[str, ProcedureDefinition], directory: AgencyDirectory, language: str
) -> str:
    """The README with the tables of today; the newest version that has none gets its own behind everything else."""
    blocks = [b for b in _blocks(text) if b.end is not None and b.version in versions and b.language in LANGUAGES]
    for found in reversed(blocks):
        text = text[: found.start] + block(versions[found.version], directory, found.language) + text[found.end :]
    shown = {found.version for found in blocks}
    for version in sorted(versions.keys() - shown, reverse=True):
        heading = {"vi": "Phiên bản", "en": "Version"}[language]
        text = f"{text.rstrip()}\n\n## {heading} {version}\n\n{block(versions[version], directory, language)}\n"
    return text


def stale(
    file: str, text: str, versions: Mapping[str, ProcedureDefinition], directory: AgencyDirectory
) -> Iterator[Problem]:
    """Each table that no longer says what the file says, and each mark that nobody can draw between."""
    for found in _blocks(text):
        at = (found.line, 1)
        if found.version not in versions:
            what = f"there is no version {found.version} beside this README"
            yield Problem.under(STALE, file, at, what, one_of(found.version, sorted(versions)))
        elif found.language not in LANGUAGES:
            what = f"the tables of {found.version} have no language `{found.language}`"
            yield Problem.under(STALE, file, at, what, one_of(found.language, LANGUAGES))
        elif found.end is None:
            mend = f"add a line `{_CLOSING}` behind the tables"
            yield Problem.under(STALE, file, at, f"the tables of {found.version} have no end", mend)
        elif text[found.start : found.end] != block(versions[found.version], directory, found.language):
            what = f"the tables of {found.version} do not say what {found.version}.yaml says"
            yield Problem.under(STALE, file, at, what, f"draw them anew: lienthong procedures readme {_folder(file)}")


def missing(text: str, versions: Mapping[str, ProcedureDefinition]) -> Sequence[str]:
    """The versions of which the README has no tables."""
    return sorted(versions.keys() - {found.version for found in _blocks(text)})


def _folder(file: str) -> str:
    return str(Path(file).parent)


def _blocks(text: str) -> list[_Block]:
    """From each opening mark to its end, which comes before the next opening."""
    openings = list(_OPENING.finditer(text))
    found = []
    ends = [*(opening.start() for opening in openings[1:]), len(text)]
    for opening, end in zip(openings, ends, strict=False):
        closing = text.find(_CLOSING, opening.end(), end)
        found.append(
            _Block(
                version=opening["version"],
                language=opening["language"],
                line=text.count("\n", 0, opening.start()) + 1,
                start=opening.start(),
                end=closing + len(_CLOSING) if closing >= 0 else None,
            )
        )
    return found
