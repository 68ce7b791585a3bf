"""The messages that the code can give to authors, as patterns: read from its syntax, so that none is forgotten."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.support.source_tree import ROOT, parsed

MODULES = (
    "engine/core/calendar_checks.py",
    "engine/core/condition_checks.py",
    "engine/core/condition_types.py",
    "engine/core/definition.py",
    "engine/core/definition_basics.py",
    "engine/core/definition_checks.py",
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
    "procedure_defs/scenario_files.py",
    "procedure_defs/shaping.py",
    "procedure_defs/story_files.py",
    "procedure_defs/syntax_mends.py",
    "procedure_defs/worked_examples.py",
)
_SAYING = {"what", "mend", "said", "wanted"}
"""Names that hold words for authors."""
_SPEAKERS = {"Finding", "Words", "ValueError", "NotFound", "Impossible", "ExpressionInvalid"}
_SPEAKERS |= {"note", "stop", "fault", "_note", "_unreadable", "Change", "Cut", "Misplaced"}
_SPEAKING = {"one_of", "find_type_fault", "_fitting", "limit_mend", "in_both_languages", "_without_tabs"}
_TABLES = {"_KINDS", "_PATTERNS", "_OTHERWISE"}
_SHORT = 8
"""Fewer letters than this are a piece of another message."""


def message_templates() -> dict[str, re.Pattern[str]]:
    """Each message by the place where it is written: `file:line: text`."""
    found: dict[str, re.Pattern[str]] = {}
    for module in MODULES:
        for text in _texts(parsed(ROOT / module)):
            pattern = _pattern(text)
            if len(re.sub(r"\W|\.\*", "", pattern)) >= _SHORT:
                found[f"{module}:{text.lineno}: {ast.unparse(text)}"] = re.compile(pattern)
    return found


def _texts(tree: ast.Module) -> Iterator[ast.Constant | ast.JoinedStr]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in _SPEAKERS:
                for argument in args:
                    if not isinstance(argument, ast.Tuple):  # that is a place
                        yield from _said(argument)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in _SAYING | _TABLES:
                yield from _said(value)
            case ast.Assign(targets=[ast.Tuple(elts=[*names])], value=ast.Tuple(elts=[*values])):
                for target, value in zip(names, values, strict=True):
                    if isinstance(target, ast.Name) and target.id in _SAYING:
                        yield from _said(value)
            case ast.FunctionDef(name=name) if name in _SPEAKING:
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Return) and inner.value is not None:
                        yield from _said(inner.value)


def _said(value: ast.expr) -> Iterator[ast.Constant | ast.JoinedStr]:
    match value:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield value
        case ast.IfExp(body=one, orelse=other):
            yield from _said(one)
            yield from _said(other)
        case ast.BoolOp(values=several) | ast.Tuple(elts=several):
            for each in several:
                yield from _said(each)
        case ast.Dict(values=several):
            for each in several:
                yield from _said(each)
        case _:
            pass


def _pattern(text: ast.Constant | ast.JoinedStr) -> str:
    """What is filled in can be anything; an error of a model is told with `;` for its colon."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    constants = (str(part.value) if isinstance(part, ast.Constant) else None for part in parts)
    return "".join(re.escape(said) if said is not None else ".*" for said in constants).replace(r":\ ", r"[:;]\ ")
