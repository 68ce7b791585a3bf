"""Every rule and every message that authors can be given is given for at least one broken file of the corpus."""

from collections.abc import Callable
from functools import cache

import pytest

from engine.core.definition import ProcedureDefinition
from engine.core.definition_checks import RULES
from engine.core.findings import Finding
from procedure_defs.loader import Kind, kind_of, load_procedure
from procedure_defs.reader import read_file
from tests.support.broken_files import ENDINGS, broken_files, expected
from tests.support.message_templates import message_templates

HEARD = {
    language: "\n".join(line for case in broken_files() for line in expected(case, language)) for language in ENDINGS
}
MESSAGES = message_templates()
NOT_IN_A_FILE = {
    "the scenario is for": "tests/unit/procedure_defs/test_scenario_files.py: it depends on the procedure that is given",
    "give the scenario of this": "the same",
    "there is no version {version} of": "asked by a program, not by a file",
    "the file is larger than": "tests/property/test_loader_fuzz.py: it would be a large file",
    "split it, or take out": "the same",
    "the file holds more than": "the same",
    "take out what is no definition": "the same",
    "misfits, of which only some": "the same",
    "mend these first": "the same",
    "the file cannot be read": "tests/unit/cli/test_unreadable_definitions.py: it depends on where the file lies",
    "check its name": "the same",
    "there is no such file": "the same",
    "reading it is not permitted": "the same",
    "the system cannot open it": "whatever else the system may say of a file; it depends on where the file lies",
    "this is a folder": "the same",
    "this is no file that": "the same",
    "name a definition file": "the same",
    "this is not YAML (": "whatever else the parser may ever raise; nothing is known that makes it",
    "compare it with a shipped": "the same",
}
"""Messages that no file of the corpus can give, and why."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_is_broken_by_a_file(rule: Callable[[ProcedureDefinition], list[Finding]]) -> None:
    assert any(finding.what.en in HEARD["en"] for definition in _broken_procedures() for finding in rule(definition))


def test_every_message_is_heard() -> None:
    silent = _silent()
    assert [place for place in silent if not any(part in place for part in NOT_IN_A_FILE)] == []


def test_an_exception_that_is_none_any_more_is_noticed() -> None:
    silent = "\n".join(_silent())
    assert [part for part in NOT_IN_A_FILE if part not in silent] == []


def test_messages_are_found_in_the_code() -> None:
    written = {place.split(": ", 1)[1] for place in MESSAGES}
    assert "'the group `{name}` is empty'" not in written  # it is an f-string, and shown as one
    assert "f'the group `{name}` is empty'" in written
    assert len(MESSAGES) > 300


def _silent() -> list[str]:
    return [
        place
        for place, patterns in MESSAGES.items()
        if not all(pattern.search(HEARD[language]) for language, pattern in patterns.items())
    ]


@cache
def _broken_procedures() -> tuple[ProcedureDefinition, ...]:
    files = (read_file(case) for case in broken_files() if case.is_file())
    shaped = (load_procedure(document) for document in files if kind_of(document) is Kind.PROCEDURE)
    return tuple(each.model for each in shaped if each.model is not None)
