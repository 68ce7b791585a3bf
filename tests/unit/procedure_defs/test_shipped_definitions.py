"""What is shipped has no problems, says what the law says, and is for every day the one version that holds."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from engine.core.calendars import DayKind
from engine.core.clock_rules import ORIGINAL_LIMIT, AppliesTo
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import Certainty
from engine.core.definition_rules import DossierCodeFormat, Part
from engine.core.errors import NotFound
from engine.core.form_sets import sets_during
from engine.core.identifiers import (
    AgencyId,
    AgencyKind,
    CalendarId,
    FormSetId,
    ProcedureId,
    ProcedureVersion,
    StepId,
    TerritoryId,
)
from engine.core.legal_time import (
    Allowance,
    Convention,
    StepFacts,
    Unit,
    evaluate_step,
    to_datetime,
    to_instant,
)
from procedure_defs.catalogue import SHIPPED, Catalogue, definition_files, examine, load_catalogue
from procedure_defs.reader import read_file
from procedure_defs.readme_files import missing, stale
from procedure_defs.worked_examples import run_examples

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
    with pytest.raises(NotFound):
        catalogue.get(BIRTH, ProcedureVersion("2020-01-01"))
    with pytest.raises(NotFound):
        catalogue.latest(ProcedureId("kite-licence"))


VERSIONS = {
    "birth-residence-insurance": ["2024-07-01", "2026-09-01"],
    "business-registration": ["2021-01-04"],
    "citizen-feedback": ["2022-08-01"],
    "construction-permit": ["2026-07-01"],
    "death-residence-benefits": ["2024-07-01", "2026-09-01"],
    "direct-sale-notice": ["2024-07-01"],
    "driving-licence-exchange": ["2023-01-01", "2025-03-01"],
    "feasibility-appraisal": ["2026-07-01"],
    "judicial-record": ["2010-07-01", "2025-03-01", "2026-07-01"],
    "land-transfer": ["2026-07-01"],
    "military-registration-absence": ["2016-04-08"],
    "military-registration-first": ["2016-04-08"],
    "military-registration-move": ["2024-02-28", "2025-07-01"],
    "military-registration-move-in": ["2016-04-08"],
    "military-registration-move-out": ["2016-04-08"],
    "military-registration-supplementary": ["2016-04-08"],
    "promotion-notice": ["2018-07-15"],
    "promotion-registration": ["2018-07-15"],
    "vehicle-certificate-reissue": ["2025-01-01"],
    "vehicle-registration": ["2025-01-01", "2026-06-08"],
}


def test_exactly_these_procedures_and_versions_are_shipped(catalogue: Catalogue) -> None:
    shipped: dict[str, list[str]] = {}
    for definition in catalogue.all():
        shipped.setdefault(definition.procedure, []).append(definition.version)
    assert {name: sorted(versions) for name, versions in shipped.items()} == VERSIONS


@pytest.mark.parametrize("procedure", VERSIONS)
def test_each_procedure_has_three_worked_examples_and_each_version_one(procedure: str) -> None:
    examples = read_file(SHIPPED / procedure / "worked_examples.yaml").data["worked_examples"]
    assert len(examples) >= 3
    assert {str(example["version"]) for example in examples} == set(VERSIONS[procedure])


@pytest.mark.parametrize("procedure", VERSIONS)
def test_every_worked_example_ends_as_the_law_says(catalogue: Catalogue, procedure: str) -> None:
    results, wrong = run_examples(SHIPPED / procedure / "worked_examples.yaml", catalogue)
    assert results and not wrong
    assert [problem for result in results for problem in result.problems] == []


@pytest.mark.parametrize("procedure", VERSIONS)
def test_each_procedure_says_how_it_was_read(catalogue: Catalogue, procedure: str) -> None:
    told = (SHIPPED / procedure / "README.md").read_text(encoding="utf-8")
    assert "| Step | Agency | Limit | Counted | Article | Certainty |" in told
    assert "## How these were read" in told
    versions = {one.version: one for one in catalogue.versions(ProcedureId(procedure))}
    assert list(stale(procedure, told, versions, catalogue.agencies)) == [], "lienthong procedures readme"
    assert missing(told, versions) == []


NO_APOLOGY = {"citizen-feedback", "direct-sale-notice", "promotion-notice"}
"""No dossier of the one-stop decree, or no term of an agency's: there is nothing to apologise for."""


