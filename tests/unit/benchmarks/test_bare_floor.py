"""The bare floor counts what was done: cases of their own names and locks, and an error that is heard."""

from __future__ import annotations

from multiprocessing import Pipe

import pytest

from benchmarks.transitions.bare import BareFloor, FloorBroken, Recorded, Sent, heard

CODE = "H26.01-261122-000001"
CASE = "0f8fad5b-d9cb-469f-a165-70867728950e"
LOCK = "SELECT 1, pg_advisory_xact_lock($1::INTEGER, $2::INTEGER)"
CASES = 5000


def test_no_two_cases_of_the_floor_have_one_dossier_code() -> None:
    recorded = Recorded([[Sent("INSERT INTO cases …", [(CODE, f"an {CODE.casefold()}")], False)]], [CODE])
    rows = [recorded.for_another_case(serial)[0][0].rows[0] for serial in range(CASES)]
    codes = [code for code, _ in rows]
    assert len(set(codes)) == CASES
    assert {len(code) for code in codes} == {len(CODE)}
    assert not any(code[-6:].isdigit() for code in codes), "the product counts in digits in the same database"
    assert all(searched == f"an {code.casefold()}" for code, searched in rows)


def test_each_case_of_the_floor_locks_a_number_of_its_own_in_all_its_commands() -> None:
    row = (0x4C54, 42, 42)
    recorded = Recorded([[Sent(LOCK, [row], False)], [Sent(LOCK, [row], False)]], [CASE])
    cases = [recorded.for_another_case(serial) for serial in range(100)]
    numbers = [{sent.rows[0][1] for transaction in case for sent in transaction} for case in cases]
    assert recorded.locks == 2
    assert {len(of_a_case) for of_a_case in numbers} == {1}
    assert len(set.union(*numbers)) == 100
    assert {sent.rows[0][::2] for case in cases for transaction in case for sent in transaction} == {(0x4C54, 42)}
    assert all(-(2**31) <= number < 2**31 for number in set.union(*numbers))


def test_what_goes_wrong_in_a_sending_process_ends_the_run() -> None:
    recorded = Recorded([[Sent("INSERT INTO nowhere …", [()], False)]], [])
    floor = BareFloor("host=127.0.0.1 port=1 connect_timeout=2", recorded, connections=2, processes=1)
    with pytest.raises(FloorBroken, match="OperationalError"):
        floor.play(1)


def test_a_sending_process_that_is_gone_is_missed() -> None:
    ours, theirs = Pipe()
    theirs.close()
    with pytest.raises(FloorBroken, match="ended by itself"):
        heard(ours)
