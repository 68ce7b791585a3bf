"""The judge of concurrent histories says yes to what one order explains, and no to what none does."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from tests.support.birth_case_model import BIRTH, COUNTER, LOOK, Answered, Asked, BirthCase, StepSeen, after
from tests.support.histories import Call, judged

AN, BINH = "An", "Bình"
OPEN, NOT_READY = StepSeen("open"), StepSeen("not_ready")
RECEIVED = BirthCase(version=4, status="in_progress", birth=OPEN)
INSTEAD = frozenset({("claim_step", BIRTH), ("complete_step", BIRTH), ("request_supplement", BIRTH)})

CaseCall = Call[Asked, Answered]


def a_call(began: int, ended: int, asked: Asked, answered: Answered) -> CaseCall:
    return Call(0, asked, answered, began, ended)


def claimed(began: int, ended: int, by: str, version: int = 5, key: str = "", **more: object) -> CaseCall:
    told = Answered(200, version=version, case="in_progress", birth=StepSeen("claimed", by), residence=NOT_READY)
    return a_call(began, ended, Asked("claim", by, BIRTH, key or by), told._replace(**more))  # type: ignore[arg-type]


def too_late(began: int, ended: int, by: str, version: int = 5, **more: object) -> CaseCall:
    told = Answered(409, "wrong_status", version, "in_progress")
    return a_call(began, ended, Asked("claim", by, BIRTH, by), told._replace(**more))  # type: ignore[arg-type]


def looked(began: int, ended: int, version: int, birth: StepSeen) -> CaseCall:
    told = Answered(200, version=version, case="in_progress", birth=birth, residence=NOT_READY)
    return a_call(began, ended, Asked(LOOK, AN, BIRTH), told)


def is_explained(*calls: CaseCall) -> bool:
    return judged(calls, RECEIVED, after).is_explained


def test_one_wins_and_one_comes_too_late() -> None:
    assert is_explained(claimed(1, 4, AN), too_late(2, 3, BINH))
    assert is_explained(too_late(1, 4, AN), claimed(2, 3, BINH))


def test_two_winners_are_not_explained() -> None:
    assert not is_explained(claimed(1, 4, AN), claimed(2, 3, BINH))
    assert not is_explained(claimed(1, 4, AN), claimed(2, 3, BINH, version=6))


def test_a_loser_before_every_winner_is_not_explained() -> None:
    verdict = judged([too_late(1, 2, BINH), claimed(3, 4, AN)], RECEIVED, after)
    assert not verdict.is_explained
    assert (len(verdict.order), verdict.stands) == (0, RECEIVED)
    assert [call.asked.person for call in verdict.unexplained] == [BINH]


def test_a_reader_may_see_old_or_new_while_it_happens_but_never_new_before_old() -> None:
    new = StepSeen("claimed", AN)
    assert is_explained(claimed(1, 10, AN), looked(2, 3, 4, OPEN), looked(4, 5, 5, new))
    assert not is_explained(claimed(1, 10, AN), looked(2, 3, 5, new), looked(4, 5, 4, OPEN))
    assert not is_explained(claimed(1, 2, AN), looked(3, 4, 4, OPEN)), "what was answered is never unseen again"


def test_a_no_that_tells_another_state_is_not_explained() -> None:
    assert not is_explained(claimed(1, 4, AN), too_late(2, 3, BINH, version=4))
    assert not is_explained(claimed(1, 4, AN), too_late(2, 3, BINH, case="submitted"))
    assert not is_explained(claimed(1, 4, AN), too_late(2, 3, BINH, offered=INSTEAD))
    assert not is_explained(claimed(1, 4, AN), too_late(2, 3, BINH, code="conflict", version=None, case=None))


def test_a_repeat_is_the_first_answer_and_nothing_else() -> None:
    first = claimed(1, 4, AN, key="once", body="five")
    assert is_explained(first, claimed(2, 3, AN, key="once", body="five", repeated=True))
    assert not is_explained(first, claimed(2, 3, AN, key="once", body="six", repeated=True))
    assert not is_explained(first, claimed(2, 3, AN, key="once", body="five"))
    assert not is_explained(claimed(1, 4, AN, repeated=True)), "nothing was there to repeat"


def test_an_expected_version_is_enforced() -> None:
    asked = Asked("claim", BINH, BIRTH, "careful", expected=4)
    told = Answered(412, "precondition_failed", 5, "in_progress")
    assert is_explained(claimed(1, 4, AN), a_call(2, 3, asked, told))
    assert not is_explained(a_call(2, 3, asked, told)), "it is at version 4"
    won = claimed(5, 6, BINH).answered
    assert not is_explained(claimed(1, 4, AN, version=5), a_call(5, 6, asked, won._replace(version=6)))


def test_busy_changes_nothing() -> None:
    busy = a_call(1, 4, Asked("claim", AN, BIRTH, AN), Answered(503, "busy"))
    assert is_explained(busy, claimed(5, 6, BINH))
    assert not is_explained(busy, too_late(5, 6, BINH))


def test_the_dossier_is_the_counters_alone_until_it_is_received() -> None:
    submitted = BirthCase(version=1)
    hidden = a_call(1, 2, Asked("claim", AN, BIRTH, "k"), Answered(404, "not_found"))
    taken = Answered(200, version=4, case="in_progress", birth=OPEN, residence=NOT_READY)
    received = a_call(3, 4, Asked("receive", AN, COUNTER, "r"), taken)
    assert judged([hidden, received], submitted, after).is_explained
    assert not judged([received, a_call(5, 6, hidden.asked, hidden.answered)], submitted, after).is_explained


_ADD = st.tuples(st.integers(0, 6), st.integers(1, 6), st.integers(0, 5))


def counted(state: int, asked: int, answered: int) -> int | None:
    """A counter: add nought or one, and be told the sum."""
    return state + asked if answered == state + asked else None


@given(st.lists(_ADD, max_size=6), st.lists(st.integers(0, 1), min_size=6, max_size=6))
def test_it_finds_an_order_exactly_if_trying_all_orders_does(
    drawn: list[tuple[int, int, int]], adds: list[int]
) -> None:
    calls = [Call(n, adds[n], told, began, began + lasted) for n, (began, lasted, told) in enumerate(drawn)]
    assert judged(calls, 0, counted).is_explained == any(plays(order) for order in permutations(calls))


def plays(order: tuple[Call[int, int], ...]) -> bool:
    state: int | None = 0
    for place, call in enumerate(order):
        if any(later.answered_at < call.asked_at for later in order[place:]):
            return False
        state = counted(state, call.asked, call.answered)
        if state is None:
            return False
    return True
