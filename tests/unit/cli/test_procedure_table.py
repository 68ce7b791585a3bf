"""The page of the shipped procedures says what their files say."""

from pathlib import Path

import pytest

from cli.procedure_table import FEATURES, features, page
from engine.core.identifiers import ProcedureId
from procedure_defs.catalogue import load_catalogue

PAGE = Path(__file__).resolve().parents[3] / "docs" / "procedures.md"


def test_the_page_is_the_one_that_the_files_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m cli.procedure_table > docs/procedures.md"


def test_each_procedure_has_one_row_with_a_link_that_leads_somewhere() -> None:
    text = page()
    for procedure in {definition.procedure for definition in load_catalogue().all()}:
        link = f"../procedure_defs/{procedure}/README.md"
        assert text.count(f"({link})") == 1
        assert (PAGE.parent / link).is_file()


@pytest.mark.parametrize(
    ("procedure", "shown"),
    [
        ("construction-permit", {"consulted agencies", "silence is consent", "refused without supplement"}),
        ("death-residence-benefits", {"optional steps", "return to an earlier step", "running cases at request"}),
        ("direct-sale-notice", {"deadline before an event", "a published term beside the law's"}),
        ("land-transfer", {"waits for a payment", "a wait that stops nothing", "a wait that the agency ends"}),
        ("vehicle-certificate-reissue", {"limits in different units", "supplement that counts anew"}),
        ("vehicle-registration", {"automatic steps", "steps side by side", "fees"}),
    ],
)
def test_what_a_procedure_shows(procedure: str, shown: set[str]) -> None:
    assert shown <= set(features(load_catalogue().latest(ProcedureId(procedure))))


def test_the_reissue_shows_nothing_of_a_notice() -> None:
    told = features(load_catalogue().latest(ProcedureId("vehicle-certificate-reissue")))
    assert "deadline before an event" not in told
    assert set(told) < set(FEATURES)
