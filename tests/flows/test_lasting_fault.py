"""What meets every turn of a dispatcher is told once with its place, then in one line, and tried ever more slowly."""

from __future__ import annotations

from structlog.testing import capture_logs

from flows.lasting_fault import LastingFault


def _raised(kind: type[Exception], words: str) -> Exception:
    try:
        raise kind(words)
    except Exception as error:
        return error


def test_the_pause_grows_and_the_stack_is_told_once() -> None:
    fault = LastingFault()
    with capture_logs() as said:
        pauses = [fault.met(_raised(KeyError, f"case {number}")) for number in range(7)]
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert [line["event"] for line in said] == ["turn_failed", *["turn_failed_again"] * 6]
    assert ["exc_info" in line for line in said] == [True, *[False] * 6]
    assert said[-1]["error"] == "KeyError" and said[-1]["times"] == 7


def test_another_fault_is_told_with_its_place_and_so_is_the_same_after_a_good_turn() -> None:
    fault = LastingFault()
    with capture_logs() as said:
        fault.met(_raised(KeyError, "one"))
        assert fault.met(_raised(ValueError, "two")) == 1
        fault.is_over()
        fault.is_over()
        assert fault.met(_raised(ValueError, "two")) == 1
    assert [line["event"] for line in said] == ["turn_failed", "turn_failed", "turn_succeeds_again", "turn_failed"]
