"""Time limits that cannot be counted as declared (rules R9, R10, R11, R24), and supplements without a term."""

import pytest

from engine.core.limit_checks import check_limits_can_be_counted, check_supplement_has_a_term
from tests.support.kite_changes import GONE, changed_kite
from tests.support.kite_licence import kite_definition

STEP = "steps.reserve_sky"


def test_the_limits_of_a_sound_definition_can_be_counted() -> None:
    assert check_limits_can_be_counted(kite_definition()) == []


@pytest.mark.parametrize(
    ("limit", "counting", "said"),
    [
        ("2 weeks", "elapsed", "counted by their last day"),
        ("1 months", "elapsed", "counted by their last day"),
        ("1.5 working_days", "statutory", "counts whole working_days only"),
        ("2.5 calendar_days", "statutory", "counts whole calendar_days only"),
        ("1.5 months", "statutory", "counts whole months only"),
        ("0.0001 hours", "elapsed", "not a whole number of seconds"),
        ("0 working_days", "elapsed", "over the moment it starts"),
        ("0 hours", "statutory", "over the moment it starts"),
    ],
)
def test_a_limit_that_cannot_be_counted(limit: str, counting: str, said: str) -> None:
    found = check_limits_can_be_counted(changed_kite({f"{STEP}.within": limit, f"{STEP}.counting": counting}))
    assert [f.path for f in found if said in f.what.en] == [("steps", "reserve_sky", "within")]


@pytest.mark.parametrize(
    ("limit", "counting"),
    [
        ("2 weeks", "statutory"),
        ("1 months", "statutory"),
        ("1.5 working_days", "elapsed"),
        ("0 working_days", "statutory"),
        ("1.5 hours", "statutory"),
        ("0.5 working_hours", "elapsed"),
        ("90 minutes", "elapsed"),
    ],
)
def test_a_limit_that_can_be_counted(limit: str, counting: str) -> None:
    changes = {f"{STEP}.within": limit, f"{STEP}.counting": counting, f"{STEP}.within_when": GONE}
    assert check_limits_can_be_counted(changed_kite(changes)) == []


@pytest.mark.parametrize(
    ("place", "limit", "path"),
    [
        ("total.within", "2.5 working_days", ("total", "within")),
        ("total.within_when", {"case.windy": "0.5 working_days"}, ("total", "within_when", "case.windy")),
        ("suspensions.supplement.applicant_term", "1.5 weeks", ("suspensions", "supplement", "applicant_term")),
        (f"{STEP}.within_when", {"case.windy": "1 weeks"}, ("steps", "reserve_sky", "within_when", "case.windy")),
        ("steps.print_licence.run.answer_within", "1 weeks", ("steps", "print_licence", "run", "answer_within")),
    ],
)
def test_every_place_of_a_limit_is_looked_at(place: str, limit: object, path: tuple[str, ...]) -> None:
    assert [f.path for f in check_limits_can_be_counted(changed_kite({place: limit}))] == [path]


def test_a_supplement_that_stops_the_case_gives_a_term() -> None:
    found = check_supplement_has_a_term(changed_kite({"suspensions.supplement.applicant_term": GONE}))
    assert [f.path for f in found] == [("suspensions", "supplement", "on_expiry")]
    assert "applicant_term" in found[0].mend.en


def test_a_supplement_that_stops_nothing_needs_no_term() -> None:
    changes = {"suspensions.supplement.applicant_term": GONE, "suspensions.supplement.on_expiry": "nothing"}
    assert check_supplement_has_a_term(changed_kite(changes)) == []


@pytest.mark.parametrize(
    "limit", ["100000000 working_days", "9999 months", "99999999999999999999 hours", "36501 calendar_days"]
)
def test_a_limit_that_nobody_lives_to_see_is_refused(limit: str) -> None:
    definition = changed_kite({"steps.make_badge.within": limit})
    (found,) = check_limits_can_be_counted(definition)
    assert (found.path, "longer than a hundred years" in found.what.en) == (("steps", "make_badge", "within"), True)


def test_a_limit_of_a_hundred_years_can_be_counted() -> None:
    change = {"steps.make_badge.within": "36500 calendar_days", "steps.make_badge.counting": "statutory"}
    assert check_limits_can_be_counted(changed_kite(change)) == []
