"""Sets a paper in type: the facts go into a template as data, never as markup, and come out as one PDF."""

import threading
import unicodedata
from pathlib import Path

import typst

from engine.core.book_facts import BookFacts
from engine.core.errors import InvariantBroken
from engine.core.paper_facts import PaperFacts
from printing.qr import qr_svg

NEWEST = "2"
"""The template of papers that are made from now on. One that papers were made with stays as it is, in its folder."""

_TEMPLATES = Path(__file__).parent / "templates"


class PaperPress:
    """Safe to share among threads; the compiler keeps what it has read of the fonts."""

    newest = NEWEST

    def __init__(self) -> None:
        self._compilers: dict[str, typst.Compiler] = {}
        self._one_at_a_time = threading.Lock()

    def print(self, facts: PaperFacts | BookFacts, template: str) -> bytes:
        """The paper as PDF; raises `KeyError` for a template that there is not."""
        words = unicodedata.normalize("NFC", facts.model_dump_json())
        inputs = {"facts": words, "qr": qr_svg(facts.code) if facts.code else ""}
        written_at = int(facts.written_at.timestamp())
        with self._one_at_a_time:
            compiler = self._compiler(template)
            try:
                return _made(compiler.compile(pdf_standards="a-2a", sys_inputs=inputs, timestamp=written_at))
            except typst.TypstError:
                # A letter for which no font has a shape may not stand in a PDF for archives; the paper is due all the same.
                pass
            try:
                return _made(compiler.compile(sys_inputs=inputs, timestamp=written_at))
            except typst.TypstError:
                # Its message may repeat what stands on the paper, and is shown where people's data must not be.
                raise InvariantBroken(f"template {template} cannot be set in type") from None

    def _compiler(self, template: str) -> typst.Compiler:
        if template not in self._compilers:
            folder = _TEMPLATES / f"v{template}"
            if not template.isdigit() or not folder.is_dir():
                raise KeyError(template)
            # The fonts are the wheel's own: what a machine has installed must not show on a paper.
            self._compilers[template] = typst.Compiler(folder / "paper.typ", root=folder, ignore_system_fonts=True)
        return self._compilers[template]


def _made(answer: bytes | list[bytes] | None) -> bytes:
    assert isinstance(answer, bytes), "no output file is given, so the document itself comes back"
    return answer
