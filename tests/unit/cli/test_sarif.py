"""Findings as SARIF 2.1.0: the essentials of its schema hold, and a faulty file comes out as it did."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from cli.procedures import app
from cli.procedures.sarif import sarif_log
from engine.core.findings import Level
from engine.core.values import Text
from procedure_defs.problems import Problem
from procedure_defs.rules import RULES

ROOT = Path(__file__).parents[3]
FAULTY = ROOT / "tests" / "unit" / "procedure_defs" / "eleven_faults.yaml"
GOLDEN = ROOT / "tests" / "golden" / "findings"

_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
ESSENTIALS: dict[str, Any] = {
    # What the OASIS schema of SARIF 2.1.0 asks of the parts that we write.
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": _TEXT,
                                                "help": _TEXT,
                                                "defaultConfiguration": {"properties": {"level": _LEVEL}},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "items": {
                            "required": ["message", "ruleId", "locations"],
                            "properties": {
                                "message": _TEXT,
                                "level": _LEVEL,
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "locations": {
                                    "minItems": 1,
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation", "region"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {
                                                            "uri": {"type": "string", "pattern": r"^[^\s]+$"}
                                                        }
                                                    },
                                                    "region": {
                                                        "required": ["startLine", "startColumn"],
                                                        "properties": {
                                                            "startLine": {"type": "integer", "minimum": 1},
                                                            "startColumn": {"type": "integer", "minimum": 1},
                                                        },
                                                    },
                                                },
                                            }
                                        }
                                    },
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}


def _log(*words: str) -> dict[str, Any]:
    return json.loads(CliRunner().invoke(app, [*words, "--sarif", "--lang", "en"]).stdout)  # type: ignore[no-any-return]


def _results(log: dict[str, Any]) -> list[dict[str, Any]]:
    """Without the place in the list of rules, which moves with every new rule."""
    return [{k: v for k, v in result.items() if k != "ruleIndex"} for result in log["runs"][0]["results"]]


def test_a_faulty_file_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made by `lienthong procedures validate faulty.yaml --sarif --lang en` in that folder."""
    monkeypatch.chdir(GOLDEN)
    golden = json.loads((GOLDEN / "faulty.sarif.json").read_text(encoding="utf-8"))
    told = _results(_log("validate", "faulty.yaml"))
    assert told == _results(golden)
    assert len({result["ruleId"] for result in told}) == 6


def test_the_log_has_the_essentials_of_the_schema() -> None:
    for log in (_log("validate", str(FAULTY)), _log("lint", str(ROOT / "docs" / "tutorial")), sarif_log([], "vi")):
        jsonschema.validate(log, ESSENTIALS)
        rules = log["runs"][0]["tool"]["driver"]["rules"]
        for result in log["runs"][0]["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_finding_is_said_with_its_mend_at_its_place() -> None:
    what = Text(vi="không có bước `a`", en="there is no step `a`")
    mend = Text(vi="có phải là `b` không?", en="did you mean `b`?")
    problem = Problem("my folder/ở đây.yaml", 7, 3, what, mend, "needs-unknown")
    (result,) = sarif_log([problem], "vi")["runs"][0]["results"]
    assert result["message"]["text"] == "không có bước `a`; có phải là `b` không?"
    (result,) = sarif_log([problem], "en")["runs"][0]["results"]
    assert result["message"]["text"] == "there is no step `a`; did you mean `b`?"
    assert (result["ruleId"], result["level"]) == ("needs-unknown", "error")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20folder/%E1%BB%9F%20%C4%91%C3%A2y.yaml"
    assert place["region"] == {"startLine": 7, "startColumn": 3}


def test_warnings_and_notes_keep_their_level() -> None:
    levels = [Problem("f", 1, 1, rule.says, rule.says, rule.id, rule.level) for rule in RULES.values()]
    told = {result["level"] for result in sarif_log(levels, "vi")["runs"][0]["results"]}
    assert told == {Level.ERROR, Level.WARNING, Level.NOTE}


def test_the_log_speaks_the_language_that_is_asked_for_and_its_ids_stay() -> None:
    faulty = [*("validate", str(FAULTY)), "--sarif"]
    logs = [json.loads(CliRunner().invoke(app, [*faulty, "--lang", lang]).stdout)["runs"][0] for lang in ("vi", "en")]
    assert [log["language"] for log in logs] == ["vi", "en"]
    vi, en = ([(r["ruleId"], r["locations"]) for r in log["results"]] for log in logs)
    assert vi == en
    words = [{rule["id"]: rule["shortDescription"]["text"] for rule in log["tool"]["driver"]["rules"]} for log in logs]
    assert words == [{rule.id: rule.says.vi for rule in RULES.values()}, {r.id: r.says.en for r in RULES.values()}]
