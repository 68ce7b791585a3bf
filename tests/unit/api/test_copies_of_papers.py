"""How many of a paper there are: kept with it, and not said where nobody counted."""

from datetime import date

import pytest
from pydantic import ValidationError

from api.acts.forms import submission_form
from api.acts.orders import Sent, faults_in, order_of
from api.schemas import PaperIn, papers
from engine.core.identifiers import DocumentId, ProcedureId
from engine.core.papers import Copies, Paper
from procedure_defs.catalogue import load_catalogue

NAME = DocumentId("birth_notice")


def test_a_paper_that_nobody_counted_is_written_as_before() -> None:
    """The events of old cases, and what a process of the release before can read."""
    assert Paper(document=NAME).model_dump_json() == '{"document":"birth_notice","reference":"","name":""}'


def test_the_numbers_come_back_as_they_were_written() -> None:
    paper = Paper(document=NAME, copies=Copies(originals=1, photocopies=2))
    assert Paper.model_validate_json(paper.model_dump_json()) == paper


def test_the_numbers_of_a_request_are_those_of_the_paper() -> None:
    said = PaperIn.model_validate({"document": NAME, "copies": {"certified": 2}})
    assert papers([said, PaperIn(document=NAME)]) == (
        Paper(document=NAME, copies=Copies(certified=2)),
        Paper(document=NAME),
    )


@pytest.mark.parametrize("number", [-1, 1000, "1", True, 1.5])
def test_what_is_no_number_of_sheets_is_refused(number: object) -> None:
    with pytest.raises(ValidationError):
        PaperIn.model_validate({"document": NAME, "copies": {"originals": number}})


DAY = date(2026, 9, 3)
CATALOGUE = load_catalogue()
found = CATALOGUE.find_applicable(ProcedureId("birth-residence-insurance"), DAY)
assert found is not None
REGISTER = found


def typed(**counts: str) -> Sent:
    return Sent(fields={f"paper.birth_notice.{name}": said for name, said in counts.items()})


def test_the_numbers_typed_at_the_counter_stand_with_the_paper() -> None:
    said = typed(reference="GCS 12", originals="1", photocopies="2")
    expected = Paper(document=NAME, reference="GCS 12", copies=Copies(originals=1, photocopies=2))
    assert order_of(REGISTER, "submit_case", None, said)["documents"] == (expected,)


def test_a_paper_is_handed_in_by_its_number_of_sheets_alone() -> None:
    assert order_of(REGISTER, "submit_case", None, typed(originals="1"))["documents"] == (
        Paper(document=NAME, copies=Copies(originals=1)),
    )
    assert order_of(REGISTER, "submit_case", None, typed(originals="0"))["documents"] == ()


@pytest.mark.parametrize("said", ["-1", "1000", "1.5", "một", "1" * 50])
def test_a_wrong_number_of_sheets_is_said_beside_its_paper(said: str) -> None:
    form = submission_form(REGISTER, CATALOGUE.agencies, None, DAY)
    wrong = {name for name in faults_in(form, typed(originals=said)) if name.startswith("paper.birth_notice")}
    right = faults_in(form, typed(originals="999"))
    assert wrong == {"paper.birth_notice"} and "paper.birth_notice" not in right
