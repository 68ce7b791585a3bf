"""An automatic step calls the ministry's central system from the day on which the agency's work is done there."""

import pytest

from engine.core.definition_checks import check_automatic_steps
from engine.core.execution import automatic_work
from tests.support.kite_licence import kite_definition
from tests.support.kite_story import KiteStory
from tests.support.kite_succession import succession, succession_law

DIRECTORY = succession(
    printer_1={"central_system": [{"system": "ministry", "from": "2026-06-02"}]},
    workshop_1={"valid": {"from": "2020-01-01"}, "succeeded_by": []},
    workshop_2={"territory": "kite-valley"},
)


@pytest.mark.parametrize(
    ("received", "inspected", "system"),
    [
        ("2026-06-01 09:00", "2026-06-01 16:00", "printer"),
        ("2026-06-01 09:00", "2026-06-02 08:30", "ministry"),
    ],
)
def test_the_day_of_opening_decides(received: str, inspected: str, system: str) -> None:
    story = KiteStory(law=succession_law(DIRECTORY)).received(received).inspected(inspected)
    (work,) = automatic_work(story.law, story.state)
    assert (work.system, work.operation, work.agency) == (system, "print_licence", "printer-1")


def test_a_procedure_may_name_the_central_system() -> None:
    (found,) = check_automatic_steps(kite_definition(), succession())
    assert "no agency of kind `printer` has a system named `printer`" in found.what.en
    named = succession(printer_1={"central_system": "printer"})
    assert check_automatic_steps(kite_definition(), named) == []
