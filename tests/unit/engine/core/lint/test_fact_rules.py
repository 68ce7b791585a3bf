"""Rules of lint about facts and answers: known too late, not on every way, or asked for by nobody."""

from typing import Any

import pytest

from engine.core.lint.lint import lint
from tests.support.kite_surroundings import around, told

BADGE = "steps.make_badge"
WINDY = {"title": {"vi": "Gió", "en": "Windy"}, "default": False, "established_by": ["reserve_sky"]}

FACTS: dict[str, tuple[dict[str, Any], tuple[str | int, ...], dict[str, Any]]] = {
    # Rule: the suspect change, the place that is told, the like change that is in order.
    "fact-known-too-late": (
        {"facts.windy": WINDY, "steps.print_licence.when": "case.windy"},
        ("steps", "print_licence", "when"),
        {"facts.windy": WINDY, "steps.print_licence.when": "case.windy", "steps.print_licence.needs": ["reserve_sky"]},
    ),
    "fact-not-always-known": (
        {
            "facts.windy": {**WINDY, "default": None},
            "steps.reserve_sky.when": "form.wants_badge",
            "steps.print_licence.needs": ["reserve_sky"],
            "steps.print_licence.within_when": {"case.windy": "2 working_hours"},
            "total.within_when": {},
            "steps.reserve_sky.within_when": {},
        },
        ("steps", "print_licence", "within_when", "case.windy"),
        {
            "facts.windy": {**WINDY, "default": None},
            "steps.reserve_sky.when": "form.wants_badge",
            "steps.print_licence.needs": ["reserve_sky"],
            "steps.print_licence.within_when": {"form.wants_badge && case.windy": "3 working_days"},
            "total.within_when": {},
        },
    ),
    "fact-by-default": (
        {"facts.windy": WINDY, "steps.reserve_sky.when": "form.wants_badge"},
        ("total", "within_when", "case.windy"),
        {
            "steps.reserve_sky.when": "form.wants_badge",
            "facts.windy.established_by": ["reserve_sky", "inspect_kite"],
        },
    ),
    "fact-unused": (
        {"facts.rainy": {"title": {"vi": "x", "en": "x"}}},
        ("facts", "rainy"),
        {"facts.rainy": {"title": {"vi": "x", "en": "x"}}, "documents.photo.required_when": "case.rainy"},
    ),
    "format-missing": (
        {"form.requester.fields.call": {"title": {"vi": "Số điện thoại", "en": "Telephone"}}},
        ("form", "requester", "fields", "call"),
        {
            "form.requester.fields.call": {"title": {"vi": "Số điện thoại", "en": "Telephone"}, "format": "phone"},
            "form.requester.fields.id": {"title": {"vi": "Số định danh cá nhân hoặc hộ chiếu", "en": "x"}},
        },
    ),
    "answer-unused": (
        {"form.requester.fields.kind": {"type": "choice", "title": {"vi": "x", "en": "x"}, "choices": ["one", "two"]}},
        ("form", "requester", "fields", "kind"),
        {
            "form.requester.fields.kind": {"type": "boolean", "title": {"vi": "x", "en": "x"}},
            "documents.photo.required_when": "form.requester.kind",
        },
    ),
}


@pytest.mark.parametrize("rule", FACTS)
def test_a_suspect_definition_is_told_once_at_its_place(rule: str) -> None:
    suspect, path, _ = FACTS[rule]
    assert told(around(suspect)) == [(rule, path)]


@pytest.mark.parametrize("rule", FACTS)
def test_what_is_alike_but_in_order_is_not_told(rule: str) -> None:
    _, _, sound = FACTS[rule]
    assert rule not in [said for said, _ in told(around(sound))]


LATE: dict[str, tuple[dict[str, Any], tuple[str | int, ...], str]] = {
    # When a fact is asked for too early: the place, and a mend that is one.
    "by the form": (
        {"form.wants_badge.required_when": "case.windy && form.colour == 'red'"},
        ("form", "wants_badge", "required_when"),
        "ask for a field of the form instead",
    ),
    "by a paper": (
        # The step that requires the photo asks again at its end, when the sky is reserved; the drawing is read before.
        {"documents.drawing.required_when": "case.windy"},
        ("documents", "drawing", "required_when"),
        "take `established_by` out of `windy` if the reception finds it out, or ask for a field of the form",
    ),
    "by a step beside": (
        {"steps.print_licence.within_when": {"case.windy": "3 working_days"}},
        ("steps", "print_licence", "within_when", "case.windy"),
        "let `print_licence` wait: add `reserve_sky` to its `needs`",
    ),
    "by the step itself": (
        {"steps.reserve_sky.when": "!case.windy"},
        ("steps", "reserve_sky", "when"),
        "let an earlier step establish it: add `inspect_kite` to `established_by` of `windy`",
    ),
    "by a step before": (
        {"steps.inspect_kite.within_when": {"case.windy": "30 hours"}},
        ("steps", "inspect_kite", "within_when", "case.windy"),
        "take `established_by` out of `windy` if the reception finds it out, or ask for a field of the form",
    ),
    "by the total": (
        {"total.covers": ["inspect_kite", "print_licence"]},
        ("total", "within_when", "case.windy"),
        "take `established_by` out of `windy` if the reception finds it out, or ask for a field of the form",
    ),
    "where the first of several is enough": (
        {
            f"{BADGE}.needs": ["reserve_sky", "print_licence"],
            f"{BADGE}.join": "any",
            f"{BADGE}.when": "form.wants_badge && !case.windy",
        },
        ("steps", "make_badge", "when"),
        "let an earlier step establish it: add `inspect_kite` to `established_by` of `windy`",
    ),
}


@pytest.mark.parametrize("case", LATE)
def test_a_fact_that_is_asked_for_too_early(case: str) -> None:
    change, path, mend = LATE[case]
    found = [
        each
        for each in lint(around({"facts.windy": WINDY, **change}))
        if each.rule and each.rule.id == "fact-known-too-late"
    ]
    assert [(each.path, each.mend.en) for each in found] == [(path, mend)]


def test_a_fact_of_the_reception_is_known_from_the_first() -> None:
    change = {"facts.windy": {**WINDY, "established_by": []}, "steps.inspect_kite.when": "case.windy"}
    assert "fact-known-too-late" not in [rule for rule, _ in told(around(change))]
