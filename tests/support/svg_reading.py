"""A picture as a reader finds it: its words, its lanes, its steps."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Step:
    """One box: the words in it, its accessible name, and its mark."""

    words: str
    name: str
    mark: str
    hatched: int
    status: str


@dataclass(frozen=True)
class Picture:
    """A whole picture; `words` are those that are drawn."""

    source: str
    root: ET.Element
    words: str
    legend: str
    lanes: list[str]
    steps: dict[str, Step]
    critical_steps: list[str]


def read_picture(source: str) -> Picture:
    """Raises when the text is not well-formed ET."""
    root = ET.fromstring(source)
    groups = [(g.get("class"), g) for g in root.iter(f"{_SVG}g")]
    boxes = [g for kind, g in groups if kind == "step"]
    return Picture(
        source=source,
        root=root,
        words=_words(root),
        legend=" ".join(_words(g) for kind, g in groups if kind == "legend"),
        lanes=[g.get("aria-label", "") for kind, g in groups if kind == "lane"],
        steps={g.get("data-step", ""): _step(g) for g in boxes},
        critical_steps=[g.get("data-step", "") for g in boxes if g.get("data-critical") == "true"],
    )


def _step(group: ET.Element) -> Step:
    name = group.get("aria-label", "")
    said = name.removeprefix(f"{group.get('data-title', '')}: ")
    return Step(
        words=_words(group),
        name=name,
        mark=group.get("data-mark", ""),
        hatched=sum(rect.get("class") == "suspension" for rect in group.iter(f"{_SVG}rect")),
        status=re.split(";", said)[0],
    )


def _words(element: ET.Element) -> str:
    return " ".join(text.text or "" for text in element.iter(f"{_SVG}text"))
