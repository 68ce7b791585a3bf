"""The steps as a graph: order, layers, what waits for what, circles."""

import pytest

from engine.core import graph
from engine.core.errors import InvariantBroken
from engine.core.identifiers import StepId
from tests.support.kite_changes import changed_kite
from tests.support.kite_licence import kite_definition

INSPECT, RESERVE, PRINT, BADGE = (StepId(s) for s in ("inspect_kite", "reserve_sky", "print_licence", "make_badge"))


def test_order_and_layers() -> None:
    assert graph.topological_order(kite_definition()) == (INSPECT, RESERVE, PRINT, BADGE)
    assert graph.layers(kite_definition()) == {INSPECT: 0, RESERVE: 1, PRINT: 1, BADGE: 2}


def test_the_order_does_not_follow_the_file_against_the_needs() -> None:
    backwards = kite_definition(steps=dict(reversed(kite_definition().model_dump(by_alias=True)["steps"].items())))
    assert graph.topological_order(backwards) == (INSPECT, PRINT, RESERVE, BADGE)


def test_ends() -> None:
    assert graph.roots(kite_definition()) == (INSPECT,)
    assert graph.leaves(kite_definition()) == (PRINT, BADGE)


def test_what_waits_for_what() -> None:
    assert graph.needs_closure(kite_definition(), BADGE) == {INSPECT, RESERVE}
    assert graph.dependents(kite_definition(), INSPECT) == {RESERVE, PRINT, BADGE}
    assert graph.dependents(kite_definition(), PRINT) == frozenset()


def test_a_circle_is_given_once_from_its_first_step_on() -> None:
    circle = changed_kite({"steps.inspect_kite.needs": ["make_badge"]})
    assert graph.cycles(circle) == ((INSPECT, RESERVE, BADGE),)
    assert graph.cycles(kite_definition()) == ()


def test_two_circles_are_two() -> None:
    changes = {
        "steps.inspect_kite.needs": ["print_licence"],
        "steps.reserve_sky.needs": ["make_badge"],
    }
    assert graph.cycles(changed_kite(changes)) == ((INSPECT, PRINT), (RESERVE, BADGE))


def test_a_circle_has_no_order() -> None:
    with pytest.raises(InvariantBroken):
        graph.topological_order(changed_kite({"steps.inspect_kite.needs": ["make_badge"]}))


def test_a_need_that_is_no_step_is_left_out() -> None:
    astray = changed_kite({"steps.inspect_kite.needs": ["no_step"]})
    assert graph.roots(astray) == (INSPECT,)
    assert graph.layers(astray)[INSPECT] == 0
