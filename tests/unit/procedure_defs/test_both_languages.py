"""Authors read each message in their language: no Vietnamese message is left in English, and no English one in Vietnamese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.core.values import Text
from procedure_defs.rules import RULES
from tests.support.broken_files import broken_files, problems
from tests.support.message_templates import bilingual_texts

_FROM_THE_FILE = re.compile(r"`[^`]*`|“[^”]*”|NĐ \S+|\{\w+\}")
"""Names and values stay as they stand in the file."""
_VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
_ENGLISH = re.compile(
    r"\b(the|is|are|of|not|and|has|have|should|write|with|which|this|cannot|its|for)\b", re.IGNORECASE
)


@pytest.mark.parametrize("case", broken_files(), ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_a_message_is_told_in_both_languages(case: Path) -> None:
    assert [told for problem in problems(case) if (told := _half_told(problem.what) + _half_told(problem.mend))] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_in_both_languages_what_it_asks_for(rule: str) -> None:
    assert _half_told(RULES[rule].says) == []


def test_no_words_in_the_code_are_the_same_in_both_languages() -> None:
    texts = bilingual_texts()
    assert {place: vi for place, (vi, en) in texts.items() if re.search(r"\w{2}", _said_by_us(vi)) and vi == en} == {}
    assert {place: vi for place, (vi, _) in texts.items() if _ENGLISH.search(_said_by_us(vi))} == {}
    assert len(texts) > 450


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (Text(vi="không có bước `the step`", en="there is no step `the step`"), 0),
        (Text(vi="there is no step `x`", en="there is no step `x`"), 3),
        (Text(vi="hãy ghi the step", en="write the step"), 1),
        (Text(vi="hãy ghi", en="hãy ghi"), 2),
    ],
)
def test_what_is_told_in_one_language_alone_is_noticed(words: Text, faults: int) -> None:
    assert len(_half_told(words)) == faults


def _half_told(words: Text) -> list[str]:
    """What shows that a text is not in both languages."""
    vi, en = _said_by_us(words.vi), _said_by_us(words.en)
    found = [f"the same: {vi}"] if vi == en else []
    found += [] if _VIETNAMESE.search(vi) else [f"no Vietnamese letter: {vi}"]
    found += [f"English: {vi}"] if _ENGLISH.search(vi) else []
    return found + ([f"Vietnamese: {en}"] if _VIETNAMESE.search(en) else [])


def _said_by_us(words: str) -> str:
    return _FROM_THE_FILE.sub("", words)
