"""Each rule of a definition: a kite-flying licence that breaks it, and the one thing that is said about it."""

from typing import Any

import pytest

from engine.core import definition_checks as checks
from engine.core.agencies import AgencyDirectory
from engine.core.definition import ProcedureDefinition
from engine.core.findings import Finding
from engine.core.identifiers import CalendarId
from engine.core.version_checks import check_versions
from tests.support.kite_changes import GONE, changed_kite
from tests.support.kite_extensions import more_time
from tests.support.kite_licence import DIRECTORY, kite_definition

PRINTER_WITH_SYSTEM = AgencyDirectory.model_validate(
    {
        **DIRECTORY.model_dump(by_alias=True),
        "agencies": {
            "printer-1": {**DIRECTORY.agencies["printer-1"].model_dump(by_alias=True), "system": "printer"},  # type: ignore[index]
        },
    }
)


def only(found: list[Finding]) -> Finding:
    assert len(found) == 1, found
    return found[0]


def test_a_sound_definition_has_no_findings() -> None:
    assert checks.check_definition(kite_definition(), PRINTER_WITH_SYSTEM, {CalendarId("office")}) == []


def test_a_need_that_is_no_step() -> None:
    found = only(checks.check_needs_are_known(changed_kite({"steps.reserve_sky.needs": ["inspect_kit"]})))
    assert found.path == ("steps", "reserve_sky", "needs", 0)
    assert found.mend.en == "did you mean `inspect_kite`?"


def test_a_step_that_needs_itself() -> None:
    found = only(
        checks.check_needs_are_known(changed_kite({"steps.reserve_sky.needs": ["inspect_kite", "reserve_sky"]}))
    )
    assert found.path == ("steps", "reserve_sky", "needs", 1)
    assert "needs itself" in found.what.en


@pytest.mark.parametrize(
    ("place", "names", "index"),
    [
        ("steps.reserve_sky.needs", ["inspect_kite", "print_licence", "inspect_kite"], 2),
        ("steps.inspect_kite.may", ["supplement", "supplement"], 1),
        ("steps.reserve_sky.requires", ["drawing", "drawing"], 1),
        ("total.covers", ["inspect_kite", "inspect_kite"], 1),
        ("documents.drawing.source", ["upload", "hospital", "upload"], 2),
    ],
)
def test_a_name_that_stands_twice_in_a_list(place: str, names: list[str], index: int) -> None:
    found = only(checks.check_nothing_is_listed_twice(changed_kite({place: names})))
    assert found.path == (*place.split("."), index)
    assert f"`{names[index]}` stands in" in found.what.en


def test_a_cycle_is_shown_with_what_it_blocks() -> None:
    found = only(checks.check_needs_have_no_cycle(changed_kite({"steps.inspect_kite.needs": ["reserve_sky"]})))
    assert found.path == ("steps", "inspect_kite", "needs", 0)
    assert "inspect_kite → reserve_sky → inspect_kite" in found.what.en
    assert "`make_badge`, `print_licence` can never be reached" in found.what.en


def test_the_total_covers_a_step_that_is_not_there() -> None:
    found = only(checks.check_total_covers_known_steps(changed_kite({"total.covers": ["inspect_kite", "fly_kite"]})))
    assert found.path == ("total", "covers", 1)


@pytest.mark.parametrize("part", ["requires", "produces"])
def test_a_document_that_is_not_declared(part: str) -> None:
    found = only(checks.check_documents_are_known(changed_kite({f"steps.reserve_sky.{part}": ["drawin"]})))
    assert found.path == ("steps", "reserve_sky", part, 0)
    assert found.mend.en == "did you mean `drawing`?"


def test_a_suspension_that_is_not_declared() -> None:
    found = only(checks.check_suspensions_are_known(changed_kite({"steps.reserve_sky.may": ["weather"]})))
    assert found.path == ("steps", "reserve_sky", "may", 0)
    assert found.mend.en == "write one of: supplement"


def test_a_required_document_that_nobody_makes() -> None:
    changes = {"documents.medal": {"title": {"vi": "m", "en": "m"}}, "steps.reserve_sky.requires": ["medal"]}
    found = only(checks.check_required_documents_are_there(changed_kite(changes)))
    assert found.path == ("steps", "reserve_sky", "requires", 0)
    assert "source" in found.mend.en


def test_a_required_document_that_is_made_beside_but_not_before() -> None:
    found = only(checks.check_required_documents_are_there(changed_kite({"steps.reserve_sky.requires": ["licence"]})))
    assert found.mend.en == "let it wait for `print_licence`, which makes it"


def test_a_missing_document_is_told_at_the_first_step_that_requires_it() -> None:
    changes: dict[str, Any] = {f"steps.{step}.requires": ["licence"] for step in ("reserve_sky", "make_badge")}
    assert only(checks.check_required_documents_are_there(changed_kite(changes))).path[1] == "reserve_sky"


@pytest.mark.parametrize("document", ["drawing", "inspection_note"])
def test_a_required_document_from_the_applicant_or_an_earlier_step_is_there(document: str) -> None:
    assert checks.check_required_documents_are_there(changed_kite({"steps.make_badge.requires": [document]})) == []


