"""Every worked example of every shipped procedure: real requests by the right people, real flow runs, the lawful outcome."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.core.actors import SYSTEM
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import ProcedureId, StepId
from engine.core.law import Law
from procedure_defs.catalogue import SHIPPED, load_catalogue
from procedure_defs.reader import read_file
from procedure_defs.shaping import Shaped
from procedure_defs.story import WorkedExample, WorkedExamples
from procedure_defs.worked_examples import example_files
from tests.support.clocked_product import STANDIN_AT_ONCE, STANDIN_LATER, ClockedProduct, clocked_product
from tests.support.expected_over_http import differences, wait_for_prefect
from tests.support.prefect_server import PrefectServer
from tests.support.story_over_http import StoryOverHttp

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

FILES = {file.parent.name: Shaped(read_file(file), WorkedExamples).model for file in example_files(SHIPPED)}
STORIES = [(file.of, example) for file in FILES.values() if file is not None for example in file.worked_examples]
DATABASES = ("sqlite", "postgresql")
WITH_MACHINES = [one for one in load_catalogue().all() if any(step.run for step in one.steps.values())]


def test_every_procedure_has_stories() -> None:
    """None of the files below is passed over in silence."""
    assert set(FILES) == {folder.name for folder in SHIPPED.iterdir() if list(folder.glob("2*.yaml"))}
    assert all(file is not None and file.worked_examples for file in FILES.values())


@pytest.fixture(scope="module")
def product(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, prefect_server: PrefectServer
) -> Iterator[ClockedProduct]:
    """One for all stories on a kind of database; the tests of one kind come together, so that one product runs at a time."""
    home = tmp_path_factory.mktemp("stories")
    url = f"sqlite:///{home / 'lienthong.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_server").fresh_database()
    with clocked_product(home, url, prefect_server) as running:
        yield running


@pytest.mark.parametrize(
    ("product", "definition"),
    [pytest.param("sqlite", one, id=f"{one.procedure}-{one.version}") for one in WITH_MACHINES],
    indirect=["product"],
)
def test_systems_that_answer_at_once(product: ClockedProduct, definition: ProcedureDefinition) -> None:
    """Whatever a procedure asks agencies' systems for, an answer of the declared shape is taken without anybody's help."""
    law = Law(definition, product.catalogue.calendars, product.catalogue.agencies)
    example, machines = next(_machines_at_work(law))
    product.behave(STANDIN_AT_ONCE)
    try:
        story = StoryOverHttp(product, law, example)
        for act in example.story:
            if not machines & _done(story):
                story.play(act)
    finally:
        product.behave(STANDIN_LATER)
    told = [told for told in story.read("/events")["events"] if told["event"]["type"] == "step_completed"]
    by_machine = {one["event"]["step"] for one in told if one["actor"]["id"] == SYSTEM.id}
    assert by_machine == machines & _done(story) != set()
    assert all(set(story.state().steps[StepId(step)].result) >= _required(law, step) for step in by_machine)
    wait_for_prefect(story)


@pytest.mark.parametrize(
    ("product", "procedure", "example"),
    [
        pytest.param(database, procedure, example, id=f"{procedure}-{example.id}-{database}")
        for share, database in enumerate(DATABASES)
        for procedure, example in STORIES[share :: len(DATABASES)]
    ],
    indirect=["product"],
    scope="module",
)
def test_story(product: ClockedProduct, procedure: ProcedureId, example: WorkedExample) -> None:
    story = StoryOverHttp(product, _law(product, procedure, example), example)
    assert story.read()["procedure_version"] == example.version
    for act in sorted(example.story, key=lambda act: act.at):
        story.play(act)
        if act.expect is not None:
            story.note_lapses()
            assert differences(story, act.expect) == []
            wait_for_prefect(story)
    story.note_lapses()
    story.let_supplements_expire()
    assert differences(story, example.expect) == []
    wait_for_prefect(story)


def _law(product: ClockedProduct, procedure: ProcedureId, example: WorkedExample) -> Law:
    known = product.catalogue
    return Law(known.get(procedure, example.version), known.calendars, known.agencies)


def _machines_at_work(law: Law) -> Iterator[tuple[WorkedExample, set[str]]]:
    """The stories of this version in which an automatic step is completed, each with the version's automatic steps."""
    machines = {str(step) for step, declared in law.definition.steps.items() if declared.run is not None}
    version = (law.definition.procedure, law.definition.version)
    for example in (one for of, one in STORIES if (of, one.version) == version):
        if any(act.complete in machines for act in example.story):
            yield example, machines


def _done(story: StoryOverHttp) -> set[str]:
    return {step["id"] for step in story.read()["steps"] if step["status"] == "completed"}


def _required(law: Law, step: str) -> set[str]:
    return {name for name, field in law.definition.steps[StepId(step)].result.items() if field.required}
