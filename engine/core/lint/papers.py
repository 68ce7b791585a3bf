"""Lint of papers: asked of the citizen though an agency makes them, or in nobody's hands."""

from collections.abc import Iterator

from engine.core.definition import Source
from engine.core.findings import Finding, Level, check
from engine.core.lint.surroundings import Surroundings


@check("document-asked-again", Level.WARNING)
def made_papers_are_not_asked_for(seen: Surroundings) -> Iterator[Finding]:
    """What a step of the case makes is not asked of the applicant."""
    definition = seen.definition
    makers = {paper: step for step, declared in definition.steps.items() for paper in declared.produces}
    for name, paper in definition.documents.items():
        if name not in makers:
            continue
        part = "required" if paper.required else "required_when" if paper.required_when is not None else None
        if part is None and Source.UPLOAD in paper.source:
            part = "source"
        if part is not None:
            what = f"`{name}` is asked of the applicant, but `{makers[name]}` makes it in the same case"
            yield Finding(("documents", name, part), what, f"take `{part}` out: the next step has it from the first")


@check("document-unused", Level.WARNING)
def papers_are_used(seen: Surroundings) -> Iterator[Finding]:
    """A document that is declared is handed in, required or made by somebody."""
    definition = seen.definition
    told = {paper for declared in definition.steps.values() for paper in (*declared.requires, *declared.produces)}
    for name, paper in definition.documents.items():
        if name not in told and not paper.source and not paper.required and paper.required_when is None:
            mend = "name it in `requires` or `produces` of a step, or take it out"
            yield Finding(("documents", name), f"nobody hands in, requires or makes `{name}`", mend, at_key=True)


@check("document-for-nobody", Level.NOTE)
def asked_papers_are_read(seen: Surroundings) -> Iterator[Finding]:
    """A paper that the applicant must hand in is required by a step."""
    definition = seen.definition
    read = {paper for declared in definition.steps.values() for paper in (*declared.requires, *declared.produces)}
    for name, paper in definition.documents.items():
        if (paper.required or paper.required_when is not None) and name not in read:
            what = f"the applicant must hand in `{name}`, but no step requires it"
            mend = "name it in `requires` of the step that reads it, or do not ask for it"
            yield Finding(("documents", name), what, mend, at_key=True)
