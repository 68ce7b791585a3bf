"""The quick parser and the thorough one read the same, whatever the text: the quick one only saves time."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.events import DocumentEndEvent, Event, MappingEndEvent, SequenceEndEvent, StreamEndEvent

from procedure_defs.yaml_events import quick_events

FOLDER = Path(__file__).parents[3]
SHIPPED_FILES = [*(FOLDER / "procedure_defs").rglob("*.yaml")]
FILES = [
    *SHIPPED_FILES,
    *(FOLDER / "tests").rglob("*.yaml"),
    *(FOLDER / "docs").rglob("*.yaml"),
]


def _told(events: Iterable[Event]) -> list[tuple[object, ...]]:
    """What the reader looks at: the kind of each event, its words, and where it begins."""
    return [
        (
            type(event).__name__,
            *(str(getattr(event, name, None)) for name in ("value", "tag", "anchor")),
            (event.start_mark.line, event.start_mark.column),
        )
        for event in events
        if not isinstance(event, StreamEndEvent | DocumentEndEvent | SequenceEndEvent | MappingEndEvent)
    ]


def _thorough(text: str) -> list[tuple[object, ...]]:
    return _told(islice(YAML(typ="safe", pure=True).parse(text), 20_000))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_reads_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace").replace("\t", " ")
    quick = quick_events(text)
    assert quick is None or _told(quick) == _thorough(text)


@pytest.mark.parametrize("path", SHIPPED_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_shipped_is_read_quickly(path: Path) -> None:
    """Every process reads all of it as it starts. A long text between quotes is folded as behind `>`, and read at once."""
    assert quick_events(path.read_text(encoding="utf-8")) is not None


WORDS = st.sampled_from(
    [
        "a",
        "b:",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ": ",
        ",",
        "\n",
        "\n  ",
        "\n    ",
        "'",
        '"',
        "#",
        "|\n",
        ">\n",
        "x y",
        "ở",
        "1",
        "?",
        "!",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=14).map("".join))
def test_what_the_quick_parser_takes_the_thorough_one_reads_alike(text: str) -> None:
    quick = quick_events(text)
    assert quick is None or _told(quick) == _thorough(text)


def test_most_files_are_read_quickly() -> None:
    shipped = [path.read_text(encoding="utf-8") for path in (FOLDER / "procedure_defs").rglob("*.yaml")]
    assert sum(quick_events(text) is not None for text in shipped) > len(shipped) * 3 / 4
