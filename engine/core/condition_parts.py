"""A condition of CEL taken apart, as far as the conditions of a procedure go; what goes beyond is not readable here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

Value = str | int | bool


class NotReadable(Exception):
    """The condition uses more of CEL than has words."""


@dataclass(frozen=True, slots=True)
class Named:
    """A field of the form or a fact: `form.child.sex` is `("form", "child", "sex")`."""

    way: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a whole number, true or false."""

    value: Value


@dataclass(frozen=True, slots=True)
class Among:
    """The answer is one of these, or none of them: `==`, `!=` and `in`."""

    of: Named
    values: tuple[Value, ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer against a value, or against another answer."""

    of: Named
    by: str
    to: Named | Literal


@dataclass(frozen=True, slots=True)
class Given:
    """Whether there is an answer at all."""

    of: Named
    holds: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Several conditions: all of them (`&&`), or at least one (`||`)."""

    by: str
    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Negated:
    """Not this."""

    part: "Part"


Part = Named | Literal | Among | Compared | Given | Joined | Negated

_WAY = r"(?:form|case)(?:\s*\.\s*[A-Za-z_]\w*|\s*\[\s*(?:'\w+'|\"\w+\")\s*\])+"
_TOKEN = re.compile(
    rf"\s*(?:(?P<name>{_WAY})(?!\s*\()|(?P<word>true|false|has|in)\b"
    r"|(?P<text>'[^'\\\n]*'|\"[^\"\\\n]*\")(?!['\"])|(?P<number>-?\d+)(?![\w.])|(?P<op>&&|\|\||==|!=|<=|>=|[<>!()\[\],]))"
)
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
_OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "=="}


@lru_cache(maxsize=1024)
def parts_of(condition: str) -> Part:
    """The condition as parts that have words; raises `NotReadable`."""
    reading = _Reading(list(_tokens(condition)))
    try:
        found = reading.any_of()
    except RecursionError:
        raise NotReadable(condition) from None
    if reading.next is not None:
        raise NotReadable(condition)
    return found


def _tokens(condition: str) -> Iterator[tuple[str, str]]:
    at = 0
    while condition[at:].strip():
        found = _TOKEN.match(condition, at)
        if found is None:
            raise NotReadable(condition)
        at = found.end()
        kind = str(found.lastgroup)
        yield ("op" if kind == "word" and found[kind] in ("has", "in") else kind), found[kind]


class _Reading:
    """Reads the tokens from left to right, in the order of precedence of CEL."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def next(self) -> str | None:
        """The operator that comes next; nothing but an operator has a text here."""
        if self._at == len(self._tokens):
            return None
        kind, text = self._tokens[self._at]
        return text if kind == "op" else ""

    def any_of(self) -> Part:
        parts = [self._all_of()]
        while self._take("||"):
            parts.append(self._all_of())
        return _joined("||", parts, is_among=True)

    def _all_of(self) -> Part:
        parts = [self._relation()]
        while self._take("&&"):
            parts.append(self._relation())
        return _joined("&&", parts, is_among=False)

    def _relation(self) -> Part:
        left = self._unary()
        if self._take("in"):
            return _among(left, self._list())
        by = next((op for op in _TURNED if self._take(op)), None)
        return left if by is None else _related(left, by, self._unary())

    def _unary(self) -> Part:
        if self._take("!"):
            return _negated(self._unary())
        if self._take("("):
            inner = self.any_of()
            self._expect(")")
            return inner
        if self._take("has"):
            self._expect("(")
            named = self._value()
            self._expect(")")
            if not isinstance(named, Named):
                raise NotReadable
            return Given(named, holds=True)
        return self._value()

    def _list(self) -> tuple[Value, ...]:
        self._expect("[")
        found = [self._value()]
        while self._take(","):
            found.append(self._value())
        self._expect("]")
        if not all(isinstance(value, Literal) for value in found):
            raise NotReadable
        return tuple(value.value for value in found if isinstance(value, Literal))

    def _value(self) -> Named | Literal:
        if self._at == len(self._tokens):
            raise NotReadable
        kind, text = self._tokens[self._at]
        self._at += 1
        match kind:
            case "name":
                return Named(tuple(re.findall(r"\w+", text)))
            case "text":
                return Literal(text[1:-1])
            case "number":
                return Literal(int(text))
            case "word":
                return Literal(text == "true")
        raise NotReadable

    def _take(self, op: str) -> bool:
        if self.next != op:
            return False
        self._at += 1
        return True

    def _expect(self, op: str) -> None:
        if not self._take(op):
            raise NotReadable


def _related(left: Part, by: str, right: Part) -> Part:
    if isinstance(left, Literal) and isinstance(right, Named):
        left, by, right = right, _TURNED[by], left
    if not isinstance(left, Named) or not isinstance(right, Named | Literal):
        raise NotReadable
    if isinstance(right, Named) or by not in ("==", "!="):
        return Compared(left, by, right)
    if isinstance(right.value, bool):
        return left if right.value is (by == "==") else Negated(left)
    return Among(left, (right.value,), holds=by == "==")


def _among(left: Part, values: tuple[Value, ...]) -> Part:
    if not isinstance(left, Named):
        raise NotReadable
    return Among(left, values, holds=True)


def _negated(part: Part) -> Part:
    match part:
        case Negated(inner):
            return inner
        case Among(of, values, holds):
            return Among(of, values, not holds)
        case Given(of, holds):
            return Given(of, not holds)
        case Compared(of, by, to):
            return Compared(of, _OPPOSITE[by], to)
    return Negated(part)


def _joined(by: str, parts: list[Part], *, is_among: bool) -> Part:
    """`a == 'x' || a == 'y'` is one thing said of `a`, and so is `a != 'x' && a != 'y'`."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if (
            isinstance(part, Among)
            and isinstance(last, Among)
            and (last.of, last.holds, part.holds) == (part.of, is_among, is_among)
        ):
            found[-1] = Among(last.of, last.values + part.values, is_among)
        else:
            found.append(part)
    return found[0] if len(found) == 1 else Joined(by, tuple(found))
