"""One mistake, one message: what only follows from a mistake elsewhere is not told, and the same wrong name once a file."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from engine.core.definition import ProcedureDefinition
from engine.core.values import Text
from procedure_defs.document import Document
from procedure_defs.problems import Problem
from procedure_defs.shapes import as_name
from procedure_defs.shaping import Shaped

_NAMES = frozenset(
    {
        "needs-unknown",
        "document-unknown",
        "suspension-unknown",
        "agency-unknown",
        "agency-names-unknown",
        "covers-unknown",
        "system-unknown",
        "story-names",
    }
)
"""The rules that are broken as often as a name is used."""
_MOST_LINES = 5


def told_once(problems: Iterable[Problem]) -> list[Problem]:
    """The same wrong name in one file as one problem, at its first place, with the lines of the others."""
    firsts: dict[tuple[str, ...], Problem] = {}
    others: dict[tuple[str, ...], list[int]] = {}
    found = []
    for problem in sorted(set(problems)):
        key = (problem.file, problem.rule, problem.what.en, problem.mend.en)
        if problem.rule not in _NAMES:
            found.append(problem)
        elif key not in firsts:
            firsts[key], others[key] = problem, []
        elif problem.line != firsts[key].line:
            others[key].append(problem.line)
    found += [replace(first, what=_with_more(first.what, others[key])) for key, first in firsts.items()]
    return sorted(found)


def names_in_doubt(document: Document, shaped: Shaped[ProcedureDefinition]) -> set[str]:
    """The procedures that a file may have meant to define; none if it can be read and says so itself."""
    if shaped.model is not None and not shaped.has_doubt(("procedure",), ("version",)):
        return set()
    said = document.begun.get("procedure") if isinstance(document.begun, dict) else None
    meant = {said, (as_name(said) or said).replace("_", "-")} if isinstance(said, str) else set()
    return {Path(document.file).absolute().parent.name} | meant


def steps_in_doubt(definition: ProcedureDefinition, shaped: Shaped[ProcedureDefinition]) -> set[str]:
    """The steps and facts that a definition names and has not: the mistake is told there."""
    named = {step for declared in definition.steps.values() for step in (*declared.needs, *declared.returns)}
    named |= {step for fact in definition.facts.values() for step in fact.established_by}
    named |= set(definition.total.covers)
    broken = {str(path[1]) for path in shaped.doubtful if len(path) == 2 and path[0] in ("steps", "facts")}
    return {name for name in named if name not in definition.steps} | broken


def is_half_read(shaped: Shaped[ProcedureDefinition]) -> bool:
    """Whether steps or facts of the file may be missing from the model."""
    return any(path in ((), ("steps",), ("facts",)) for path in shaped.doubtful)


def _with_more(what: Text, lines: Sequence[int]) -> Text:
    """With the other lines on which the same is wrong."""
    if not lines:
        return what
    some = ", ".join(map(str, lines[:_MOST_LINES])) + (", …" if len(lines) > _MOST_LINES else "")
    return Text(
        vi=f"{what.vi} (cả ở dòng {some})", en=f"{what.en} (also on line{'s' if len(lines) > 1 else ''} {some})"
    )
