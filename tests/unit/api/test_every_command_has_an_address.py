"""What is offered to people can be followed: each of their commands has an address of its own."""

from api.cases.present import _HREFS
from engine.core.actors import Permission
from engine.core.transitions import CASE_COMMANDS, STEP_COMMANDS
from engine.core.who_may import NEEDED


def test_each_command_of_people_has_an_address() -> None:
    offered = set().union(*CASE_COMMANDS.values(), *STEP_COMMANDS.values()) - {"submit_case"}
    assert {name for name in offered if NEEDED[name] is not Permission.EXECUTE} == set(_HREFS)
