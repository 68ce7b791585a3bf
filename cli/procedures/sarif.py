"""Findings as a SARIF 2.1.0 log, the form that editors and CI services read."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from engine.core.findings import Rule
from procedure_defs.problems import Problem
from procedure_defs.rules import RULES

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_log(found: Sequence[Problem]) -> dict[str, Any]:
    """One run with every rule that there is, so that a rule keeps its place, and each finding as a result."""
    places = {rule: index for index, rule in enumerate(RULES)}
    driver = {
        "name": "lienthong",
        "rules": [_rule(rule) for rule in RULES.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, places[problem.rule]) for problem in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.says},
        "help": {"text": f"{rule.says} Each finding says behind its semicolon how it is mended."},
        "defaultConfiguration": {"level": rule.level.value},
    }


def _result(problem: Problem, rule_index: int) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": _uri(problem.file)},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    return {
        "ruleId": problem.rule,
        "ruleIndex": rule_index,
        "level": problem.level.value,
        "message": {"text": problem.advice},
        "locations": [{"physicalLocation": place}],
        "properties": {"mend": problem.mend},
    }


def _uri(file: str) -> str:
    """A relative path as a relative reference, an absolute one as a file address; both percent-encoded."""
    path = PurePath(file)
    if path.is_absolute():
        return path.as_uri()
    from urllib.parse import quote

    return quote(path.as_posix())