def test_nothing_follows_for_documents_from_a_misspelt_need() -> None:
    changes = {"steps.reserve_sky.needs": ["inspect_kit"], "steps.reserve_sky.requires": ["inspection_note"]}
    assert checks.check_required_documents_are_there(changed_kite(changes)) == []


def test_a_document_that_is_made_twice() -> None:
    found = only(
        checks.check_documents_are_made_once(changed_kite({"steps.reserve_sky.produces": ["inspection_note"]}))
    )
    assert found.path == ("steps", "reserve_sky", "produces", 0)
    assert "by `inspect_kite` and by `reserve_sky`" in found.what.en


def test_a_version_that_ends_before_it_begins() -> None:
    found = only(checks.check_effective_dates(changed_kite({"effective.to": "2025-12-31"})))
    assert found.path == ("effective", "to")


def test_a_version_of_a_single_day_is_sound() -> None:
    assert checks.check_effective_dates(changed_kite({"effective.to": "2026-01-01"})) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"form.colour.choices": GONE}, ("form", "colour", "type")),
        ({"form.requester.fields": {}}, ("form", "requester", "type")),
        (
            {"form.requester.fields": {"sex": {"type": "choice", "title": {"vi": "s", "en": "s"}}}},
            ("form", "requester", "fields", "sex", "type"),
        ),
    ],
)
def test_a_choice_without_choices_or_a_group_without_fields(change: dict[str, Any], path: tuple[str, ...]) -> None:
    assert only(checks.check_fields(changed_kite(change))).path == path


def test_a_kind_of_agency_that_the_directory_does_not_know() -> None:
    found = only(checks.check_agency_kinds(changed_kite({"steps.make_badge.agency": "work_shop"}), DIRECTORY))
    assert found.path == ("steps", "make_badge", "agency")
    assert found.mend.en == "did you mean `workshop`?"


def test_an_automatic_step_whose_agency_has_no_such_system() -> None:
    changed = changed_kite({"steps.print_licence.run.http": "prynter.print_licence"})
    found = only(checks.check_automatic_steps(changed, PRINTER_WITH_SYSTEM))
    assert found.path == ("steps", "print_licence", "run", "http")
    assert found.mend.en == "did you mean `printer`?"


def test_a_calendar_that_does_not_exist() -> None:
    found = only(checks.check_calendar(changed_kite({"calendar": "offcie"}), {CalendarId("office")}))
    assert found.path == ("calendar",)


def _version(version: str, first: str, last: str | None) -> ProcedureDefinition:
    return changed_kite({"version": version, "effective": {"from": first, "to": last}})


@pytest.mark.parametrize(
    ("older_ends", "overlap"),
    [(None, True), ("2026-06-01", True), ("2026-05-31", False)],
)
def test_two_versions_on_one_day(older_ends: str | None, overlap: bool) -> None:
    versions = [_version("2026-01-01", "2026-01-01", older_ends), _version("2026-06-01", "2026-06-01", None)]
    found = check_versions(versions)
    assert [(index, finding.path) for index, finding in found] == [(1, ("effective", "from"))] * overlap


def test_one_version_twice() -> None:
    found = check_versions([kite_definition(), kite_definition()])
    assert [(index, finding.path) for index, finding in found] == [(1, ("version",))]


def test_a_name_that_is_a_suspension_and_an_extension() -> None:
    found = only(checks.check_definition(changed_kite({"extensions.supplement": more_time()})))
    assert (found.path, found.at_key) == (("extensions", "supplement"), True)
    assert "of a suspension and of an extension" in found.what.en


def test_a_step_may_use_what_is_declared_as_either() -> None:
    changes = {"extensions.later": more_time(), "steps.reserve_sky.may": ["supplement", "later"]}
    assert checks.check_definition(changed_kite(changes)) == []
    found = only(checks.check_definition(changed_kite({**changes, "steps.reserve_sky.may": ["latr"]})))
    assert found.what.en == "there is no suspension or extension `latr`"
    assert found.mend.en == "did you mean `later`?"


def test_a_step_outside_the_total_cannot_move_it() -> None:
    changes = {"extensions.later": more_time(applies_to="total"), "steps.make_badge.may": ["later"]}
    found = only(checks.check_definition(changed_kite(changes)))
    assert found.path == ("steps", "make_badge", "may", 0)
    assert "does not depend on `make_badge`" in found.what.en


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"at_most": "2 weeks"}, "weeks and months are counted by their last day"),
        ({"at_most": "0 working_days"}, "is over the moment it starts"),
        ({"at_most": "1.5 working_days", "applies_to": "total"}, "counts whole working_days only"),
    ],
)
def test_a_cap_that_cannot_be_counted(rule: dict[str, Any], words: str) -> None:
    changes = {"extensions.later": more_time(**rule), "steps.reserve_sky.may": ["later"]}
    found = only(checks.check_definition(changed_kite(changes)))
    assert found.path == ("extensions", "later", "at_most")
    assert words in found.what.en


def test_where_a_cut_off_is_written_needs_a_cut_off() -> None:
    changed = changed_kite({"total.cut_off": None, "total.cut_off_basis": [{"ref": "Kite Act"}]})
    found = only(checks.check_cut_off_basis_has_a_cut_off(changed))
    assert found.path == ("total", "cut_off_basis")
    assert checks.check_cut_off_basis_has_a_cut_off(kite_definition()) == []
