"""What is shipped has no problems, says what the law says, and is for every day the one version that holds."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.core.calendars import DayKind
from engine.core.definition_basics import Certainty
from engine.core.errors import NotFound
from engine.core.identifiers import AgencyKind, CalendarId, ProcedureId, ProcedureVersion, StepId, TerritoryId
from procedure_defs.catalogue import SHIPPED, Catalogue, definition_files, examine, load_catalogue
from procedure_defs.reader import read_file

BIRTH = ProcedureId("birth-residence-insurance")
OFFICE = CalendarId("vn-state-agency")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_no_shipped_file_has_a_problem() -> None:
    assert examine(definition_files(SHIPPED)).problems == []


@pytest.mark.parametrize(
    ("received", "version"),
    [
        (date(2024, 6, 30), None),
        (date(2024, 7, 1), "2024-07-01"),
        (date(2026, 8, 31), "2024-07-01"),
        (date(2026, 9, 1), "2026-09-01"),
    ],
)
def test_the_version_of_a_day(catalogue: Catalogue, received: date, version: str | None) -> None:
    applicable = catalogue.find_applicable(BIRTH, received)
    assert (applicable.version if applicable else None) == version


def test_versions_by_name(catalogue: Catalogue) -> None:
    assert [p.version for p in catalogue.versions(BIRTH)] == ["2024-07-01", "2026-09-01"]
    assert catalogue.latest(BIRTH) is catalogue.get(BIRTH, ProcedureVersion("2026-09-01"))
    assert len(catalogue.all()) == 2
    with pytest.raises(NotFound):
        catalogue.get(BIRTH, ProcedureVersion("2020-01-01"))
    with pytest.raises(NotFound):
        catalogue.latest(ProcedureId("kite-licence"))


@pytest.mark.parametrize(
    ("version", "limits", "total"),
    [
        (
            "2026-09-01",  # NĐ 301/2026 art. 5, 6; NĐ 63/2024 art. 8(3)
            {
                "register_birth": "24 hours",
                "register_residence": "2 working_days",
                "issue_insurance_card": "2 working_days",
                "issue_identity_card": "5 working_days",
            },
            "3 working_days",
        ),
        (
            "2024-07-01",  # Luật Hộ tịch art. 5(3); QĐ 296/QĐ-VPCP
            {
                "register_birth": "0 working_days",
                "register_residence": "2 working_days",
                "issue_insurance_card": "2 working_days",
            },
            "3 working_days",
        ),
    ],
)
def test_the_limits_are_those_of_the_law(
    catalogue: Catalogue, version: str, limits: dict[str, str], total: str
) -> None:
    definition = catalogue.get(BIRTH, ProcedureVersion(version))
    assert {step: str(declared.within) for step, declared in definition.steps.items()} == limits
    assert str(definition.total.within) == total
    assert {c: str(v) for c, v in definition.total.within_when.items()} == {"case.needs_verification": "5 working_days"}
    assert definition.total.cut_off == "15:00"
    assert StepId("issue_identity_card") not in definition.covered_steps()


def test_every_limit_and_suspension_has_its_article(catalogue: Catalogue) -> None:
    for definition in catalogue.all():
        rules = [definition.total, *definition.steps.values(), *definition.suspensions.values()]
        assert all(basis.ref for rule in rules for basis in rule.legal_basis)
        assert all(rule.legal_basis for rule in rules)


@pytest.mark.parametrize("version", ["2024-07-01", "2026-09-01"])
def test_each_step_has_an_agency_in_each_commune(catalogue: Catalogue, version: str) -> None:
    definition = catalogue.get(BIRTH, ProcedureVersion(version))
    for commune in ("mau-don", "sen-trang"):
        found = [
            catalogue.agencies.find_competent(step.agency, TerritoryId(commune), definition.effective.first)
            for step in definition.steps.values()
        ]
        assert None not in found


def test_routing_follows_the_territory(catalogue: Catalogue) -> None:
    day = date(2026, 9, 1)
    police, insurance = AgencyKind("commune_police"), AgencyKind("social_insurance")
    find = catalogue.agencies.find_competent
    assert find(police, TerritoryId("mau-don"), day) == "mau-don-police"
    assert find(police, TerritoryId("sen-trang"), day) == "sen-trang-police"
    assert find(insurance, TerritoryId("sen-trang"), day) == "hoa-mau-social-insurance"
    assert find(police, TerritoryId("hoa-mau"), day) is None


@pytest.mark.parametrize(("year", "count"), [(2023, 249), (2024, 251), (2025, 250), (2026, 249)])
def test_the_working_days_of_a_year(catalogue: Catalogue, year: int, count: int) -> None:
    calendar = catalogue.calendars.definition(OFFICE)
    worked = {swap.day for swap in calendar.swapped_workdays}
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    working = [d for d in days if d.year == year and (d in worked or (d.weekday() < 5 and d not in calendar.names))]
    assert len(working) == count


def test_the_calendar_says_how_sure_it_is(catalogue: Catalogue) -> None:
    calendar = catalogue.calendars.definition(OFFICE)
    assert calendar.names[date(2026, 1, 2)].kind is DayKind.SWAPPED_OFF
    assert calendar.names[date(2026, 1, 2)].announced_on == date(2025, 12, 25)
    unsure = {day.day for day in calendar.days_off if day.confidence is Certainty.UNVERIFIED}
    assert {day.year for day in unsure} == {2027}
    assert date(2027, 2, 4) in unsure
    assert date(2027, 1, 1) not in unsure


def test_the_worked_examples_can_be_read_and_speak_of_shipped_versions(catalogue: Catalogue) -> None:
    document = read_file(SHIPPED / BIRTH / "worked_examples.yaml")
    assert document.problems == ()
    for example in document.data["worked_examples"]:
        definition = catalogue.get(BIRTH, example["version"])
        assert set(example.get("done", {})) <= set(definition.steps)
        assert definition.effective.contains(date.fromisoformat(example["received"][:10]))


@pytest.mark.parametrize("path", definition_files(SHIPPED), ids=lambda p: p.name)
def test_each_file_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.split("=")[1]).resolve().is_file()
