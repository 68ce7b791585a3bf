"""Conditions on a real case: silence counts as false, and nothing else does."""

from typing import Any

import pytest

from engine.core.errors import CommandRefused, InvariantBroken
from engine.core.expressions import holds
from engine.core.forms import answers
from engine.core.law import circumstances
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import kite_law
from tests.support.kite_story import KiteStory

WORDS = {"vi": "w", "en": "w"}
COUNTED = changed_kite(
    {
        "form.number": {"type": "integer", "title": WORDS},
        "form.why": {"title": WORDS, "required_when": "form.number > 3 || form.wants_badge"},
    }
)


@pytest.mark.parametrize(
    ("condition", "form", "facts"),
    [
        ("form.number > 1", {}, {}),
        ("form.number > 1 && form.wants_badge", {"wants_badge": True}, {}),
        ("form.requester.full_name == 'An'", {"requester": {}}, {}),
        ("form.requester.full_name == 'An'", {}, {}),
        ("!case.windy", {}, {}),
    ],
)
def test_what_was_not_answered_makes_the_condition_false(
    condition: str, form: dict[str, Any], facts: dict[str, Any]
) -> None:
    assert not holds(condition, form, facts)


def test_the_other_side_may_still_make_it_true() -> None:
    assert holds("form.number > 1 || case.windy", {}, {"windy": True})


@pytest.mark.parametrize(
    ("condition", "form"),
    [
        ("form.number", {"number": 1}),
        ("form.number > 'x'", {"number": 1}),
        ("10 / form.number > 1", {"number": 0}),
        ("timestamp(form.made_on) > timestamp('2026-01-01T00:00:00Z')", {"made_on": "soon"}),
        ("form.requester.full_name == 'An'", {"requester": "An"}),
    ],
)
def test_any_other_failure_is_a_bug_and_is_told(condition: str, form: dict[str, Any]) -> None:
    with pytest.raises(InvariantBroken, match="cannot be decided"):
        holds(condition, form, {})


@pytest.mark.parametrize("blank", [None, ""])
def test_a_blank_answer_is_no_answer(blank: str | None) -> None:
    seen = circumstances(COUNTED, {"number": blank, "wants_badge": blank, "requester": blank}, {})
    assert seen.form == {"wants_badge": False}
    assert not seen.hold("form.number > 1")
    assert seen.hold("!form.wants_badge")


@pytest.mark.parametrize("misfit", ["many", "1", 1.5, True, [1], 10**15])
def test_a_misfit_is_refused_as_such_and_decides_nothing(misfit: Any) -> None:
    assert "number" not in answers(COUNTED.form, {"number": misfit})
    with pytest.raises(CommandRefused) as refused:
        KiteStory(law=kite_law(COUNTED)).submit("2026-06-01 09:00", number=misfit)
    assert [p.partition(":")[0] for p in refused.value.problems] == ["number"]


def test_an_integer_decides_whether_a_step_is_needed() -> None:
    law = kite_law(changed_kite({"form.number": COUNT, "steps.make_badge.when": "form.number > 1"}))
    for number, needed in ((1, False), (2, True)):
        times = KiteStory(law=law).received("2026-06-01 09:00", number=number).times("2026-06-01 09:00")
        assert ("make_badge" in times.limits) is needed


COUNT = {"type": "integer", "title": WORDS}
