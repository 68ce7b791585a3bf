"""A file of worked examples, read and held against the procedure that it speaks of; nothing is played here."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from engine.core.definition import ProcedureDefinition
from engine.core.findings import Finding, Level, Rule, check, one_of
from engine.core.findings import Path as Place
from engine.core.identifiers import ProcedureId, ProcedureVersion
from procedure_defs.reader import Document
from procedure_defs.shaping import Shaped
from procedure_defs.story import VERBS, StoryAct, WorkedExample, WorkedExamples

LAWFUL = Rule("story-lawful", Level.ERROR, "A worked example comes out as it says.")


def read_examples(
    document: Document,
    procedures: Iterable[ProcedureDefinition] | None = None,
    unread: Collection[str] = (),
    unsure: Mapping[tuple[ProcedureId, ProcedureVersion], Collection[str] | None] | None = None,
) -> Shaped[WorkedExamples]:
    """The file with what is wrong in its shape and, if the procedures are given, with names that are not theirs.

    Nothing is said of a procedure that is `unread`, nor of what an `unsure` version would have but for its mistakes.
    """
    shaped = Shaped(document, WorkedExamples)
    if shaped.model is not None:
        findings = acts_have_one_verb(shaped.model)
        if procedures is not None:
            findings += stories_are_told_once(shaped.model)
            findings += names_are_of_the_version(shaped.model, list(procedures), unread, unsure or {})
        shaped.problems += [problem for finding in findings if (problem := shaped.place(finding))]
    return shaped


@check("story-verb")
def acts_have_one_verb(file: WorkedExamples) -> Iterator[Finding]:
    """An act of a story has one verb."""
    for index, example in enumerate(file.worked_examples):
        for number, act in enumerate(example.story):
            said = act.verbs()
            if len(said) != 1:
                what = f"an act has one verb, here are {len(said)}{': ' if said else ''}{', '.join(said)}"
                place = ("worked_examples", index, "story", number)
                yield Finding(place, what, f"write one of: {', '.join(VERBS)}; the value is its step")


@check("story-id")
def stories_are_told_once(file: WorkedExamples) -> Iterator[Finding]:
    """A story has an id of its own."""
    seen: set[str] = set()
    for index, example in enumerate(file.worked_examples):
        if example.id in seen:
            place = ("worked_examples", index, "id")
            yield Finding(place, f"a story `{example.id}` is there already", "give it an id of its own")
        seen.add(example.id)


@check("story-names")
def names_are_of_the_version(
    file: WorkedExamples,
    procedures: Sequence[ProcedureDefinition],
    unread: Collection[str],
    unsure: Mapping[tuple[ProcedureId, ProcedureVersion], Collection[str] | None],
) -> Iterator[Finding]:
    """A story speaks of a version, of steps and of facts that exist."""
    versions = {p.version: p for p in procedures if p.procedure == file.of}
    if file.of in unread:
        return
    if not versions:
        known = sorted({p.procedure for p in procedures})
        yield Finding(("of",), f"there is no procedure `{file.of}`", one_of(file.of, known))
        return
    for index, example in enumerate(file.worked_examples):
        place: Place = ("worked_examples", index)
        definition = versions.get(ProcedureVersion(example.version))
        if definition is None:
            mend = one_of(example.version, sorted(versions))
            yield Finding((*place, "version"), f"`{file.of}` has no version {example.version}", mend)
        elif (doubts := unsure.get((definition.procedure, definition.version), ())) is not None:
            found = _unknown_names(example, definition, place)
            yield from (each for name, each in found if name not in doubts)


def _unknown_names(
    example: WorkedExample, definition: ProcedureDefinition, place: Place
) -> Iterator[tuple[str, Finding]]:
    """Each name that the version has not, with what is said of it."""
    named = [((*place, "expect", part, step), step) for part in ("due", "status", "steps")
             for step in getattr(example.expect, part)]  # fmt: skip
    facts = [((*place, "facts", name), name) for name in example.facts]
    for number, act in enumerate(example.story):
        at = (*place, "story", number)
        if len(act.verbs()) == 1:
            named += [((*at, field), step) for field, step in _steps_of(act)]
            facts += [((*at, "establish"), act.establish)] if act.establish is not None else []
    for path, step in named:
        if step not in definition.steps:
            what = f"version {definition.version} has no step `{step}`"
            yield step, Finding(path, what, one_of(step, definition.steps), at_key=path[-1] == step)
    for path, fact in facts:
        if fact not in definition.facts:
            what = f"version {definition.version} has no fact `{fact}`"
            yield fact, Finding(path, what, one_of(fact, definition.facts), at_key=path[-1] == fact)


def _steps_of(act: StoryAct) -> Iterator[tuple[str, str]]:
    """The fields of an act that name a step, with the step."""
    if act.verb not in ("establish", "withdraw", "look"):
        yield act.verb, str(getattr(act, "return_" if act.verb == "return" else act.verb))
    for field, step in (("to", act.to), ("step", act.step)):
        if step is not None:
            yield field, step
