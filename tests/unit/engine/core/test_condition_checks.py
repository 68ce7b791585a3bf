"""Conditions: valid CEL, over fields and facts that exist, in every place where a condition can stand."""

from typing import Any

import pytest

from engine.core.condition_checks import check_conditions, check_steps_can_be_needed, conditions
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import kite_definition

WORDS = {"vi": "w", "en": "w"}


def test_the_conditions_of_a_sound_definition_are_all_found() -> None:
    assert {c.path for c in conditions(kite_definition())} == {
        ("total", "within_when", "case.windy"),
        ("steps", "reserve_sky", "within_when", "case.windy"),
        ("steps", "make_badge", "when"),
    }
    assert check_conditions(kite_definition()) == []


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("steps.make_badge.when", ("steps", "make_badge", "when")),
        ("form.colour.required_when", ("form", "colour", "required_when")),
        ("documents.photo.required_when", ("documents", "photo", "required_when")),
    ],
)
@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("form.wants_badge &&", "is not valid CEL"),
        ("1 + 1", "is not valid CEL"),
        ("form.wants_bage", "`form.wants_bage` in `form.wants_bage` is no field of the form"),
        ("form.requester.name == 'x'", "`form.requester.name`"),
        ("form['colur'] == 'red'", "`form.colur`"),
        ("case.wind", "`case.wind` in `case.wind` is no fact of this procedure"),
        ("form.wants_badge || has(case.wnidy)", "`case.wnidy`"),
    ],
)
def test_a_faulty_condition(place: str, path: tuple[str, ...], condition: str, said: str) -> None:
    found = check_conditions(changed_kite({place: condition}))
    assert [f.path for f in found] == [path]
    assert said in found[0].what.en


@pytest.mark.parametrize(
    "condition",
    [
        "form.colour == 'form.nothing'",
        'form.requester.full_name.startsWith("case.nothing")',
        "size(form.colour) > 2 && !case.windy",
        "form['wants_badge']",
        "has(form.requester.full_name)",
    ],
)
def test_a_sound_condition(condition: str) -> None:
    assert check_conditions(changed_kite({"steps.make_badge.when": condition})) == []


COUNT = {"form.number": {"type": "integer", "title": WORDS}, "form.made_on": {"type": "date", "title": WORDS}}


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("form.number", "it gives a whole number, not true or false"),
        ("form['number']", "it gives a whole number"),
        ("form.colour", "it gives a text"),
        ("form.requester", "it gives a group of fields"),
        ("form[form.colour]", "it gives something undecided"),
        ("form.number > 'x'", "1:13: `>` does not go with a whole number and a text"),
        ("form['number'] > 'x'", "1:16: `>` does not go with a whole number and a text"),
        ("has(form.number) && form.number > 'x'", "1:33: `>` does not go with"),
        ("form.number == form.wants_badge", "a whole number and true or false"),
        ("form.colour == 3", "a text and a whole number"),
        ("form.made_on > timestamp('2026-01-01T00:00:00Z')", "a text and an instant"),
        ("form.requester.full_name && true", "`&&` does not go with a text and true or false"),
        ("!form.number || case.windy", "`!` does not go with a whole number"),
        ("case.windy == 'yes'", "true or false and a text"),
    ],
)
def test_a_condition_that_can_never_be_decided(condition: str, said: str) -> None:
    found = check_conditions(changed_kite({**COUNT, "steps.make_badge.when": condition}))
    assert [f.path for f in found] == [("steps", "make_badge", "when")]
    assert "can never be decided" in found[0].what.en
    assert said in found[0].what.en


@pytest.mark.parametrize(
    "condition",
    [
        "form.number > 1",
        "has(form.number) && form.number > 1",
        "form [ 'number' ] in [1, 2]",
        "has(form.requester) || !has( form . colour )",
        "form.made_on >= '2026-09-01'",
        "['red', 'blue'].exists(c, c == form.colour)",
        "form.colour == \"form['number']\" || form.colour == 'has(form.number)'",
    ],
)
def test_a_condition_whose_types_fit(condition: str) -> None:
    assert check_conditions(changed_kite({**COUNT, "steps.make_badge.when": condition})) == []


def test_a_fact_counts_by_its_declared_type() -> None:
    changes = {"facts.wind": {"title": WORDS, "type": "integer"}, "steps.make_badge.when": "case.wind > 5"}
    assert check_conditions(changed_kite(changes)) == []
    found = check_conditions(changed_kite({**changes, "steps.make_badge.when": "case.wind"}))
    assert "it gives a whole number" in found[0].what.en


def test_nothing_is_said_of_types_while_a_type_is_in_doubt() -> None:
    condition = "form.requester.full_name > 1 || case.windy == 1"
    found = check_conditions(changed_kite({"steps.make_badge.when": condition}))
    assert found[0].rests_on == (
        ("form", "requester", "type"),
        ("form", "requester", "fields", "full_name", "type"),
        ("facts", "windy", "type"),
    )


def test_a_condition_as_a_key_is_placed_at_the_key() -> None:
    found = check_conditions(changed_kite({"total.within_when": {"case.widny": "8 working_days"}}))
    assert [(f.path, f.at_key) for f in found] == [(("total", "within_when", "case.widny"), True)]
    assert found[0].mend.en.startswith("did you mean `windy`?")


def test_in_a_result_the_form_is_that_result() -> None:
    result: dict[str, Any] = {
        "strong": {"type": "boolean", "title": WORDS},
        "why_weak": {"title": WORDS, "required_when": "!form.strong"},
    }
    assert check_conditions(changed_kite({"steps.inspect_kite.result": result})) == []
    result["why_weak"] = {"title": WORDS, "required_when": "form.wants_badge"}
    assert len(check_conditions(changed_kite({"steps.inspect_kite.result": result}))) == 1


@pytest.mark.parametrize("condition", ["false", "form.wants_badge && false", "1 == 2", "false && case.windy"])
def test_a_step_that_can_never_be_needed(condition: str) -> None:
    found = check_steps_can_be_needed(changed_kite({"steps.make_badge.when": condition}))
    assert [f.path for f in found] == [("steps", "make_badge", "when")]
    assert "can never be reached" in found[0].what.en


@pytest.mark.parametrize("condition", ["form.wants_badge", "true", "form.wants_badge || case.windy", "form.x.y &&"])
def test_a_step_that_may_be_needed(condition: str) -> None:
    assert check_steps_can_be_needed(changed_kite({"steps.make_badge.when": condition})) == []
