"""Whoever adds a question or a page says whether its answer is a look at somebody's case."""

from __future__ import annotations

from engine.core.audit import LOOKS, NO_LOOKS, AuditKind
from engine.core.audit_words import KINDS
from engine.core.operations import PAGES, QUESTIONS


def test_each_question_and_page_is_entered_or_said_not_to_be() -> None:
    assert LOOKS.keys() | NO_LOOKS == QUESTIONS.keys() | PAGES.keys()
    assert NO_LOOKS.isdisjoint(LOOKS)


def test_each_kind_has_its_words() -> None:
    assert set(KINDS) == set(AuditKind)
