"""The worked examples of every shipped procedure, and one of them played from the first request to the end of its flow run."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.identifiers import ProcedureId
from engine.core.law import Law
from procedure_defs.catalogue import SHIPPED
from procedure_defs.reader import read_file
from procedure_defs.shaping import Shaped
from procedure_defs.story import WorkedExample, WorkedExamples
from procedure_defs.worked_examples import example_files
from tests.support.clocked_product import ClockedProduct
from tests.support.expected_over_http import differences, wait_for_prefect
from tests.support.story_over_http import StoryOverHttp

FILES = {file.parent.name: Shaped(read_file(file), WorkedExamples).model for file in example_files(SHIPPED)}
STORIES = [(file.of, example) for file in FILES.values() if file is not None for example in file.worked_examples]


def law_of(product: ClockedProduct, procedure: ProcedureId, example: WorkedExample) -> Law:
    known = product.catalogue
    return Law(known.get(procedure, example.version), known.calendars, known.agencies)


def differences_in(product: ClockedProduct, procedure: ProcedureId, example: WorkedExample) -> list[str]:
    """What the API says otherwise than the story, on its way and at its end; at each, Prefect shows what it must."""
    found: list[str] = []
    story = StoryOverHttp(product, law_of(product, procedure, example), example)
    assert story.read()["procedure_version"] == example.version
    for act in sorted(example.story, key=lambda act: act.at):
        story.play(act)
        if act.expect is not None:
            story.note_lapses()
            found += [f"at {act.at}: {difference}" for difference in differences(story, act.expect)]
            wait_for_prefect(story)
    story.note_lapses()
    story.let_supplements_expire()
    wait_for_prefect(story)
    return found + differences(story, example.expect)


def stories_with_machines(law: Law) -> Iterator[tuple[WorkedExample, set[str]]]:
    """The stories of this version in which an automatic step is completed, each with the version's automatic steps."""
    machines = {str(step) for step, declared in law.definition.steps.items() if declared.run is not None}
    version = (law.definition.procedure, law.definition.version)
    for example in (one for of, one in STORIES if (of, one.version) == version):
        if any(act.complete in machines for act in example.story):
            yield example, machines
