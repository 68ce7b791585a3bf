"""The applicant's term by condition: checked as every condition is, read from the top, fixed at the receipt."""

from typing import Any

import pytest

from engine.core.condition_checks import check_conditions
from engine.core.law import circumstances, term_in_force
from engine.core.limit_checks import check_limits_can_be_counted, check_terms_have_an_ordinary_one
from tests.support.kite_changes import GONE, changed_kite

RULE = "suspensions.supplement"
WHEN = f"{RULE}.applicant_term_when"


@pytest.mark.parametrize(
    ("facts", "term"),
    [({}, "7 working_days"), ({"windy": False}, "7 working_days"), ({"windy": True}, "3 working_days")],
)
def test_the_first_condition_that_holds_gives_the_term(facts: dict[str, Any], term: str) -> None:
    kite = changed_kite({WHEN: {"case.windy": "3 working_days", "case.windy || true == false": "1 working_days"}})
    seen = circumstances(kite, {}, facts)
    assert str(term_in_force(kite.suspensions["supplement"], seen)) == term


def test_a_condition_names_what_there_is() -> None:
    (found,) = check_conditions(changed_kite({WHEN: {"case.widny": "3 working_days"}}))
    assert (found.path, found.at_key) == (("suspensions", "supplement", "applicant_term_when", "case.widny"), True)


def test_a_condition_compares_like_with_like() -> None:
    (found,) = check_conditions(changed_kite({WHEN: {"case.windy == 3": "3 working_days"}}))
    assert "can never be decided" in found.what.en


def test_variants_stand_beside_an_ordinary_term() -> None:
    changes = {f"{RULE}.applicant_term": GONE, f"{RULE}.on_expiry": "nothing", WHEN: {"case.windy": "3 working_days"}}
    (found,) = check_terms_have_an_ordinary_one(changed_kite(changes))
    assert "no ordinary one" in found.what.en


def test_a_variant_is_counted_by_whole_days() -> None:
    (found,) = check_limits_can_be_counted(changed_kite({WHEN: {"case.windy": "1.5 working_days"}}))
    assert found.path == ("suspensions", "supplement", "applicant_term_when", "case.windy")
