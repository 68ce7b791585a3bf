"""What closes a version to new cases: its own last day, the version that follows, or a recorded ending."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.core.closing import ClosedBy, Ending, applicable, as_closed, closing_of, in_force, last_closed
from engine.core.closing_words import closing_words, refusal_words
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import LegalBasis
from engine.core.ending_rules import days_regained, objections_to_ending
from engine.core.publication import changes_since_publication, overlapping
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import at, kite_definition
from tests.support.kite_versions import second_version

KITE, FIRST, SECOND = kite_definition().procedure, kite_definition().version, second_version().version
REPEAL = (LegalBasis(ref="Kite Repeal Act", article="1"),)


def ending(last_day: date | None, number: int = 1, version: str = FIRST) -> Ending:
    said: dict[str, Any] = {"procedure": KITE, "version": version, "legal_basis": REPEAL, "recorded_by": "An"}
    return Ending(number=number, last_day=last_day, recorded_at=at("2026-04-01 09:00"), **said)


def closed(*known: ProcedureDefinition, ended: tuple[Ending, ...] = ()) -> tuple[str | None, str | None]:
    """The day on which the first of the versions closes, and by what."""
    found = closing_of(known[0], known, in_force(ended))
    return (str(found.last_day), found.by.value) if found else (None, None)


def dated(**effective: str) -> ProcedureDefinition:
    return changed_kite({"effective": effective})


def test_no_end_is_known() -> None:
    assert closed(kite_definition()) == (None, None)


def test_by_what_it_was_published_with() -> None:
    assert closed(dated(**{"from": "2026-01-01", "to": "2026-03-31"})) == ("2026-03-31", "declared")


def test_by_the_version_that_follows() -> None:
    assert closed(kite_definition(), second_version()) == ("2026-06-01", "successor")
    written = dated(**{"from": "2026-01-01", "to": "2026-06-01"})
    assert closed(written, second_version()) == ("2026-06-01", "successor"), "the file only repeats it"


def test_by_an_ending() -> None:
    assert closed(kite_definition(), ended=(ending(date(2026, 4, 30)),)) == ("2026-04-30", "ended")
    assert closed(kite_definition(), second_version(), ended=(ending(date(2026, 4, 30)),)) == ("2026-04-30", "ended")


def test_an_ending_after_the_successor_began_changes_nothing() -> None:
    late = (ending(date(2026, 7, 31)),)
    assert closed(kite_definition(), second_version(), ended=late) == ("2026-06-01", "successor")


def test_the_last_record_holds() -> None:
    moved = (ending(date(2026, 4, 30)), ending(date(2026, 5, 31), 2))
    assert closed(kite_definition(), ended=moved) == ("2026-05-31", "ended")
    assert closed(kite_definition(), ended=(*moved, ending(None, 3))) == (None, None)


def test_one_that_was_repealed_before_it_held_closes_no_other() -> None:
    repealed = in_force((ending(date(2026, 6, 1), version=SECOND),))
    known = (kite_definition(), second_version())
    assert closing_of(known[0], known, repealed) is None
    found = closing_of(known[1], known, repealed)
    assert found is not None and found.never_held
    assert "chưa từng có hiệu lực (kết thúc theo Điều 1 Kite Repeal Act)" in closing_words(found, "vi")
    assert applicable(KITE, date(2026, 6, 2), known, repealed) == known[0]
    assert (
        list(overlapping(changed_kite({"version": "2026-06-03", "effective": {"from": "2026-06-02"}}), known, repealed))
        == []
    )


@pytest.mark.parametrize(
    ("on", "version"), [("2025-12-31", None), ("2026-01-01", FIRST), ("2026-04-30", FIRST), ("2026-05-01", None)]
)
def test_no_case_is_taken_after_the_last_day(on: str, version: str | None) -> None:
    found = applicable(KITE, date.fromisoformat(on), [kite_definition()], in_force((ending(date(2026, 4, 30)),)))
    assert (found.version if found else None) == version


def test_what_closed_the_procedure_is_said_with_its_basis_and_its_successor() -> None:
    known, ended = (kite_definition(), second_version()), in_force((ending(date(2026, 4, 30)),))
    found = last_closed(KITE, date(2026, 5, 4), known, ended)
    assert found is not None and (found.by, found.successor) == (ClosedBy.ENDED, SECOND)
    said = refusal_words(KITE, "04/05/2026", found)
    assert said.vi == (
        "thủ tục kite-licence không nhận hồ sơ mới ngày 04/05/2026: phiên bản 2026-01-01 nhận hồ sơ đến hết 30/04/2026 "
        "(kết thúc theo Điều 1 Kite Repeal Act); phiên bản 2026-06-02 nhận từ 02/06/2026"
    )
    assert "takes dossiers until 30/04/2026 (ended by Kite Repeal Act, art. 1)" in said.en
    assert last_closed(KITE, date(2025, 5, 4), known, ended) is None


def test_the_version_is_shown_with_its_day_and_kept_without() -> None:
    published = kite_definition()
    closing = closing_of(published, [published], in_force((ending(date(2026, 4, 30)),)))
    assert as_closed(published, closing).effective.last == date(2026, 4, 30)
    assert published.effective.last is None
    assert as_closed(published, None) is published


@pytest.mark.parametrize(
    ("effective", "last_day", "said"),
    [
        ({"from": "2026-01-01"}, date(2025, 12, 30), "phiên bản 2026-01-01 có hiệu lực từ 01/01/2026"),
        ({"from": "2026-01-01", "to": "2026-03-31"}, date(2026, 4, 1), "ghi nhận kết thúc không kéo dài hiệu lực"),
        ({"from": "2026-01-01"}, None, "không có ghi nhận kết thúc nào để hủy"),
    ],
    ids=["before it held", "longer than published", "not ended"],
)
def test_what_cannot_be_recorded(effective: dict[str, str], last_day: date | None, said: str) -> None:
    (objection,) = objections_to_ending(dated(**effective), last_day, {})
    assert said in objection.in_language("vi")


@pytest.mark.parametrize("last_day", [date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31)])
def test_what_can_be_recorded(last_day: date) -> None:
    published = dated(**{"from": "2026-01-01", "to": "2026-03-31"})
    assert list(objections_to_ending(published, last_day, {})) == []


def test_the_days_that_are_regained() -> None:
    known = [kite_definition()]
    april, may = (
        closing_of(known[0], known, in_force((ending(day),))) for day in (date(2026, 4, 30), date(2026, 5, 31))
    )
    assert days_regained(april, may) == (date(2026, 5, 1), date(2026, 5, 31))
    assert days_regained(may, None) == (date(2026, 6, 1), None)
    assert days_regained(may, april) is None
    assert days_regained(None, april) is None


def test_a_file_may_repeat_what_was_recorded() -> None:
    written = dated(**{"from": "2026-01-01", "to": "2026-04-30"})
    assert changes_since_publication(kite_definition(), written, [], [date(2026, 4, 30)]) == ()
    assert len(changes_since_publication(kite_definition(), written, [], [date(2026, 5, 31)])) == 1


def test_after_an_ending_another_version_may_follow_at_any_day() -> None:
    """Published until the end of the year, repealed in April: May belongs to whoever comes."""
    published = dated(**{"from": "2026-01-01", "to": "2026-12-31"})
    assert len(list(overlapping(second_version(), [published]))) == 1
    assert list(overlapping(second_version(), [published], in_force((ending(date(2026, 4, 30)),)))) == []
