"""Findings as a SARIF 2.1.0 log, the form that editors and CI services read."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from engine.core.findings import Rule
from engine.core.values import Text
from procedure_defs.problems import Problem
from procedure_defs.rules import RULES

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HELP = Text(
    vi="Mỗi thông báo nêu cách sửa sau dấu chấm phẩy.", en="Each finding says behind its semicolon how it is mended."
)


def sarif_log(found: Sequence[Problem], language: str) -> dict[str, Any]:
    """One run with every rule that there is, so that a rule keeps its place, and each finding as a result."""
    places = {rule: index for index, rule in enumerate(RULES)}
    driver = {
        "name": "lienthong",
        "rules": [_rule(rule, language) for rule in RULES.values()],
    }
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, places[problem.rule], language) for problem in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule, language: str) -> dict[str, Any]:
    says = rule.says.in_language(language)
    return {
        "id": rule.id,
        "shortDescription": {"text": says},
        "help": {"text": f"{says} {_HELP.in_language(language)}"},
        "defaultConfiguration": {"level": rule.level.value},
    }


def _result(problem: Problem, rule_index: int, language: str) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": _uri(problem.file)},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    return {
        "ruleId": problem.rule,
        "ruleIndex": rule_index,
        "level": problem.level.value,
        "message": {"text": problem.advice.in_language(language)},
        "locations": [{"physicalLocation": place}],
        "properties": {"mend": problem.mend.in_language(language)},
    }


def _uri(file: str) -> str:
    """A relative path as a relative reference, an absolute one as a file address; both percent-encoded."""
    path = PurePath(file)
    if path.is_absolute():
        return path.as_uri()
    from urllib.parse import quote

    return quote(path.as_posix())
