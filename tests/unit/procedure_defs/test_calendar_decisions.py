"""Every day of the shipped calendars names the document behind it, as short as a caseworker would cite it."""

from engine.core.calendar_checks import check_calendar_definition
from engine.core.calendar_entries import DayKind, DayOff
from engine.core.definition_basics import Certainty
from procedure_defs.catalogue import load_catalogue
from tests.support.kite_licence import OFFICE


def test_every_announced_day_of_the_shipped_calendars_has_a_short_citation() -> None:
    catalogue = load_catalogue()
    for procedure in catalogue.all():
        calendar = catalogue.calendars.definition(procedure.calendar)
        for entry in calendar.entries():
            decision = calendar.decision_of(entry)
            assert entry.is_provisional or (decision is not None and len(decision.ref) < 40), entry


def test_a_reckoning_without_a_document_cites_none() -> None:
    calendar = load_catalogue().calendars.definition(load_catalogue().all()[0].calendar)
    said = {"date": "2027-02-05", "kind": DayKind.HOLIDAY, "name": "Tết", "source": "prec2024"}
    assert calendar.decision_of(DayOff.model_validate({**said, "confidence": Certainty.UNVERIFIED})) is None
    announced = calendar.decision_of(DayOff.model_validate({**said, "source": "law"}))
    assert announced is not None and announced.ref == "BLLĐ 45/2019/QH14"


def test_a_decision_belongs_to_a_source() -> None:
    said = OFFICE.model_dump(by_alias=True) | {"decisions": {"invent": {"ref": "CĐ 1"}}}
    found = [(f.path, f.what.en) for f in check_calendar_definition(type(OFFICE).model_validate(said))]
    assert (("decisions", "invent"), "there is no source `invent`") in found
