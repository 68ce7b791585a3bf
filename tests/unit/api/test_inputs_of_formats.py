"""A field with a shape says it before anything is typed; what an optional group asks for is said of the group alone."""

from __future__ import annotations

from html import escape, unescape
from re import findall

import pytest

from api.acts.inputs import Input, inputs_of_fields
from api.pages.render import _ENVIRONMENT
from api.pages.texts import TEXTS
from engine.core.answer_formats import SHAPES, AnswerFormat
from engine.core.definition import FieldDefinition, FieldType
from engine.core.values import Text
from tests.support.kite_licence import DIRECTORY

TITLE = Text(vi="Người thả", en="Pilot")


def _input(**declared: object) -> Input:
    return inputs_of_fields("form", {"pilot": FieldDefinition.model_validate({"title": TITLE, **declared})}, DIRECTORY)[
        0
    ]


def _html(one: Input, language: str) -> str:
    words = {"t": lambda key: TEXTS[key].in_language(language), "say": lambda text: text.in_language(language)}
    template = _ENVIRONMENT.from_string(
        "{% from 'act_form.html' import field with context %}{{ field('new', one, {}, {}, {}) }}"
    )
    return template.render(one=one, **words)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("wanted", AnswerFormat)
def test_an_input_has_pattern_keyboard_length_and_words(wanted: AnswerFormat, language: str) -> None:
    shape, html = SHAPES[wanted], _html(_input(format=wanted), language)
    assert [unescape(said) for said in findall(r' pattern="([^"]*)"', html)] == [shape.pattern]
    assert f' inputmode="{shape.keyboard}"' in html
    assert f' maxlength="{shape.longest}"' in html
    assert escape(shape.what.in_language(language)).casefold() in html.casefold()
    assert 'aria-describedby="new-form.pilot-hint"' in html


def test_an_input_that_is_required_sometimes_says_both() -> None:
    hint = _input(format="phone", required_when="form.night").hint
    assert hint is not None
    assert hint.vi == "Bắt buộc trong một số trường hợp; số điện thoại gồm 8 đến 15 chữ số"


def test_a_text_without_a_shape_takes_what_it_took() -> None:
    html = _html(_input(), "vi")
    assert " pattern=" not in html
    assert ' maxlength="4000"' in html


@pytest.mark.parametrize(("is_required", "said"), [(True, "bắt buộc"), (False, "bắt buộc nếu khai nhóm này")])
def test_what_a_group_asks_for_is_required_once_the_group_is_filled_in(is_required: bool, said: str) -> None:
    inside = {"name": {"title": Text(vi="Tên", en="Name"), "required": True}}
    html = _html(_input(type=FieldType.GROUP, required=is_required, fields=inside), "vi")
    assert f'Tên <span class="needed">({said})</span>' in html
    assert (" required" in html.partition("<input")[2]) is is_required
