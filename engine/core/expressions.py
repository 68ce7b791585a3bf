"""Conditions of a procedure in CEL (ADR 0003): compiled once, evaluated on the form and the facts of a case."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cel_expr_python import cel

from engine.core.cel_words import cel_words, type_words
from engine.core.errors import InvariantBroken
from engine.core.values import Text

_MAP = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
_ENVIRONMENT = cel.NewEnv(variables={"form": _MAP, "case": _MAP})

_NOT_ANSWERED = "NOT_FOUND: Key not found in map"
"""How CEL says that a field or fact is not there: the one error that an applicant's silence causes."""


class ExpressionInvalid(Exception):
    """The condition is not valid CEL; `words` say why. Write it over `form` and `case`: `!form.father_unknown`."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words


@lru_cache(maxsize=4096)
def _compiled(source: str) -> Any:
    try:
        expression = _ENVIRONMENT.compile(source)
    except RuntimeError as error:
        raise ExpressionInvalid(cel_words(error)) from error
    if expression.return_type() not in (cel.Type.BOOL, cel.Type.DYN):
        given = type_words(expression.return_type().name())
        raise ExpressionInvalid(
            Text(
                vi=f"điều kiện cho ra {given.vi}, không phải đúng hoặc sai",
                en=f"the condition gives {given.en}, not true or false",
            )
        )
    return expression


def check_expression(source: str) -> None:
    """Raises `ExpressionInvalid` unless `source` is a condition over `form` and `case`."""
    _compiled(source)


def never_holds(source: str) -> bool:
    """Whether the condition is false whatever the form and the facts say, e.g. `false`, `form.x && 1 == 2`."""
    value = _compiled(source).eval(data={})
    return value.type() == cel.Type.BOOL and not value.value()


def holds(source: str, form: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether the condition is true; a field that was not answered makes it false, anything else undecided is a bug."""
    value = _compiled(source).eval(data={"form": dict(form), "case": dict(facts)})
    if value.type() == cel.Type.BOOL:
        return bool(value.value())
    if value.type() == cel.Type.ERROR and str(value.value()).startswith(_NOT_ANSWERED):
        return False
    raise InvariantBroken(f"the condition `{source}` cannot be decided: {value.value()!r}")
