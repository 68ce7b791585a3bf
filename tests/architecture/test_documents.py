"""Documents: no dead link, and every decision names the check that enforces it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.source_tree import ROOT, files, name_of, text_of

LINK = re.compile(r"(?<!\\)\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|^\[[^\]]+\]:\s+(\S+)", re.MULTILINE)
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
ELSEWHERE = re.compile(r"^[a-z][a-z+.-]*:")
DECISION_PARTS = ("## Context", "## Decision", "## Consequences", "## The check that enforces it")


def test_no_link_is_dead() -> None:
    found = {name_of(path): dead_links(path, text_of(path)) for path in files(".md")}
    assert {name: links for name, links in found.items() if links} == {}


def test_decisions_are_numbered_without_gaps_in_form() -> None:
    decisions = [path.name for path in files(".md") if path.parent == ROOT / "docs" / "decisions"]
    numbered = [name for name in decisions if re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name)]
    assert [name for name in decisions if name not in numbered and name != "README.md"] == []
    assert len({name[:4] for name in numbered}) == len(numbered), "two decisions have the same number"


def test_every_decision_names_its_check() -> None:
    decisions = [path for path in files(".md") if path.parent == ROOT / "docs" / "decisions" and path.name[0].isdigit()]
    assert decisions
    wanting = {name_of(path): [part for part in DECISION_PARTS if part not in text_of(path)] for path in decisions}
    assert {name: parts for name, parts in wanting.items() if parts} == {}


def test_a_dead_link_is_noticed() -> None:
    page = ROOT / "README.md"
    text = "[a](no/such.md) [b](LICENSE) [c](https://example.org) [d](#none) [e](#here)\n# Here\n`[f](not/a/link)`\n"
    assert dead_links(page, text) == ["no/such.md", "#none"]


def dead_links(page: Path, text: str) -> list[str]:
    """The links of a page that lead to no file, or to no heading of one."""
    found = (first or second for first, second in LINK.findall(CODE.sub("", text)))
    return [link for link in found if not ELSEWHERE.match(link) and not _leads_somewhere(page, text, link)]


def _leads_somewhere(page: Path, text: str, link: str) -> bool:
    name, _, heading = link.partition("#")
    target = (ROOT / name.lstrip("/") if name.startswith("/") else page.parent / name).resolve() if name else page
    if not target.exists():
        return False
    if not heading or target.suffix != ".md":
        return True
    return heading in _headings(text if target == page else text_of(target))


def _headings(text: str) -> set[str]:
    titles = re.findall(
        r"^#+\s+(.+?)\s*#*$", re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )
    anchors = set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text))
    return anchors | {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
