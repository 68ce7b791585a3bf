"""The head of a procedure's picture: what is promised, for which steps, and where it is written."""

from collections.abc import Sequence

from engine.core.condition_words import condition_words
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import StepId
from engine.core.words import declared_limit_words, limit_words
from visualizer import labels
from visualizer.certainty import basis_facts, doubt_words, limit_doubt
from visualizer.declared import deadline_after_event
from visualizer.diagram import Fact
from visualizer.total_facts import covered_facts, published_facts


def procedure_facts(definition: ProcedureDefinition, order: Sequence[StepId], language: str) -> tuple[Fact, ...]:
    """The total, what it is for and what is published of it; the applicant's own deadlines; the articles; the dates."""
    label = labels.CALENDAR_TOTAL.in_language(language)
    doubt = limit_doubt(definition.total, language)
    facts = [Fact(label, _total_words(definition, language), doubt=doubt)]
    facts += covered_facts(definition, order, language)
    facts += published_facts(definition, language)
    notice = definition.before_event
    if notice is not None:
        least = limit_words(notice.at_least).in_language(language)
        facts.append(Fact(notice.title.in_language(language), least, doubt=doubt_words(notice.legal_basis, language)))
    facts += deadline_after_event(definition, language)
    facts += basis_facts(definition.total.legal_basis, language)
    facts.append(Fact(labels.EFFECTIVE.in_language(language), _in_force(definition, language)))
    return tuple(facts)


def _in_force(definition: ProcedureDefinition, language: str) -> str:
    effective = definition.effective
    since = f"{labels.EFFECTIVE_FROM.in_language(language)} {effective.first:%d/%m/%Y}"
    if effective.last is not None:
        since += f" {labels.EFFECTIVE_TO.in_language(language)} {effective.last:%d/%m/%Y}"
    return since


def _total_words(definition: ProcedureDefinition, language: str) -> str:
    words = declared_limit_words(definition.total).in_language(language)
    variants = [
        f"{limit_words(limit).in_language(language)} {labels.ELSE_LIMIT.in_language(language)} "
        f"{condition_words(condition, definition, language)}"
        for condition, limit in definition.total.within_when.items()
    ]
    return "; ".join([words, *variants])
