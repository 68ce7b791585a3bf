"""Conditions as people read them: field and fact names become their titles, the operators of CEL become words.

A condition that uses more of CEL than this stays as it is written: a picture may be dry, never wrong.
"""

import re
from collections.abc import Iterator, Mapping

from engine.core.definition import FieldDefinition, ProcedureDefinition
from visualizer import labels

_TOKEN = re.compile(
    r"\s*(?:(?P<name>(?:form|case)(?:\.[A-Za-z_]\w*)+)|(?P<op>&&|\|\||==|!=|<=|>=|<|>|!|\(|\))"
    r"|(?P<literal>'[^']*'|\"[^\"]*\"|-?\d+(?:\.\d+)?|true|false))"
)


def condition_words(condition: str, definition: ProcedureDefinition, language: str) -> str:
    """`!form.father_unknown` becomes `không (Không xác định được cha)` in the words of that form."""
    said: list[str] = []
    for kind, text in _tokens(condition):
        word = _word(kind, text, definition, language)
        if word is None:
            return condition
        said.append(word)
    return " ".join(said).replace("( ", "(").replace(" )", ")")


def _tokens(condition: str) -> Iterator[tuple[str, str]]:
    at = 0
    while condition[at:].strip():
        found = _TOKEN.match(condition, at)
        if found is None:
            yield "unknown", condition[at:]
            return
        at = found.end()
        kind = found.lastgroup or "unknown"
        yield kind, found[kind]


def _word(kind: str, text: str, definition: ProcedureDefinition, language: str) -> str | None:
    if kind == "name":
        return _title(text, definition, language)
    if kind == "op":
        # Fonts draw the sign of inequality over its neighbours: it is said.
        words = {"&&": labels.AND, "||": labels.OR, "!": labels.NOT, "!=": labels.OTHER_THAN}
        return words[text].in_language(language) if text in words else text.replace("==", "=")
    return text if kind == "literal" else None


def _title(name: str, definition: ProcedureDefinition, language: str) -> str | None:
    root, first, *rest = name.split(".")
    if root == "case":
        fact = definition.facts.get(first)
        return None if fact is None or rest else f"“{fact.title.in_language(language)}”"
    fields: Mapping[str, FieldDefinition] = definition.form
    found: FieldDefinition | None = None
    for part in (first, *rest):
        found = fields.get(part)
        if found is None:
            return None
        fields = found.fields
    return f"“{found.title.in_language(language)}”" if found else None
