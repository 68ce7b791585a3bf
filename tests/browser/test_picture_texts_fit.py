"""In a real browser, with the fonts of a real machine, every text lies inside its box, its tag and its sheet.

So it is with the golden pictures, with every shipped procedure, and with a running case of each, in both languages.
"""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.golden_pictures import pictures
from tests.support.shipped_pictures import shipped_diagrams
from visualizer.svg import to_svg

DRAWN = {name: text for name, text in pictures().items() if name.endswith(".svg") and 'data-step="' in text}
"""Those of steps in boxes; charts and bars are looked at by their goldens."""
DRAWN |= {name: to_svg(diagram) for name, diagram in shipped_diagrams().items()}

_OVERFLOWING = """() => {
  const svg = document.querySelector('svg'), sheet = svg.getBoundingClientRect(), out = [];
  const check = (text, room, what) => {
    const t = text.getBoundingClientRect();
    if (t.left < room.left || t.right > room.right || t.top < room.top - 1 || t.bottom > room.bottom + 1)
      out.push(what + ': ' + text.textContent);
  };
  for (const text of svg.querySelectorAll('text')) check(text, sheet, 'sheet');
  for (const step of svg.querySelectorAll('g.step')) {
    const frame = step.querySelector('rect.frame').getBoundingClientRect();
    for (const text of step.querySelectorAll('text')) check(text, frame, step.dataset.step);
  }
  return {out, texts: svg.querySelectorAll('text').length, steps: svg.querySelectorAll('g.step').length};
}"""

_CUT_OR_COVERED = """() => {
  const seen = element => element.getBoundingClientRect(), out = [];
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const frames = [...document.querySelectorAll('g.step')].map(g => [g.dataset.step, seen(g.querySelector('rect.frame'))]);
  frames.forEach(([one, a], n) => frames.slice(n + 1).forEach(([other, b]) => {
    if (meet(a, b)) out.push(one + ' on ' + other);
  }));
  for (const text of document.querySelectorAll('g.document text, g.lane text'))
    for (const [step, frame] of frames) if (meet(seen(text), frame)) out.push(text.textContent + ' on ' + step);
  for (const text of document.querySelectorAll('g.step text'))
    if (text.textContent.endsWith('…')) out.push('cut: ' + text.textContent);
  return out;
}"""

_COLLIDING = """() => {
  const texts = [...document.querySelectorAll('svg text')].map(t => [t.textContent, t.getBoundingClientRect()]);
  const out = [];
  texts.forEach(([one, a], n) => texts.slice(n + 1).forEach(([other, b]) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 6) out.push(one + ' / ' + other);
  }));
  return out;
}"""


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_every_text_lies_inside_its_box_and_on_no_other(page: Page, name: str) -> None:
    for font in ("", "DejaVu Sans"):
        _show(page, DRAWN[name], font)
        found: dict[str, Any] = page.evaluate(_OVERFLOWING)
        assert found["texts"] > 0
        assert found["steps"] > 0
        assert found["out"] == []
        assert page.evaluate(_COLLIDING) == []
        assert page.evaluate(_CUT_OR_COVERED) == []


def test_on_a_telephone_the_picture_is_as_wide_as_the_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    _show(page, DRAWN["case_received.svg"], "")
    assert page.evaluate("document.querySelector('svg').getBoundingClientRect().width") <= 390


def _show(page: Page, svg: str, font: str) -> None:
    """In the font that the machine chooses, or in the widest of the usual ones."""
    style = f"<style>text {{ font-family: '{font}' !important }}</style>" if font else ""
    page.set_content(f"<!doctype html>{style}<body style='margin:0'>{svg}")
