"""Files checked against each other: versions, calendars, agencies; and what a broken set of files says."""

import re
from pathlib import Path

import pytest

from engine.core.errors import DefinitionInvalid
from procedure_defs.catalogue import SHIPPED, definition_files, examine, load_catalogue
from procedure_defs.loader import parse_procedure, read_procedure

BIRTH = SHIPPED / "birth-residence-insurance"
OLD, NEW = BIRTH / "2024-07-01.yaml", BIRTH / "2026-09-01.yaml"


def _copy(folder: Path, source: Path, old: str = "", new: str = "", name: str | None = None) -> Path:
    text = source.read_text(encoding="utf-8")
    assert old in text
    folder.mkdir(exist_ok=True)
    copied = folder / (name or source.name)
    copied.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return copied


def test_two_versions_on_the_same_day_are_told_at_the_newer_one(tmp_path: Path) -> None:
    _copy(tmp_path, OLD, ", to: 2026-08-31}", "}")
    newer = _copy(tmp_path, NEW)
    (problem,) = [p for p in examine(definition_files(tmp_path)).problems if "holds on days" in p.what.en]
    assert (problem.file, problem.line, problem.column) == (str(newer), 15, 19)


def test_a_version_that_is_there_twice(tmp_path: Path) -> None:
    _copy(tmp_path, NEW)
    _copy(tmp_path, NEW, name="again.yaml")
    assert ["is there twice" in p.what.en for p in examine(definition_files(tmp_path)).problems] == [True]


def test_a_broken_date_of_one_version_is_not_held_against_another(tmp_path: Path) -> None:
    _copy(tmp_path, OLD, "to: 2026-08-31", "to: someday")
    _copy(tmp_path, NEW)
    assert ["is no date" in p.what.en for p in examine(definition_files(tmp_path)).problems] == [True]


def test_given_files_are_checked_with_the_shipped_tables(tmp_path: Path) -> None:
    draft = _copy(tmp_path, NEW, "agency: identity_police", "agency: identiti_police")
    assert examine([draft]).problems == []
    beside = examine(definition_files(SHIPPED))
    assert ["kind of agency" in p.what.en for p in examine([draft], beside=beside).problems] == [True]


def test_a_broken_directory_is_not_held_against_procedures(tmp_path: Path) -> None:
    broken = _copy(tmp_path, SHIPPED / "agencies" / "mau-don.yaml", "kinds:", "kinds: 7\nkindly:")
    problems = examine([broken, NEW]).problems
    assert {p.file for p in problems} == {str(broken)}


def test_an_unreadable_table_is_not_held_against_who_uses_it(tmp_path: Path) -> None:
    agencies = _copy(tmp_path / "agencies", SHIPPED / "agencies" / "mau-don.yaml")
    calendar = _copy(tmp_path / "calendars", SHIPPED / "calendars" / "vn-state-agency.yaml", "week:", "week: [")
    other = _copy(
        tmp_path / "calendars", SHIPPED / "calendars" / "vn-state-agency.yaml", "vn-state-agency", "vn-other", "o.yaml"
    )
    problems = examine([agencies, calendar, other, NEW]).problems
    assert {p.file for p in problems} == {str(calendar)}


def test_an_agency_or_a_calendar_that_is_there_twice(tmp_path: Path) -> None:
    for source in (SHIPPED / "agencies" / "mau-don.yaml", SHIPPED / "calendars" / "vn-state-agency.yaml"):
        _copy(tmp_path, source)
        _copy(tmp_path, source, name=f"again-{source.name}")
    told = [p.what.en for p in examine(definition_files(tmp_path)).problems]
    assert sum("a calendar `vn-state-agency` is there already" in what for what in told) == 1
    shipped = {f"an agency `{name}` is in another file already" for name in load_catalogue().agencies.agencies}
    assert {what for what in told if "is in another file already" in what} == shipped


def test_a_broken_set_is_refused_with_every_problem_of_every_file(tmp_path: Path) -> None:
    _copy(tmp_path, OLD, "within: 0 working_days", "within: 0")
    _copy(tmp_path, NEW, "within: 24 hours", "within: 24")
    with pytest.raises(DefinitionInvalid) as refused:
        load_catalogue(tmp_path)
    assert ["has no unit" in problem.en for problem in refused.value.problems] == [True, True]


def test_one_procedure_by_itself(tmp_path: Path) -> None:
    whole = read_procedure(NEW)
    assert not isinstance(whole, list)
    assert whole == parse_procedure(NEW.read_bytes())
    broken = read_procedure(_copy(tmp_path, NEW, "within: 24 hours", "within: 24"))
    assert isinstance(broken, list)
    first = NEW.read_text("utf-8").split("within: 24 hours")[0]
    assert [p.line for p in broken] == [first.count("\n") + 1]


def test_files_are_found_and_examples_are_no_definitions() -> None:
    found = [path.relative_to(SHIPPED) for path in definition_files(SHIPPED)]
    kinds = {"agencies", "calendars", "form_sets"}
    beside = sorted(str(path) for path in found if path.parts[0] in kinds)
    calendars = ["calendars/vn-saturday-morning.yaml", "calendars/vn-state-agency.yaml"]
    assert beside == ["agencies/mau-don.yaml", *calendars, "form_sets/forms.yaml"]
    versions = [str(path) for path in found if path.parts[0] not in kinds]
    assert all(re.fullmatch(r"[a-z-]+/\d{4}-\d\d-\d\d\.yaml", path) for path in versions)
    with_examples = {path.parent.name for path in SHIPPED.glob("*/worked_examples.yaml")}
    assert {path.split("/")[0] for path in versions} == with_examples
    assert "worked_examples.yaml" not in {path.name for path in found}
    assert definition_files(NEW) == [NEW]
