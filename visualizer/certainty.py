"""What stands beside a fact that was not read in an official text: a picture must not print a guess like a law."""

from collections.abc import Iterable, Mapping

from engine.core.definition import StepDefinition, Total
from engine.core.definition_basics import Certainty, LegalBasis
from engine.core.values import Text
from visualizer import labels
from visualizer.diagram import Fact

_DOUBTS: Mapping[Certainty, Text | None] = {
    Certainty.VERIFIED: None,
    Certainty.SECONDARY: labels.SECONDARY,
    Certainty.UNVERIFIED: labels.UNVERIFIED,
}
"""In this order the surest of several articles decides."""


def doubt_words(bases: Iterable[LegalBasis], language: str) -> str:
    """`chưa xác minh` where every article is unverified, `theo nguồn thứ cấp` where the surest is secondary; else empty."""
    given = {basis.certainty for basis in bases}
    surest = next((certainty for certainty in _DOUBTS if certainty in given), Certainty.VERIFIED)
    return _said(surest, language)


def limit_doubt(rule: StepDefinition | Total, language: str) -> str:
    """How sure the time limit is, or that the law gives none; silent where the words of the limit say it themselves."""
    if rule.within is not None or rule.without_limit is None:
        return doubt_words(rule.legal_basis, language)
    doubt = doubt_words(rule.without_limit.legal_basis, language)
    return "" if doubt == _said(Certainty.UNVERIFIED, language) else doubt


def doubted(words: str, bases: Iterable[LegalBasis], language: str) -> str:
    """A note of a box, with how sure it is."""
    doubt = doubt_words(bases, language)
    return f"{words} ({doubt})" if doubt else words


def basis_facts(bases: Iterable[LegalBasis], language: str) -> list[Fact]:
    """Where a rule is written: what was read first, then, each by itself, what was not."""
    listed = tuple(bases)
    found = []
    for certainty in _DOUBTS:
        words = dict.fromkeys(labels.basis_words(b, language) for b in listed if b.certainty is certainty)
        if words:
            label = labels.LEGAL_BASIS.in_language(language)
            found.append(Fact(label, "; ".join(words), doubt=_said(certainty, language)))
    return found


def _said(certainty: Certainty, language: str) -> str:
    words = _DOUBTS[certainty]
    return "" if words is None else words.in_language(language)
