"""The critical path of a procedure before any case: the chain whose limits add up to the most (R20)."""

from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.core.plan import planned_critical_path, planned_critical_web, steps_of_total
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


def test_the_web_of_a_promise_holds_no_step_outside_the_total() -> None:
    birth = load_catalogue().get(ProcedureId("birth-residence-insurance"), ProcedureVersion("2026-09-01"))
    covered = {"register_birth", "register_residence", "issue_insurance_card"}
    assert planned_critical_web(birth).steps == covered, "24 hours and two working days, on either branch"
    assert steps_of_total(birth) == covered


def test_steps_that_a_covered_one_waits_for_are_of_the_total_too() -> None:
    record = load_catalogue().get(ProcedureId("judicial-record"), ProcedureVersion("2010-07-01"))
    assert record.covered_steps() == ("issue_record",)
    assert steps_of_total(record) == frozenset(record.steps)