def test_who_cannot_keep_a_limit_may_apologise_once_and_by_the_day_before(catalogue: Catalogue) -> None:
    """NĐ 61/2018 art. 19(9); a step has none that has no limit, that is consulted, or that reports to an agency."""
    without = {"judicial-record/2026-07-01"}
    for definition in catalogue.all():
        name = f"{definition.procedure}/{definition.version}"
        if definition.procedure in NO_APOLOGY or name in without:
            assert definition.extensions == {}, name
            continue
        rule = definition.extensions["reschedule"]
        at_most = ORIGINAL_LIMIT if definition.procedure == "feasibility-appraisal" else None  # NĐ 217/2026 art. 37(2)
        assert (rule.max, rule.notice_days, rule.at_most) == (1, 1, at_most), name
        assert rule.applies_to is (AppliesTo.STEP if _is_group_or_without_total(definition) else AppliesTo.BOTH), name
        limited = {
            s
            for s, d in definition.steps.items()
            if d.within and d.part is not Part.CONSULTED and not s.startswith("report")
        }
        assert {s for s, d in definition.steps.items() if "reschedule" in d.may} == limited, name


def _is_group_or_without_total(definition: ProcedureDefinition) -> bool:
    return definition.total.within is None or definition.procedure in (BIRTH, "death-residence-benefits")


def test_what_the_new_decree_says_of_apologies_is_told_as_unread(catalogue: Catalogue) -> None:
    """NĐ 118/2025 replaced NĐ 61/2018 on 1 July 2025; its own article was not read."""
    for definition in catalogue.all():
        for rule in definition.extensions.values():
            sure = {basis.ref: basis.certainty for basis in reversed(rule.legal_basis)}
            last = definition.effective.last
            if last is None or last >= date(2025, 7, 1):
                assert sure["NĐ 118/2025/NĐ-CP"] is Certainty.UNVERIFIED
            begins_under_it = definition.effective.first >= date(2025, 7, 1)
            assert (sure["NĐ 61/2018/NĐ-CP"] is Certainty.UNVERIFIED) == begins_under_it


def test_every_version_names_its_papers_and_its_codes(catalogue: Catalogue) -> None:
    for definition in catalogue.all():
        assert definition.dossier_code is DossierCodeFormat.QD_20_2020  # in force since 15 September 2020
        assert (definition.form_set is None) == (definition.procedure == "citizen-feedback")
        assert "dossier_code:" in (SHIPPED / definition.procedure / f"{definition.version}.yaml").read_text("utf-8")


def test_a_newer_version_says_what_becomes_of_running_cases(catalogue: Catalogue) -> None:
    for procedure, versions in VERSIONS.items():
        for version in versions[1:]:
            assert catalogue.get(ProcedureId(procedure), ProcedureVersion(version)).running_cases is not None


@pytest.mark.parametrize(
    ("version", "forms"),
    [("2010-07-01", ["tt-01-2018"]), ("2025-03-01", ["tt-01-2018", "tt-03-2025"]), ("2026-07-01", ["nd-216-2026"])],
)
def test_the_papers_of_judicial_records(catalogue: Catalogue, version: str, forms: list[str]) -> None:
    definition = catalogue.get(ProcedureId("judicial-record"), ProcedureVersion(version))
    assert definition.form_set is not None
    assert list(sets_during(catalogue.form_sets, definition.form_set, definition.effective)) == forms


def test_the_forms_have_the_numbers_of_their_circular(catalogue: Catalogue) -> None:
    """TT 03/2025 put the stop notice in as 05 and moved what came after."""
    older, newer = (catalogue.form_sets[FormSetId(name)] for name in ("tt-01-2018", "tt-03-2025"))
    assert [form.number for form in older.forms] == ["01", "02", "03", "04", "05", "06"]
    assert [form.number for form in newer.forms] == ["01", "02", "03", "04", "05", "06", "07"]
    assert [f.title.vi for f in newer.forms[5:]] == [f.title.vi for f in older.forms[4:]]
    assert [form.paper for form in older.forms] == ["A5"] * 5 + ["A4"]  # art. 9(2), 10


