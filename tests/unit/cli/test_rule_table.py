"""The table of rules is up to date, and holds every check that there is."""

import re
from pathlib import Path

from cli.rule_table import rule_table
from engine.core.lint.lint import LINT_RULES
from procedure_defs.rules import RULES

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "reference" / "rules.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == rule_table(), "python -m cli.rule_table > docs/reference/rules.md"


def test_every_check_of_the_source_is_in_the_table_once() -> None:
    sources = [*(ROOT / "engine" / "core").rglob("*.py"), *(ROOT / "procedure_defs").glob("*.py")]
    said = [
        rule
        for path in sources
        for rule in re.findall(r'(?:^@check\(|\bRule\()\s*"([a-z-]+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert sorted(said) == sorted(set(said)), "an id stands for one rule"
    assert set(said) == set(RULES)


def test_every_rule_says_what_it_asks_for() -> None:
    assert all(
        says.endswith(".") and len(says) > 15 for rule in RULES.values() for says in (rule.says.vi, rule.says.en)
    )
    assert {rule.id for rule in LINT_RULES} < set(RULES)


def test_every_function_that_checks_carries_its_rule() -> None:
    """One without would tell its findings under a rule that is not its own."""
    together = {
        "check_definition",
        "check_directory",
        "check_calendar_definition",
        "check_extensions",
        "check_versions",
    }
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "engine" / "core").glob("*_checks.py")]
    bare = {
        name
        for text in sources
        for before, name in re.findall(r"^(.*)\ndef (check_\w+)\(", text, re.MULTILINE)
        if not before.startswith(("@check(", ")"))  # the end of one that takes several lines
    }
    assert bare - together - {"check_expression"} == set()
