"""Lint of papers: asked of the citizen though an agency makes them, in nobody's hands, or on forms that do not hold."""

from collections.abc import Iterator

from engine.core.definition import Source
from engine.core.findings import Finding, Level, check
from engine.core.form_sets import first_day_without, sets_during
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
    """A paper that the applicant hands in is required by a step."""
    definition = seen.definition
    read = {paper for declared in definition.steps.values() for paper in (*declared.requires, *declared.produces)}
    for name, paper in definition.documents.items():
        if (paper.required or paper.required_when is not None) and name not in read:
            what = f"the applicant must hand in `{name}`, but no step requires it"
            mend = "name it in `requires` of the step that reads it, or do not ask for it"
            yield Finding(("documents", name), what, mend, at_key=True)
        elif paper.source and name not in read and paper.required_when is None:
            what = f"the applicant may hand in `{name}`, but no step goes by it"
            mend = (
                "name it in `requires` of a step that cannot do without it, or take it out; if it only helps, leave it"
            )
            yield Finding(("documents", name), what, mend, at_key=True)


@check("form-set-not-in-force", Level.WARNING)
def forms_are_in_force(seen: Surroundings) -> Iterator[Finding]:
    """The set of statutory papers, or what replaced it, is in force while the version holds."""
    name, during = seen.definition.form_set, seen.definition.effective
    if name is None or name not in seen.form_sets:
        return
    mend = "name the set that holds then, or list in `form_sets/` what replaced this one"
    if not sets_during(seen.form_sets, name, during):
        what = f"`{name}` holds on no day of the version"
        yield Finding(("form_set",), what, mend)
    elif (day := first_day_without(seen.form_sets, name, during)) is not None:
        yield Finding(("form_set",), f"`{name}` does not hold from {day} on, the version does", mend)
