"""What only some steps declare: the part of the agency, and that one of several steps before is enough."""

from engine.core.definition import ProcedureDefinition, StepDefinition
from engine.core.definition_rules import Join, Others, Part
from engine.core.words import PART, limit_words
from visualizer import labels
from visualizer.certainty import doubt_words
from visualizer.diagram import Fact


def special_facts(declared: StepDefinition, language: str) -> list[Fact]:
    """Nothing for a step like most: its agency takes part, and it waits for all that it needs."""
    facts = []
    if declared.part is not Part.PARTICIPATING:
        facts.append(Fact(labels.PART.in_language(language), PART[declared.part].in_language(language).lower()))
    if declared.join is Join.ANY:
        others = labels.OTHERS_END if declared.others is Others.END else labels.OTHERS_GO_ON
        words = f"{labels.ANY_OF.in_language(language)}; {others.in_language(language)}"
        facts.append(Fact(labels.NEEDS.in_language(language), words))
    return facts


def deadline_after_event(definition: ProcedureDefinition, language: str) -> list[Fact]:
    """How long after an event the applicant may come, and what another act says of it."""
    rule = definition.after_event
    if rule is None:
        return []
    said = limit_words(rule.within).in_language(language)
    if rule.published is not None:
        basis = labels.basis_words(rule.published.legal_basis[0], language)
        other = f"{basis}: {limit_words(rule.published.within).in_language(language)}"
        doubt = doubt_words(rule.published.legal_basis, language)
        said = f"{said} ({other}; {doubt})" if doubt else f"{said} ({other})"
    return [Fact(rule.title.in_language(language), said, doubt=doubt_words(rule.legal_basis, language))]
