"""Every YAML block in the documents is what it says: a whole file, or cut out of one that is checked and played."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from cli.main import app
from engine.core.definition import LintRules
from procedure_defs.rules import RULES
from tests.support.document_blocks import Block, blocks_of, is_cut_out_of
from tests.support.source_tree import ROOT, files, name_of

DOCUMENTS = {name_of(path): path for path in files(".md") if any(b.language == "yaml" for b in blocks_of(path))}
WITHOUT_A_FILE = {"README.md", "README.vi.md", "docs/reference/commands.md"}
"""Pages whose YAML has a test of its own: in the READMEs it is a whole file, in the commands an allowance."""

FOLDERS = ("docs/cookbook", "docs/tutorial/kite-festival-1", "docs/tutorial/kite-festival-2")


@pytest.mark.parametrize("document", sorted(DOCUMENTS.keys() - WITHOUT_A_FILE))
def test_every_excerpt_is_cut_out_of_its_file(document: str) -> None:
    blocks = [block for block in blocks_of(DOCUMENTS[document]) if block.language == "yaml"]
    assert blocks
    wrong = [block.text for block in blocks if not _is_true(block)]
    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("command", [["validate"], ["lint", "--strict"], ["test"]])
def test_the_files_of_the_documents_are_sound(folder: str, command: list[str]) -> None:
    answer = CliRunner().invoke(app, ["procedures", *command, str(ROOT / folder)])
    assert answer.exit_code == 0, answer.output


def test_excerpts_come_from_files_that_are_checked() -> None:
    sound = [ROOT / folder for folder in (*FOLDERS, "procedure_defs")]
    cut = {block.file for document in DOCUMENTS.values() for block in blocks_of(document) if block.file}
    assert cut
    assert [file for file in cut if not any(file.is_relative_to(folder) for folder in sound)] == []


def test_the_allowance_among_the_commands_is_one() -> None:
    (block,) = (b for b in blocks_of(DOCUMENTS["docs/reference/commands.md"]) if b.language == "yaml")
    said = LintRules.model_validate(YAML(typ="safe").load(block.text)["lint"])
    assert {allowed.partition("/")[0] for allowed in said.allow} <= RULES.keys()
    assert len(said.allow) == 2


def test_what_stands_in_no_file_is_noticed(tmp_path: Path) -> None:
    shutil.copy(ROOT / "docs" / "tutorial" / "kite-licence.yaml", tmp_path / "kite.yaml")
    page = tmp_path / "page.md"
    page.write_text("From [it](kite.yaml):\n\n```yaml\nagency: civil_registry\n# …\nagency: nobody\n```\n")
    (block,) = blocks_of(page)
    assert block.file == tmp_path / "kite.yaml"
    assert not _is_true(block)
    assert is_cut_out_of("a:\n  b: 1\n# …\nd: 2\n", "x:\n  a:\n    b: 1\n    c: 1\n  d: 2\n")
    assert not is_cut_out_of("a:\n    b: 1\n", "a:\n  b: 1\n")
    assert not is_cut_out_of("d: 2\n# …\na:\n", "a:\nd: 2\n")


def _is_true(block: Block) -> bool:
    return block.file is not None and is_cut_out_of(block.text, block.file.read_text(encoding="utf-8"))
