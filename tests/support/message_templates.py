"""The messages that the code can give to authors, as patterns: read from its syntax, so that none is forgotten."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from tests.support.source_tree import ROOT, parsed

MODULES = (
    "engine/core/calendar_checks.py",
    "engine/core/condition_checks.py",
    "engine/core/condition_types.py",
    "engine/core/definition.py",
    "engine/core/definition_basics.py",
    "engine/core/definition_checks.py",
    "engine/core/version_checks.py",
    "engine/core/document_checks.py",
    "engine/core/calendar_extends_checks.py",
    "engine/core/directory_checks.py",
    "engine/core/expressions.py",
    "engine/core/extension_checks.py",
    "engine/core/fact_checks.py",
    "engine/core/findings.py",
    "engine/core/limit_checks.py",
    "engine/core/rule_checks.py",
    "engine/core/succession_checks.py",
    "engine/core/values.py",
    "engine/simulation/durations.py",
    "engine/simulation/scenario_checks.py",
    "procedure_defs/catalogue.py",
    "procedure_defs/example_story.py",
    "procedure_defs/law_files.py",
    "procedure_defs/loader.py",
    "procedure_defs/misplaced.py",
    "procedure_defs/other_words.py",
    "procedure_defs/pieces.py",
    "procedure_defs/plain_words.py",
    "procedure_defs/reader.py",
    "procedure_defs/reading.py",
    "procedure_defs/scenario_files.py",
    "procedure_defs/shaping.py",
    "procedure_defs/story_files.py",
    "procedure_defs/syntax_mends.py",
    "procedure_defs/worked_examples.py",
)
_SHORT = 8
"""Fewer letters than this are a piece of another message."""
_NOT_SAID_HERE = ("Rule", "check")
"""What a rule asks for stands in the table of rules."""


def message_templates() -> dict[str, Mapping[str, re.Pattern[str]]]:
    """Each message by the place where it is written, `file:line: its English`: a pattern for each language."""
    found: dict[str, Mapping[str, re.Pattern[str]]] = {}
    for module in MODULES:
        for text in _texts(parsed(ROOT / module)):
            said = {str(word.arg): word.value for word in text.keywords}
            patterns = {language: _pattern(value) for language, value in said.items()}
            if all(len(re.sub(r"\W|\.\*", "", pattern)) >= _SHORT for pattern in patterns.values()):
                place = f"{module}:{text.lineno}: {ast.unparse(said['en'])}"
                found[place] = {language: re.compile(pattern) for language, pattern in patterns.items()}
    return found


def bilingual_texts() -> dict[str, tuple[str, str]]:
    """Every Vietnamese and English text of the checks, of lint and of what stands beside them, by its place."""
    found: dict[str, tuple[str, str]] = {}
    for folder in ("engine/core", "engine/core/lint", "engine/simulation", "procedure_defs", "cli/procedures"):
        for path in sorted((ROOT / folder).glob("*.py")):
            for text in _texts(parsed(path)):
                said = {str(word.arg): word.value for word in text.keywords}
                if {"vi", "en"} <= set(said):
                    found[f"{path.name}:{text.lineno}"] = (_constants(said["vi"]), _constants(said["en"]))
    return found


def _constants(text: ast.expr) -> str:
    """The words that are written in the code, without what is filled in."""
    return "".join(
        node.value for node in ast.walk(text) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _texts(node: ast.AST) -> Iterator[ast.Call]:
    """Every `Text(vi=…, en=…)` below the node."""
    for inner in ast.iter_child_nodes(node):
        match inner:
            case ast.Call(func=ast.Name(id=name)) if name in _NOT_SAID_HERE:
                continue
            case ast.Call(func=ast.Name(id="Text")):
                yield inner
            case _:
                yield from _texts(inner)


def _pattern(text: ast.expr) -> str:
    """What is filled in can be anything."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    constants = (str(part.value) if isinstance(part, ast.Constant) else None for part in parts)
    return "".join(re.escape(said) if said is not None else ".*" for said in constants)
