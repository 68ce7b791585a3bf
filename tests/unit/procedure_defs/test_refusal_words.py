"""Why a story cannot be played, in both languages: every code of legal time, every kind of refusal."""

import pytest
from pydantic import ValidationError

from engine.core.definition_basics import LegalBasis, TimeLimit
from engine.core.errors import CommandRefused, NotFound, Reason
from engine.core.legal_time import DeadlineError, ErrorCode
from engine.core.values import Text
from procedure_defs.refusal_words import refusal_words


@pytest.mark.parametrize("code", ErrorCode)
def test_every_refusal_of_legal_time_has_vietnamese_words(code: ErrorCode) -> None:
    words = refusal_words(DeadlineError(code, "the allowance leads beyond the calendar"))
    assert words.en == "the allowance leads beyond the calendar"
    assert words.vi and not words.vi.isascii()


def test_a_refused_command_is_told_with_its_points() -> None:
    points = (Text(vi="a: hãy điền", en="a: fill it in"), Text(vi="b: hãy bỏ đi", en="b: take it out"))
    refused = CommandRefused(Reason.FORM_INVALID, Text(vi="sai", en="wrong"), attempted="submit_case", problems=points)
    words = refusal_words(refused)
    assert (words.vi, words.en) == (
        "sai; a: hãy điền; b: hãy bỏ đi",
        "wrong; a: fill it in; b: take it out",
    )


def test_what_is_not_found_is_told_as_it_was_said() -> None:
    assert refusal_words(NotFound(Text(vi="không có", en="none"))) == Text(vi="không có", en="none")


def test_a_misfit_is_told_with_its_field() -> None:
    with pytest.raises(ValidationError) as misfit:
        LegalBasis.model_validate({"ref": 5})
    assert refusal_words(misfit.value) == Text(
        vi="`ref` phải là đoạn chữ, không phải `5`", en="`ref` should be a text, not `5`"
    )
    with pytest.raises(ValidationError) as empty:
        LegalBasis.model_validate({"ref": None})
    assert refusal_words(empty.value) == Text(vi="`ref` chưa được nêu", en="`ref`: it is not said")
    with pytest.raises(ValidationError) as limit:
        TimeLimit.model_validate("soon")
    assert refusal_words(limit.value) == Text(vi="`soon` không phải là thời hạn", en="`soon` is not a time limit")
