"""A simulated chain over two places: the cases go where the scenario, or else the directory, says."""

from datetime import date

from engine.core.case import CaseStatus
from engine.core.identifiers import ProcedureId
from engine.core.law import Law
from engine.simulation.report import report_of
from engine.simulation.simulation import simulate
from procedure_defs.catalogue import load_catalogue
from tests.support.kite_moving import moving_law
from tests.support.kite_simulation import a_scenario, simulated


def test_the_form_names_another_place_and_the_report_says_so() -> None:
    report = simulated(moving_law(), None, 3)
    assert (report.territory, report.scenario.places) == ("kite-town", {"flies_in": "kite-hill"})
    assert "form.flies_in: every case names kite-hill." in {said.en for said in report.assumptions}
    assert report.refused_by_law == {}
    assert {use.agency for use in report.time_use if use.agency} >= {"workshop-1", "sky-h"}


def test_a_scenario_may_say_the_place() -> None:
    report = simulated(moving_law(), a_scenario(places={"flies_in": "kite-town"}), 3)
    assert report.scenario.places == {"flies_in": "kite-town"}
    assert not [said for said in report.assumptions if "flies_in" in said.en]


def test_where_nothing_is_promised_who_came_first_is_first() -> None:
    """The chain of the military registration has no total, so no case of it has a promised date."""
    catalogue = load_catalogue()
    definition = catalogue.latest(ProcedureId("military-registration-move"))
    law = Law(definition, catalogue.calendars, catalogue.agencies)
    report = report_of(simulate(law, None, cases=5, seed=1, begin_on=date(2026, 6, 1)))
    assert report.statuses == {CaseStatus.COMPLETED: 5}
    assert report.by_law.counts == {} and report.by_law.late.share is None
    assert {use.agency for use in report.time_use if use.agency} >= {
        "mau-don-military-command",
        "sen-trang-military-command",
    }
