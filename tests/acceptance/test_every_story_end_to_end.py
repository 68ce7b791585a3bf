"""Worked examples of every shipped procedure: real requests by the right people, real flow runs, the lawful outcome.

Every other story is played here on SQLite, the rest next door on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.core.actors import SYSTEM
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import ProcedureId, StepId
from engine.core.law import Law
from procedure_defs.catalogue import SHIPPED, load_catalogue
from procedure_defs.story import Expected, WorkedExample
from tests.support.clocked_product import STANDIN_AT_ONCE, STANDIN_LATER, ClockedProduct, clocked_product
from tests.support.expected_over_http import READ, wait_for_prefect
from tests.support.prefect_server import PrefectServer
from tests.support.shipped_stories import FILES, STORIES, differences_in, stories_with_machines
from tests.support.story_over_http import StoryOverHttp

pytestmark = pytest.mark.slow

HERE = STORIES[0::2]
WITH_MACHINES = [one for one in load_catalogue().all() if any(step.run for step in one.steps.values())]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, prefect_server: PrefectServer) -> Iterator[ClockedProduct]:
    home = tmp_path_factory.mktemp("stories")
    with clocked_product(home, f"sqlite:///{home / 'lienthong.db'}", prefect_server) as running:
        yield running


def test_every_procedure_has_stories() -> None:
    """No file is passed over in silence, and nothing that a story may expect."""
    assert set(FILES) == {folder.name for folder in SHIPPED.iterdir() if list(folder.glob("2*.yaml"))}
    assert all(file is not None and file.worked_examples for file in FILES.values())
    assert set(READ) == Expected.model_fields.keys() - {"why"}


@pytest.mark.parametrize(("procedure", "example"), HERE, ids=[f"{of}-{example.id}" for of, example in HERE])
def test_story(product: ClockedProduct, procedure: ProcedureId, example: WorkedExample) -> None:
    assert differences_in(product, procedure, example) == []


@pytest.mark.parametrize("definition", WITH_MACHINES, ids=[f"{one.procedure}-{one.version}" for one in WITH_MACHINES])
def test_systems_that_answer_at_once(product: ClockedProduct, definition: ProcedureDefinition) -> None:
    """Whatever a procedure asks agencies' systems for, an answer of the declared shape is taken without anybody's help."""
    law = Law(definition, product.catalogue.calendars, product.catalogue.agencies)
    example, machines = next(stories_with_machines(law))
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


def _done(story: StoryOverHttp) -> set[str]:
    return {step["id"] for step in story.read()["steps"] if step["status"] == "completed"}


def _required(law: Law, step: str) -> set[str]:
    return {name for name, field in law.definition.steps[StepId(step)].result.items() if field.required}
