"""The tables of a README: every step, wait, extension and fee of the version is in them, with its article."""

import pytest

from engine.core.definition import ProcedureDefinition
from procedure_defs.catalogue import load_catalogue
from procedure_defs.readme_tables import tables

CATALOGUE = load_catalogue()
VERSIONS = CATALOGUE.all()


def _named(procedure: str, version: str) -> ProcedureDefinition:
    return next(one for one in VERSIONS if (one.procedure, one.version) == (procedure, version))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("definition", VERSIONS, ids=[f"{one.procedure}-{one.version}" for one in VERSIONS])
def test_nothing_of_a_version_is_left_out(definition: ProcedureDefinition, language: str) -> None:
    drawn = tables(definition, CATALOGUE.agencies, language)
    parts = [
        *definition.steps.values(),
        *definition.suspensions.values(),
        *definition.extensions.values(),
        *definition.fees.values(),
    ]
    for part in parts:
        assert part.title.in_language(language) in drawn
    for basis in (basis for part in (*parts, definition.total) for basis in part.legal_basis):
        assert basis.ref in drawn
    rows = drawn.splitlines()
    widths = {line.count("|") - line.count("\\|") for line in rows if line}
    assert widths <= {5, 7, 8}, "each row has the cells of its head"


@pytest.mark.parametrize(
    ("procedure", "version", "said"),
    [
        ("construction-permit", "2026-07-01", "| Opinion on fire safety; if “A fire-safety opinion is needed” |"),
        ("construction-permit", "2026-07-01", "2 working days; silence counts as agreement | elapsed |"),
        ("construction-permit", "2026-07-01", "| the step is refused; the reason told within 1 working day |"),
        ("birth-residence-insurance", "2026-09-01", "2 working days; its system acknowledges within 2 working hours |"),
        (
            "birth-residence-insurance",
            "2026-09-01",
            "| – the cut-off | | received after 15:00 | from the next working day |",
        ),
        ("birth-residence-insurance", "2026-09-01", "| at the latest the day before the due date | once |"),
        ("birth-residence-insurance", "2024-07-01", "| the same working day | statutory |"),
        (
            "direct-sale-notice",
            "2024-07-01",
            "| the applicant | at least 3 working days before | backwards, by whole days |",
        ),
        ("direct-sale-notice", "2024-07-01", "| Published term | | 3 working days |"),
        ("land-transfer", "2026-07-01", "| none; the agency notes its end | – | runs on |"),
        ("land-transfer", "2026-07-01", "| – may go back to “Send the slip to the tax office”: An error in the"),
        ("promotion-notice", "2018-07-15", "before; exempt if “Prizes below 100 million đồng in all” or "),
        ("vehicle-registration", "2026-06-08", "| counted anew; the total, too |"),
    ],
)
def test_what_the_tables_say(procedure: str, version: str, said: str) -> None:
    assert said in tables(_named(procedure, version), CATALOGUE.agencies, "en")


def test_an_author_s_bars_and_braces_are_words() -> None:
    definition = _named("promotion-notice", "2018-07-15")
    step = next(iter(definition.steps))
    title = definition.steps[step].title.model_copy(update={"en": "Note | {at} note"})
    changed = definition.model_copy(
        update={"steps": {step: definition.steps[step].model_copy(update={"title": title})}}
    )
    assert "| Note \\| {at} note | " in tables(changed, CATALOGUE.agencies, "en")
