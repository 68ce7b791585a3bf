"""Every worked example of every shipped procedure: real requests by the right people, real flow runs, the lawful outcome."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.core.identifiers import ProcedureId
from engine.core.law import Law
from procedure_defs.catalogue import SHIPPED
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
    ("product", "procedure"), [("sqlite", of) for of in sorted({of for of, _ in STORIES})], indirect=["product"]
)
def test_agencies_systems_that_answer_at_once(product: ClockedProduct, procedure: ProcedureId) -> None:
    """Whatever a shipped procedure asks a system for, an answer of the declared shape is taken, and the case goes on."""
    product.behave(STANDIN_AT_ONCE)
    try:
        for example in (one for of, one in STORIES if of == procedure):
            story = StoryOverHttp(product, _law(product, procedure, example), example)
            machines = {step["id"] for step in story.read()["steps"] if step["automatic"]}
            for act in sorted(example.story, key=lambda act: act.at):
                if act.on not in machines:
                    story.play(act)
            story.note_lapses()
            stand = {step["id"]: step["status"] for step in story.read()["steps"]}
            assert not {stand[step] for step in machines} & {"open", "claimed", "refused"}
            wait_for_prefect(story)
    finally:
        product.behave(STANDIN_LATER)


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
