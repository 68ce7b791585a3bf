"""The critical path of a procedure before any case: the chain whose limits add up to the most (R20)."""

from engine.core.plan import planned_critical_path
from procedure_defs.catalogue import SHIPPED, load_catalogue
from tests.support.kite_licence import KITE, kite_definition


def test_the_longest_chain_with_its_optional_end() -> None:
    """24 hours, then two working days on either branch; the badge comes after the sky."""
    assert planned_critical_path(kite_definition()) == ("inspect_kite", "reserve_sky", "make_badge")


def test_a_longer_limit_moves_it() -> None:
    steps = {**KITE["steps"], "print_licence": {**KITE["steps"]["print_licence"], "within": "20 working_days"}}
    assert planned_critical_path(kite_definition(steps=steps)) == ("inspect_kite", "print_licence")


def test_every_shipped_procedure_has_one() -> None:
    """A step without a limit is on no path; where none has a limit there is no path."""
    for definition in load_catalogue(SHIPPED).all():
        path = planned_critical_path(definition)
        limited = [step for step, declared in definition.steps.items() if declared.within is not None]
        assert set(path) <= set(limited) and bool(path) is bool(limited), definition.procedure
        if definition.procedure == "birth-residence-insurance":
            assert path[0] == "register_birth"
