"""The total time limit in the head of a picture: how long, of which steps, how sure, and what is published instead."""

from collections.abc import Iterable, Sequence

from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import StepId
from engine.core.plan import steps_of_total
from engine.core.words import limit_words
from visualizer import labels
from visualizer.certainty import doubt_words
from visualizer.diagram import Fact


def outside_words(definition: ProcedureDefinition, step: StepId, language: str) -> str:
    """What marks a step whose time no promise counts; empty for all others."""
    return "" if step in steps_of_total(definition) else labels.OUTSIDE_TOTAL.in_language(language)


def covered_facts(definition: ProcedureDefinition, order: Sequence[StepId], language: str) -> list[Fact]:
    """Which steps the total is for, where not for all; that of the steps before them runs in it, too."""
    covered = frozenset(definition.covered_steps())
    if definition.total.without_limit is not None or len(covered) == len(order):
        return []
    said = _steps(order, covered, language)
    before = steps_of_total(definition) - covered
    if before:
        said += f" ({labels.WITH_WAIT_FOR.in_language(language)} {_steps(order, before, language)})"
    return [Fact(labels.TOTAL_COVERS.in_language(language), said)]


def published_facts(definition: ProcedureDefinition, language: str) -> list[Fact]:
    """The term that stands in the national database beside the law's; nothing is promised by it."""
    term = definition.total.published
    if term is None:
        return []
    where = "; ".join(labels.basis_words(basis, language) for basis in term.legal_basis)
    words = f"{limit_words(term.within).in_language(language)} ({where})"
    doubt = doubt_words(term.legal_basis, language)
    return [Fact(labels.PUBLISHED_TERM.in_language(language), words, doubt=doubt)]


def _steps(order: Sequence[StepId], chosen: Iterable[StepId], language: str) -> str:
    """`bước 1, 2, 4`, numbered as the boxes are."""
    wanted = frozenset(chosen)
    numbers = [str(n) for n, step in enumerate(order, 1) if step in wanted]
    word = labels.THE_STEP if len(numbers) == 1 else labels.THE_STEPS
    return f"{word.in_language(language)} {', '.join(numbers)}"
