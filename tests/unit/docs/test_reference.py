"""The reference of the procedure language says what the models say, and leaves nothing out."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel

from cli import role_table
from cli.reference_page import FILES, WRITTEN_IN_A_LINE, page
from cli.reference_rules import PLACES
from cli.reference_words import field_words, models_in
from procedure_defs.rules import RULES
from tests.support.source_tree import ROOT

PAGE = ROOT / "docs" / "reference" / "procedure-language.md"
MODELS = {model.__name__: model for kind in FILES for model in models_in(kind.model) if model not in WRITTEN_IN_A_LINE}
OF_WHOLE_FILES = {"yaml", "field-missing", "field-unknown", "value", "name", "named-twice", "heading", "readme-stale"}
"""Rules that hold for every field alike, or for no field in particular."""


def test_the_page_is_the_one_that_the_models_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "python -m cli.reference_page > docs/reference/procedure-language.md"
    )


def test_the_page_of_roles_is_the_one_that_the_tables_make() -> None:
    written = PAGE.with_name("roles.md").read_text(encoding="utf-8")
    assert written == role_table.page(), "python -m cli.role_table > docs/reference/roles.md"


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_field_says_in_a_sentence_what_it_is_for(model: type[BaseModel]) -> None:
    said = {words.name: words.says for words in field_words(model)}
    assert said
    assert {name: text for name, text in said.items() if not re.fullmatch(r"[A-Z`].+\.", text)} == {}
    assert (model.__doc__ or "").strip()


def test_every_field_is_on_the_page() -> None:
    text = page()
    for name, model in MODELS.items():
        section = text.split(f"\n### {name}\n", 1)[1].split("\n### ", 1)[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [words.name for words in field_words(model)]


def test_rules_are_told_beside_their_fields() -> None:
    assert PLACES.keys() <= RULES.keys()
    assert RULES.keys() - PLACES.keys() == OF_WHOLE_FILES
    fields = {f"{name}.{words.name}" for name, model in MODELS.items() for words in field_words(model)}
    assert {place for places in PLACES.values() for place in places} - fields == set()


def test_what_a_field_takes_and_defaults_to() -> None:
    step = {words.name: words for words in field_words(MODELS["StepDefinition"])}
    assert (step["within"].written, step["within"].default) == ("[time limit](#time-limits)", "none")
    assert (step["agency"].written, step["agency"].default) == ("kind of agency", "**required**")
    assert (step["counting"].written, step["counting"].default) == ("[Convention](#convention)", "`elapsed`")
    assert step["within_when"].written == "condition: [time limit](#time-limits)"
    assert step["legal_basis"].written == "list: [LegalBasis](#legalbasis), at least one"
    assert "known_on" not in {words.name for words in field_words(MODELS["CalendarFile"])}
