"""The authors' tutorial, typed word for word in both languages: what it shows is what the reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.document_blocks import Block, blocks_of
from tests.support.readers_folder import product_started, readers_folder
from tests.support.typed_shell import ROOT, TypedShell, typed_shell

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

FOLDER = ROOT / "docs" / "tutorial"
VALIDATE = ".venv/bin/lienthong procedures validate my-procedures/kite-festival{lang} || true"
WIDE = "export COLUMNS=140"
_BORDERS = re.compile(r"[\s│┃┏┓┗┛━┳┡┩╇└┘─┴]+")


@pytest.mark.parametrize("document", ["README.md", "README.vi.md"])
def test_every_line_works_and_shows_what_is_said(document: str, tmp_path: Path) -> None:
    folder = readers_folder(tmp_path, "tests.support.typed_on_a_day")
    with ExitStack() as open_now:
        shell = open_now.enter_context(typed_shell(folder))
        shell.type(WIDE)
        lang = " --lang en" if document == "README.md" else ""
        reader = Reader(folder, shell, open_now, lang)
        for block in blocks_of(FOLDER / document):
            reader.meets(block)
    assert reader.compared >= 15


def test_both_languages_type_the_same() -> None:
    typed = [[block.text.replace(" --lang en", "") for block in _typed(name)] for name in ("README.md", "README.vi.md")]
    assert typed[0] == typed[1]
    assert len(typed[0]) >= 15


def _typed(document: str) -> Iterator[Block]:
    return (block for block in blocks_of(FOLDER / document) if block.language == "")


class Reader:
    """Types what the document says to type, and compares what comes with what it says that comes."""

    def __init__(self, folder: Path, shell: TypedShell, open_now: ExitStack, lang: str) -> None:
        self._folder = folder
        self._shell = shell
        self._open_now = open_now
        self._lang = lang
        self._address = ""
        self._shown: str | None = None
        self.compared = 0

    def meets(self, block: Block) -> None:
        if block.language == "":
            self._shown = self._type(block)
        elif block.language == "text":
            _compare(block.text, self._shown if self._shown is not None else self._after_the_mistake())
            self._shown = None
            self.compared += 1

    def _type(self, block: Block) -> str:
        if block.typed_at:
            self._shell.type(f"export TYPED_AT={block.typed_at}")
        shown = "".join(self._type_line(line) for line in block.text.splitlines())
        self._shell.type("unset TYPED_AT")
        return shown

    def _type_line(self, line: str) -> str:
        if " up --demo" in line:
            self._address = self._open_now.enter_context(product_started(self._folder, line))
            return ""
        return self._shell.type(f"{line} {self._address}" if line.startswith("sh ") else line)

    def _after_the_mistake(self) -> str:
        """The only output that follows no command: of the mistake that the reader is asked to make."""
        file = self._folder / "my-procedures" / "kite-festival" / "2026-09-01.yaml"
        sound = file.read_text(encoding="utf-8")
        file.write_text(sound.replace("within: 4 working_days", "within: 4"), encoding="utf-8")
        shown = self._shell.type(VALIDATE.format(lang=self._lang))
        file.write_text(sound, encoding="utf-8")
        return shown


def _compare(told: str, shown: str) -> None:
    """Each line that is told stands in what was shown, in this order; `…` stands for anything, borders for nothing."""
    rest = _plain(shown)
    for line in told.splitlines():
        found = re.search(re.escape(_plain(line)).replace("…", ".*?"), rest)
        assert found, f"not shown: {line}\n{shown}"
        rest = rest[found.end() :]


def _plain(text: str) -> str:
    return _BORDERS.sub(" ", text).strip()
