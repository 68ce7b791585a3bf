"""The corpus of broken files: each gives its author exactly the messages that lie beside it, and no others."""

from pathlib import Path

import pytest

from tests.support.broken_files import CORPUS, ENDINGS, broken_files, expected, expected_file, said

LEAST = 70
TOPICS = {"agencies", "calendars", "laws", "procedures", "scenarios", "stories", "together", "yaml"}


@pytest.mark.parametrize("language", ENDINGS)
@pytest.mark.parametrize("case", broken_files(), ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_the_author_is_told(case: Path, language: str) -> None:
    assert said(case, language) == expected(case, language)


def test_every_part_of_the_language_is_broken_somewhere() -> None:
    assert {case.parent.name for case in broken_files()} == TOPICS
    assert len(broken_files()) >= LEAST


def test_every_broken_file_has_a_message_and_every_message_a_file() -> None:
    wanted = {expected_file(case, language) for case in broken_files() for language in ENDINGS}
    assert [path.name for path in wanted if not path.read_text(encoding="utf-8").strip()] == []
    assert set(CORPUS.glob("*/*.expected")) == wanted
