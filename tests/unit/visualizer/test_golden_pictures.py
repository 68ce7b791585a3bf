"""Pictures do not change unseen. After a wanted change: `python -m tests.support.golden_pictures`, look, commit."""

import pytest

from tests.support.golden_pictures import FOLDER, pictures


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return dict(pictures())


def test_each_picture_is_drawn_as_it_was_approved(drawn: dict[str, str]) -> None:
    approved = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert sorted(drawn) == sorted(approved)
    changed = [name for name, text in drawn.items() if approved[name] != text]
    assert changed == []


def test_the_same_facts_give_the_same_bytes(drawn: dict[str, str]) -> None:
    assert dict(pictures()) == drawn