@pytest.mark.parametrize(
    ("version", "on", "kind", "agency"),
    [
        ("2010-07-01", date(2025, 2, 28), "justice_department", "hoa-mau-justice"),
        ("2025-03-01", date(2025, 3, 1), "criminal_records_police", "hoa-mau-criminal-records-police"),
    ],
)
def test_judicial_records_went_to_the_police(
    catalogue: Catalogue, version: str, on: date, kind: str, agency: str
) -> None:
    procedure = ProcedureId("judicial-record")
    applicable = catalogue.find_applicable(procedure, on)
    assert applicable is not None and applicable.version == version
    assert applicable.steps[StepId("issue_record")].agency == kind
    assert catalogue.agencies.find_competent(AgencyKind(kind), TerritoryId("mau-don"), on) == agency
    open_dossiers = catalogue.agencies.find_successor(AgencyId("hoa-mau-justice"), on)
    assert open_dossiers == agency


def test_driving_licences_went_to_the_police(catalogue: Catalogue) -> None:
    find = catalogue.agencies.find_successor
    assert find(AgencyId("hoa-mau-transport"), date(2025, 2, 28)) == "hoa-mau-transport"
    assert find(AgencyId("hoa-mau-transport"), date(2025, 3, 1)) == "hoa-mau-licence-police"
    versions = catalogue.versions(ProcedureId("driving-licence-exchange"))
    step = StepId("exchange_licence")
    assert [v.steps[step].agency for v in versions] == ["transport_department", "licence_police"]


def test_fifteen_days_are_not_fifteen_working_days(catalogue: Catalogue) -> None:
    """Received on Friday 14 June 2024: Monday 1 July by days, Friday 5 July by working days (Civil Code art. 147, 148)."""
    definition = catalogue.get(ProcedureId("judicial-record"), ProcedureVersion("2010-07-01"))
    published = definition.total.published
    assert published is not None and str(published.within) == "15 calendar_days"
    calendar = catalogue.calendars.working(OFFICE, until_midnight=False)
    received = to_instant(datetime.fromisoformat("2024-06-14T09:00:00+07:00"))
    due = {
        unit: evaluate_step(
            StepFacts("record", calendar, Convention.STATUTORY, Allowance(15, unit), True, received), received
        ).due_at
        for unit in (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)
    }
    days = {unit: to_datetime(at).date() if at is not None else None for unit, at in due.items()}
    assert days == {Unit.CALENDAR_DAYS: date(2024, 7, 1), Unit.WORKING_DAYS: date(2024, 7, 5)}


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
    assert {step: str(declared.within) for step, declared in definition.steps.items() if declared.within} == limits
    unlimited = {step for step, declared in definition.steps.items() if declared.without_limit}
    assert unlimited == ({"support_mother"} if version == "2026-09-01" else set())  # NĐ 301/2026 art. 6(2)
    assert str(definition.total.within) == total
    assert {c: str(v) for c, v in definition.total.within_when.items()} == {"case.needs_verification": "5 working_days"}
    assert definition.total.cut_off == "15:00"
    assert StepId("issue_identity_card") not in definition.covered_steps()


def test_every_limit_and_suspension_has_its_article(catalogue: Catalogue) -> None:
    for definition in catalogue.all():
        rules = [definition.total, *definition.steps.values(), *definition.suspensions.values()]
        assert all(basis.ref for rule in rules for basis in rule.legal_basis)
        assert all(rule.legal_basis for rule in rules)


def test_each_step_has_an_agency_in_each_commune(catalogue: Catalogue) -> None:
    """From its first day on, or from the first day that the directory knows."""
    for definition in catalogue.all():
        first = max(definition.effective.first, date(2023, 1, 1))
        for day in (first, definition.effective.last or date(2026, 12, 31)):
            for commune in ("mau-don", "sen-trang"):
                find = catalogue.agencies.find_competent
                found = {s: find(step.agency, TerritoryId(commune), day) for s, step in definition.steps.items()}
                assert None not in found.values(), (definition.procedure, definition.version, commune, day)


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


@pytest.mark.parametrize("path", definition_files(SHIPPED), ids=lambda p: p.name)
def test_each_file_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.split("=")[1]).resolve().is_file()
