"""A page under axe-core, in both widths: what breaks the rules of WCAG 2.2 AA, and what is wider than its screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.support.source_tree import ROOT

DESK: ViewportSize = {"width": 1280, "height": 900}
TELEPHONE: ViewportSize = {"width": 360, "height": 740}
SHEET: ViewportSize = {"width": 700, "height": 1030}
"""What is left of an A4 sheet within its margins."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PICTURES = Path(os.environ.get("LIENTHONG_SCREENSHOTS", ""))
"""Where screenshots are kept as artefacts; not set: nowhere."""

FAULTS = """async rules => (await axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']}))
  .violations.flatMap(rule => rule.nodes.map(node => `${rule.id} (${rule.impact}): ${node.target.join(' ')}`))"""
SHAPE = """() => ({lang: document.documentElement.lang, h1: document.querySelectorAll('h1').length,
  wide: document.documentElement.scrollWidth})"""


def axe_source() -> str:
    """The checker itself, of the locked packages of the client tools; brought there if need be."""
    home = Path(sys.prefix)
    subprocess.run([str(ROOT / "scripts" / "client_tools.sh"), str(home)], cwd=ROOT, check=True, timeout=300)
    return (home / "clients-node" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def faults_here(
    page: Page, axe: str, name: str, language: str = "vi", sizes: Sequence[ViewportSize] = (TELEPHONE, DESK)
) -> list[str]:
    """Of the page that is open, each as rule and selector; it stays open, and as wide as the last of `sizes`."""
    found: list[str] = []
    page.evaluate(axe)
    for size in sizes:
        page.set_viewport_size(size)
        where = f"{name} {language} {size['width']}"
        found += [f"{where}: {fault}" for fault in page.evaluate(FAULTS, RULES)]
        shape, wanted = page.evaluate(SHAPE), {"lang": language, "h1": 1}
        found += [f"{where}: {key} is {shape[key]}" for key in wanted if shape[key] != wanted[key]]
        found += [f"{where}: {shape['wide']} wide"] if shape["wide"] > size["width"] else []
        _kept(page, where)
    return found


def _kept(page: Page, where: str) -> None:
    if PICTURES.name:
        name = "".join(sign if sign.isalnum() else "-" for sign in where)
        page.screenshot(path=PICTURES / f"axe{name}.png", full_page=True)
