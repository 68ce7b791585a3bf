"""Every picture is well-formed, escaped, self-contained, readable for the colour-blind and for screen readers."""

import itertools
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from engine.core.values import Text
from tests.support.golden_pictures import pictures
from tests.support.svg_reading import read_picture
from tests.support.tangled_procedure import TANGLE, a_directory, a_procedure
from visualizer import palette
from visualizer.case_picture import procedure_svg
from visualizer.diagram import Mark, Sign, Tone
from visualizer.palette import Colours
from visualizer.signs import shape

DRAWN = {name: text for name, text in pictures().items() if name.endswith(".svg")}
NASTY = "Sổ <A> & \"B\" 'C' ]]> -- \x0b"


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_it_is_well_formed_and_named_for_those_who_cannot_see_it(name: str) -> None:
    root = ET.fromstring(DRAWN[name])
    assert root.get("role") == "img"
    title, description, *_ = list(root)
    assert [title.get("id"), description.get("id")] == (root.get("aria-labelledby") or "").split()
    seen = read_picture(DRAWN[name])
    assert all(step.name in (description.text or "") for step in seen.steps.values())


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_it_needs_nothing_from_outside_and_runs_nothing(name: str) -> None:
    text = DRAWN[name].replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"https?:|<script|<style|<image|<foreignObject|href=|@import|\son\w+=", text) == []
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {
        f"#{name}" for name in re.findall(r'pattern id="([^"]+)"', text)
    }


def test_titles_with_the_letters_of_xml_are_escaped() -> None:
    definition = a_procedure(TANGLE)
    first = definition.steps[next(iter(definition.steps))]
    nasty = first.model_copy(update={"title": Text(vi=NASTY, en=NASTY)})
    changed = definition.model_copy(
        update={"title": Text(vi=NASTY, en=NASTY), "steps": {**definition.steps, "receive": nasty}}
    )
    seen = read_picture(procedure_svg(changed, a_directory()))
    assert seen.steps["receive"].name.startswith(NASTY.rstrip("\x0b"))
    assert "<A>" in seen.words


def test_an_arrow_in_mermaid_cannot_be_made_by_a_title() -> None:
    assert '"Đăng ký khai sinh<br/>' in pictures()["procedure.mmd"]
    assert pictures()["procedure.mmd"].count("subgraph") == 5


def _contrast(colours: Colours) -> float:
    lighter, darker = sorted((_luminance(colours.ink), _luminance(colours.ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


_WRITTEN: dict[str, Colours] = {
    **{mark.value: colours for mark, colours in palette.MARKS.items()},
    **{tone.value: colours for tone, colours in palette.TONES.items()},
    **{f"{tone.value} on paper": Colours(c.ink, palette.PAPER, "") for tone, c in palette.TONES.items()},
    "overdue": palette.OVERDUE,
    "band": palette.BAND,
    "band on its hatching": Colours(palette.BAND.ink, palette.BAND_HATCH, ""),
    "text": Colours(palette.TEXT, palette.PAPER, ""),
    "quiet": Colours(palette.QUIET, palette.PAPER, ""),
    "quiet in a lane": Colours(palette.QUIET, palette.LANE_GROUND, ""),
    "lane": Colours(palette.LANE_INK, palette.LANE_GROUND, ""),
}


@pytest.mark.parametrize("name", sorted(_WRITTEN))
def test_every_text_has_the_contrast_of_wcag_aa(name: str) -> None:
    assert _contrast(_WRITTEN[name]) >= 4.5


def test_no_two_statuses_share_a_sign() -> None:
    statuses: list[Any] = [mark for mark in Mark if mark not in (Mark.DECLARED, Mark.DONE)]
    drawn = {mark: shape(mark, "#000000", "#FFFFFF") for mark in [*statuses, Sign.OVERDUE]}
    assert [(a, b) for a, b in itertools.combinations(drawn, 2) if drawn[a] == drawn[b]] == []
    assert len({shape(tone, "#000000", "#FFFFFF") for tone in Tone}) == len(Tone)
