"""The corpus of broken files: each gives its author exactly the messages that lie beside it, and no others."""

from pathlib import Path

import pytest

from tests.support.broken_files import CORPUS, broken_files, expected, said

LEAST = 70
TOPICS = {"agencies", "calendars", "laws", "procedures", "scenarios", "stories", "together", "yaml"}


@pytest.mark.parametrize("case", broken_files(), ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_the_author_is_told(case: Path) -> None:
    assert said(case) == expected(case)


def test_every_part_of_the_language_is_broken_somewhere() -> None:
    assert {case.parent.name for case in broken_files()} == TOPICS
    assert len(broken_files()) >= LEAST


def test_every_broken_file_has_a_message_and_every_message_a_file() -> None:
    assert [case.name for case in broken_files() if not expected(case)] == []
    assert {path.stem for path in CORPUS.glob("*/*.expected")} == {case.stem for case in broken_files()}
