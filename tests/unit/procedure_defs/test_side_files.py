"""Files that lie beside definitions are checked by their own shape, whatever name they are given by."""

from pathlib import Path

import pytest

from procedure_defs.catalogue import SHIPPED
from procedure_defs.validation import validated

EXAMPLES = SHIPPED / "birth-residence-insurance" / "worked_examples.yaml"
LAWS = SHIPPED / "laws.yaml"


def _changed(folder: Path, source: Path, old: str, new: str, name: str) -> list[tuple[str, str, str]]:
    text = source.read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return [(p.rule, p.what.en, p.mend.en) for p in validated([folder / name]).problems]


@pytest.mark.parametrize("name", ["worked_examples.yaml", "stories-of-spring.yaml"])
def test_a_sound_file_of_stories_is_no_procedure(tmp_path: Path, name: str) -> None:
    assert _changed(tmp_path, EXAMPLES, "of: birth", "of: birth", name) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        (
            "of: birth-residence-insurance",
            "of: birth-residence",
            "story-names",
            "there is no procedure `birth-residence`",
        ),
        ("complete: register_birth", "complete: register_brith", "story-names", "has no step `register_brith`"),
        ("establish: needs_verification", "establish: needs_verifying", "story-names", "has no fact `needs_verifying`"),
        ('version: "2026-09-01"', 'version: "2026-09-02"', "story-names", "has no version 2026-09-02"),
        ("complete: register_birth", "completed: register_birth", "field-unknown", "unknown field `completed`"),
        ("        register_birth: done_", "        register_birt: done_", "story-names", "has no step `register_birt`"),
    ],
)
def test_a_slip_in_a_story(tmp_path: Path, old: str, new: str, rule: str, words: str) -> None:
    ((found, what, _),) = _changed(tmp_path, EXAMPLES, old, new, "worked_examples.yaml")
    assert (found, words in what) == (rule, True)


def test_a_story_that_is_told_twice(tmp_path: Path) -> None:
    told = [i for i in EXAMPLES.read_text(encoding="utf-8").splitlines() if i.startswith("  - id: ")]
    problems = _changed(tmp_path, EXAMPLES, f"{told[1]}\n", f"{told[0]}\n", "worked_examples.yaml")
    assert [rule for rule, _, _ in problems] == ["story-id"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("ref: NĐ 107/2021/NĐ-CP", "ref: NĐ 61/2018/NĐ-CP", "law-twice"),
        ("{from: 2019-01-06, to: 2025-09-14}", "{from: 2025-09-15, to: 2025-09-14}", "law-dates"),
        ("replaced_by: NĐ 118/2025/NĐ-CP", "replaced_by: NĐ 61/2018/NĐ-CP", "law-dates"),
        ("to: 2025-06-30", "to: soon", "value"),
    ],
)
def test_a_slip_in_the_laws(tmp_path: Path, old: str, new: str, rule: str) -> None:
    assert [found for found, _, _ in _changed(tmp_path, LAWS, old, new, "laws.yaml")] == [rule]


def test_a_folder_is_checked_with_what_lies_beside(tmp_path: Path) -> None:
    (tmp_path / "worked_examples.yaml").write_text("of: nothing\nworked_examples: []\n", encoding="utf-8")
    seen = validated([tmp_path])
    assert [Path(file).name for file in seen.files] == ["worked_examples.yaml"]
    assert [problem.rule for problem in seen.problems] == ["story-names"]
