"""A new fault point, or a new command, without a cell of its own fails here before anybody forgets it."""

from __future__ import annotations

from engine.service.fault_points import FaultPoint
from tests.support.fault_chains import CHAINS
from tests.support.fault_matrix import AT_THE_API, AT_THE_TERMINAL, BY_HTTP, BY_TERMINAL, MATRIX, command_kinds
from tests.support.fault_stories import ORDERS


def test_every_point_has_a_row_and_every_row_every_command_once() -> None:
    assert set(MATRIX) == set(FaultPoint)
    wanted = sorted(command_kinds())
    assert {point.name: row.cells() for point, row in MATRIX.items()} == {point.name: wanted for point in FaultPoint}


def test_every_command_that_has_an_address_is_ordered() -> None:
    assert ORDERS.keys() == BY_HTTP


def test_every_cell_that_is_said_to_be_killed_is_killed_by_a_test() -> None:
    """By the API's test all its commands at each of its points, by the terminal's likewise, by the couriers' its chains."""
    killed = {(point, kind) for point in AT_THE_API for kind in BY_HTTP}
    killed |= {(point, kind) for point in AT_THE_TERMINAL for kind in BY_TERMINAL}
    killed |= {(point, kind) for chain in CHAINS for point, _, kind in chain.deaths}
    assert killed == {(point, kind) for point, row in MATRIX.items() for kind in row.killed}
