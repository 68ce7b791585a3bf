"""Conditions in words: every form that the language of conditions has, in both languages; the rest is quoted."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.condition_checks import conditions
from engine.core.condition_words import circumstance_text, condition_text, condition_words
from engine.core.definition import ProcedureDefinition
from procedure_defs.catalogue import load_catalogue
from tests.support.kite_licence import KITE, kite_definition


def _titled(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}


def _kite() -> ProcedureDefinition:
    form: dict[str, Any] = {
        **KITE["form"],
        "colour": {
            "type": "choice",
            "title": _titled("Màu", "Colour"),
            "choices": {
                "red": _titled("Đỏ", "Red"),
                "blue": _titled("Xanh", "Blue"),
                "gold": _titled("Vàng", "Gold"),
            },
        },
        "tails": {"type": "integer", "title": _titled("Số đuôi", "Tails")},
        "flown_on": {"type": "date", "title": _titled("Ngày thả", "Day of the flight")},
        "landed_on": {"type": "date", "title": _titled("Ngày hạ", "Day of landing")},
        "note": {"title": _titled("Ghi chú", "Note")},
        "old": {"type": "boolean", "title": _titled("Diều cũ", "Old kite")},
    }
    return kite_definition(form=form)


@pytest.mark.parametrize(
    ("condition", "vi", "en"),
    [
        ("form.old", "“Diều cũ”", "“Old kite”"),
        ("!form.old", "không phải “Diều cũ”", "not “Old kite”"),
        ("!!form.old", "“Diều cũ”", "“Old kite”"),
        ("form.old == true", "“Diều cũ”", "“Old kite”"),
        ("form.old != true", "không phải “Diều cũ”", "not “Old kite”"),
        ("form['old'] == false", "không phải “Diều cũ”", "not “Old kite”"),
        ("form.colour == 'red'", "“Màu” là “Đỏ”", "“Colour” is “Red”"),
        ('"red" == form.colour', "“Màu” là “Đỏ”", "“Colour” is “Red”"),
        ("form.colour != 'red'", "“Màu” không phải là “Đỏ”", "“Colour” is not “Red”"),
        ("!(form.colour == 'red')", "“Màu” không phải là “Đỏ”", "“Colour” is not “Red”"),
        (
            "form.colour == 'red' || form.colour == 'blue'",
            "“Màu” là “Đỏ” hoặc “Xanh”",
            "“Colour” is “Red” or “Blue”",
        ),
        (
            "form.colour != 'red' && form.colour != 'gold'",
            "“Màu” không phải là “Đỏ” hay “Vàng”",
            "“Colour” is not “Red” or “Gold”",
        ),
        (
            "form.colour in ['red', 'blue', 'gold']",
            "“Màu” là “Đỏ”, “Xanh” hoặc “Vàng”",
            "“Colour” is “Red”, “Blue” or “Gold”",
        ),
        ("!(form.colour in ['red'])", "“Màu” không phải là “Đỏ”", "“Colour” is not “Red”"),
        ("has(form.note)", "đã có thông tin “Ghi chú”", "“Note” is given"),
        ("!has(form.note)", "chưa có thông tin “Ghi chú”", "“Note” is not given"),
        ("form.note == ''", "“Ghi chú” để trống", "“Note” is left empty"),
        ("form.note != ''", "“Ghi chú” không để trống", "“Note” is not left empty"),
        ("form.note == 'x'", "“Ghi chú” là “x”", "“Note” is “x”"),
        ("form.tails == 3", "“Số đuôi” là 3", "“Tails” is 3"),
        ("form.tails > 3", "“Số đuôi” lớn hơn 3", "“Tails” is more than 3"),
        ("3 <= form.tails", "“Số đuôi” ít nhất là 3", "“Tails” is at least 3"),
        ("form.tails < -3", "“Số đuôi” nhỏ hơn -3", "“Tails” is less than -3"),
        ("!(form.tails > 3)", "“Số đuôi” không quá 3", "“Tails” is at most 3"),
        (
            "form.flown_on >= '2026-09-01'",
            "“Ngày thả” sớm nhất là ngày 01/09/2026",
            "“Day of the flight” is 01/09/2026 at the earliest",
        ),
        (
            "form.flown_on < form.landed_on",
            "“Ngày thả” trước ngày “Ngày hạ”",
            "“Day of the flight” is before “Day of landing”",
        ),
        (
            "form.flown_on == form.landed_on",
            "“Ngày thả” giống với “Ngày hạ”",
            "“Day of the flight” is the same as “Day of landing”",
        ),
        (
            "form.colour == 'red' && (form.old || case.windy)",
            "“Màu” là “Đỏ” và (“Diều cũ” hoặc “Windy”)",
            "“Colour” is “Red” and (“Old kite” or “Windy”)",
        ),
        (
            "(form.colour == 'red' || form.colour == 'blue') && form.old",
            "(“Màu” là “Đỏ” hoặc “Xanh”) và “Diều cũ”",
            "(“Colour” is “Red” or “Blue”) and “Old kite”",
        ),
        ("!(form.old || case.windy)", "không phải (“Diều cũ” hoặc “Windy”)", "not (“Old kite” or “Windy”)"),
        ("form.requester.full_name == 'An'", "“Name” là “An”", "“Name” is “An”"),
    ],
)
def test_a_condition_is_told_in_both_languages(condition: str, vi: str, en: str) -> None:
    said = condition_text(condition, _kite())
    assert (said.vi, said.en) == (vi, en)


@pytest.mark.parametrize(
    "condition",
    [
        "size(form.note) > 3",
        "form.unknown_field",
        "case.unknown_fact",
        "form.old ? case.windy : true",
        "form.note.startsWith('x')",
        "form.tails + 1 > 3",
        "form.note == 'it\\'s'",
        "form.note == '''x'''",
        "form.note > 'b'",
        "!form.old == true",
        "form.flown_on < 'soon'",
        "!" * 5000 + "form.old",
        "(" * 2000 + "form.old" + ")" * 2000,
    ],
)
def test_what_has_no_words_is_quoted_with_a_note(condition: str) -> None:
    assert condition_text(condition, _kite()).vi == f"điều kiện viết bằng biểu thức “{condition}”"
    assert condition_text(condition, _kite()).en == f"the condition written as “{condition}”"


def test_a_condition_of_a_result_is_told_in_the_words_of_that_result() -> None:
    fields = kite_definition().steps["inspect_kite"].result  # type: ignore[index]
    assert condition_words("form.strong", kite_definition(), "en", fields) == "“Strong”"
    assert "written as" in condition_words("form.strong", kite_definition(), "en")


def test_a_reason_that_is_one_name_stands_without_quotation_marks() -> None:
    assert circumstance_text("case.windy", _kite()).en == "Windy"
    assert circumstance_text("form.colour == 'red'", _kite()).en == "“Colour” is “Red”"


@given(st.text(alphabet="form.case old colour==!=&&||()[]'\"red,<>3 inhas", max_size=60))
def test_any_text_gets_some_words(condition: str) -> None:
    assert condition_words(condition, kite_definition(), "vi") or not condition.strip()


def test_every_condition_that_is_shipped_has_words_without_a_sign_of_the_language() -> None:
    told = 0
    for definition in load_catalogue().all():
        for condition in conditions(definition):
            for language in ("vi", "en"):
                said = condition_words(condition.source, definition, language, condition.fields)
                assert not any(sign in said for sign in ("form.", "case.", "==", "&&", "||", "_"))
                told += 1
    assert told > 50
