"""A text that has a format is refused in any other shape, in words; browsers read the same patterns."""

import pytest

from engine.core.answer_formats import SHAPES, AnswerFormat, expected, fits
from engine.core.definition import FieldDefinition
from engine.core.forms import answers, problems_in
from engine.core.values import Text

TITLE = Text(vi="Số định danh cá nhân", en="Personal identification number")
TAKEN = {
    AnswerFormat.PERSONAL_NUMBER: ("001226000001",),
    AnswerFormat.IDENTITY_NUMBER: ("001226000001", "123456789", "C1234567", "AB 12-345/6"),
    AnswerFormat.PHONE: ("0912345678", "0912 345 678", "+84 912.345.678", "(024) 3825-1234", "(+84) 912345678"),
    AnswerFormat.EMAIL: ("an@example.org", "an.le+khai-sinh@mail.example.com.vn", "o'hara{1}|x@example.org"),
}
REFUSED = {
    AnswerFormat.PERSONAL_NUMBER: (
        "abc",
        "00122600000",
        "0012260000012",
        "001226 00001",
        "００１２２６００００01",
        "001226000001\n",
    ),
    AnswerFormat.IDENTITY_NUMBER: ("abc", "abcdefgh", "1234", "Số 123456", "1" * 25, "12345\n"),
    AnswerFormat.PHONE: (
        "ask my mother",
        "113",
        "+84+912345678",
        "0" * 16,
        "0912345678\n",
        "0" + " " * 40 + "912345678",
    ),
    AnswerFormat.EMAIL: (
        "an",
        "an@mother",
        "an@@example.org",
        "a..n@example.org",
        "An <an@example.org>",
        "an@example.org\n",
    ),
}


def _form(wanted: AnswerFormat) -> dict[str, FieldDefinition]:
    return {"asked": FieldDefinition(title=TITLE, format=wanted)}


@pytest.mark.parametrize(("wanted", "said"), [(wanted, said) for wanted, all_ in TAKEN.items() for said in all_])
def test_what_has_the_shape_is_taken(wanted: AnswerFormat, said: str) -> None:
    assert problems_in(_form(wanted), {"asked": said}, {}) == ()


@pytest.mark.parametrize(("wanted", "said"), [(wanted, said) for wanted, all_ in REFUSED.items() for said in all_])
def test_what_has_another_shape_is_told_and_no_condition_sees_it(wanted: AnswerFormat, said: str) -> None:
    assert problems_in(_form(wanted), {"asked": said}, {}) == (expected(wanted).at("asked"),)
    assert answers(_form(wanted), {"asked": said}) == {}


def test_a_blank_answer_has_no_shape_to_have() -> None:
    assert problems_in(_form(AnswerFormat.PHONE), {"asked": ""}, {}) == ()


def test_a_field_without_a_format_takes_any_text() -> None:
    assert problems_in({"asked": FieldDefinition(title=TITLE)}, {"asked": "abc"}, {}) == ()


def test_every_format_takes_its_own_sample_and_says_itself_in_both_languages() -> None:
    assert set(SHAPES) == set(AnswerFormat)
    for wanted, shape in SHAPES.items():
        assert fits(wanted, shape.sample)
        assert "cần" in expected(wanted).vi
        assert "expected" in expected(wanted).en


@pytest.mark.parametrize("wanted", AnswerFormat)
def test_a_long_text_meets_no_pattern(wanted: AnswerFormat) -> None:
    assert not fits(wanted, "1" * 100_000 + "@")
