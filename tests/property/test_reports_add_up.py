"""Report II.06a checks whatever is counted: every line and the total, and the parts add up to the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.core.identifiers import AgencyId, ProcedureId
from engine.core.outcomes import Outcome
from engine.core.papers import Channel
from engine.core.report_ii06a import Counted, EndedOtherwise, Line, Standing, lines_of, sum_of

AGENCIES = (AgencyId("a"), AgencyId("b"), AgencyId("c"))
COUNTED = st.lists(
    st.builds(
        Counted,
        st.sampled_from(AGENCIES),
        st.sampled_from([ProcedureId("p"), ProcedureId("q")]),
        st.sampled_from(Channel),
        st.booleans(),
        st.sampled_from([*Outcome, *Standing]),
        st.integers(0, 9),
    ),
    max_size=30,
)


@given(counted=COUNTED, ended=st.sampled_from(EndedOtherwise))
def test_every_sum_checks_and_parts_make_the_whole(counted: list[Counted], ended: EndedOtherwise) -> None:
    whole = lines_of(counted, ended)
    for numbers in (line.columns() for line in (*whole.values(), sum_of(whole.values()))):
        assert numbers[3] == numbers[4] + numbers[5] + numbers[6] == numbers[7] + numbers[11]
        assert numbers[7] == numbers[8] + numbers[9] + numbers[10]
        assert numbers[11] == numbers[12] + numbers[13]
    parts = [lines_of([one for one in counted if one.agency == agency], ended) for agency in AGENCIES]
    assert sum_of(line for part in parts for line in part.values()) == sum_of(whole.values())
    left_out = ended is EndedOtherwise.LEFT_OUT
    every = sum(one.number for one in counted if not (left_out and one.standing is Outcome.NOT_JUDGED))
    assert sum_of(whole.values()).received == every


def test_numbers_that_do_not_check_are_no_line() -> None:
    with pytest.raises(ValidationError, match="received 3 is not finished 1"):
        Line(online=3, early=1, overdue=1)
