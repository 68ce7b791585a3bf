"""A file of worked examples, read and held against the procedure that it speaks of; nothing is played here."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from engine.core.definition import ProcedureDefinition
from engine.core.findings import Finding, Level, Rule, check, one_of, there_is_no
from engine.core.findings import Path as Place
from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.core.nouns import PROCEDURE
from engine.core.values import Text
from procedure_defs.document import Document
from procedure_defs.shaping import Shaped
from procedure_defs.story import VERBS, StoryAct, WorkedExample, WorkedExamples

LAWFUL = Rule(
    "story-lawful",
    Level.ERROR,
    Text(vi="Ví dụ mẫu cho ra đúng kết quả đã nêu.", en="A worked example comes out as it says."),
)


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


@check("story-verb", vi="Mỗi việc trong ví dụ mẫu có đúng một động từ.")
def acts_have_one_verb(file: WorkedExamples) -> Iterator[Finding]:
    """An act of a story has one verb."""
    for index, example in enumerate(file.worked_examples):
        for number, act in enumerate(example.story):
            said = act.verbs()
            if len(said) != 1:
                told = f"{len(said)}{': ' if said else ''}{', '.join(said)}"
                what = Text(
                    vi=f"mỗi việc có đúng một động từ, ở đây có {told}", en=f"an act has one verb, here are {told}"
                )
                verbs = ", ".join(VERBS)
                mend = Text(
                    vi=f"hãy ghi một trong các động từ: {verbs}; giá trị là tên bước",
                    en=f"write one of: {verbs}; the value is its step",
                )
                place = ("worked_examples", index, "story", number)
                yield Finding(place, what, mend)


@check("story-id", vi="Mỗi ví dụ mẫu có mã riêng.")
def stories_are_told_once(file: WorkedExamples) -> Iterator[Finding]:
    """A story has an id of its own."""
    seen: set[str] = set()
    for index, example in enumerate(file.worked_examples):
        if example.id in seen:
            place = ("worked_examples", index, "id")
            yield Finding(
                place,
                Text(vi=f"đã có ví dụ mẫu `{example.id}`", en=f"a story `{example.id}` is there already"),
                Text(vi="hãy đặt mã riêng", en="give it an id of its own"),
            )
        seen.add(example.id)


@check("story-names", vi="Ví dụ mẫu chỉ nêu phiên bản, bước và tình tiết có thật.")
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
        yield Finding(("of",), there_is_no(PROCEDURE, file.of), one_of(file.of, known))
        return
    for index, example in enumerate(file.worked_examples):
        place: Place = ("worked_examples", index)
        definition = versions.get(ProcedureVersion(example.version))
        if definition is None:
            mend = one_of(example.version, sorted(versions))
            yield Finding(
                (*place, "version"),
                Text(
                    vi=f"`{file.of}` không có phiên bản {example.version}",
                    en=f"`{file.of}` has no version {example.version}",
                ),
                mend,
            )
        elif (doubts := unsure.get((definition.procedure, definition.version), ())) is not None:
            found = _unknown_names(example, [definition, *_comes_to(example, versions)], place)
            yield from (each for name, each in found if name not in doubts)
            yield from _unknown_versions(example, versions, place)


def _comes_to(
    example: WorkedExample, versions: Mapping[ProcedureVersion, ProcedureDefinition]
) -> Iterator[ProcedureDefinition]:
    """The versions that the case comes over to on its way: from then on it speaks of their steps."""
    asked = (act.migrate for act in example.story if act.migrate is not None)
    yield from (versions[version] for version in asked if version in versions)


def _unknown_versions(
    example: WorkedExample, versions: Mapping[ProcedureVersion, ProcedureDefinition], place: Place
) -> Iterator[Finding]:
    for number, act in enumerate(example.story):
        if act.migrate is not None and act.migrate not in versions:
            what = Text(
                vi=f"không có phiên bản {act.migrate} để hồ sơ chuyển sang",
                en=f"there is no version {act.migrate} that the case could come over to",
            )
            yield Finding((*place, "story", number, "migrate"), what, one_of(act.migrate, sorted(versions)))


def _unknown_names(
    example: WorkedExample, kept: Sequence[ProcedureDefinition], place: Place
) -> Iterator[tuple[str, Finding]]:
    """Each name that none of the versions has, with what is said of it."""
    definition, steps = kept[0], {step for one in kept for step in one.steps}
    known_facts = {fact for one in kept for fact in one.facts}
    named = [((*place, "expect", part, step), step) for part in ("due", "status", "steps")
             for step in getattr(example.expect, part)]  # fmt: skip
    facts = [((*place, "facts", name), name) for name in example.facts]
    for number, act in enumerate(example.story):
        at = (*place, "story", number)
        if len(act.verbs()) == 1:
            named += [((*at, field), step) for field, step in _steps_of(act)]
            facts += [((*at, "establish"), act.establish)] if act.establish is not None else []
    for path, step in named:
        if step not in steps:
            what = Text(
                vi=f"phiên bản {definition.version} không có bước `{step}`",
                en=f"version {definition.version} has no step `{step}`",
            )
            yield step, Finding(path, what, one_of(step, definition.steps), at_key=path[-1] == step)
    for path, fact in facts:
        if fact not in known_facts:
            what = Text(
                vi=f"phiên bản {definition.version} không có tình tiết `{fact}`",
                en=f"version {definition.version} has no fact `{fact}`",
            )
            yield fact, Finding(path, what, one_of(fact, definition.facts), at_key=path[-1] == fact)


def _steps_of(act: StoryAct) -> Iterator[tuple[str, str]]:
    """The fields of an act that name a step, with the step."""
    if act.verb not in ("establish", "migrate", "withdraw", "look"):
        yield act.verb, str(getattr(act, "return_" if act.verb == "return" else act.verb))
    for field, step in (("to", act.to), ("step", act.step)):
        if step is not None:
            yield field, step
