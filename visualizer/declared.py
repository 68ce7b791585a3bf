"""What only some steps declare: the part of the agency, and that one of several steps before is enough."""

from engine.core.definition import StepDefinition
from engine.core.definition_rules import Join, Part
from engine.core.words import PART
from visualizer import labels
from visualizer.diagram import Fact


def special_facts(declared: StepDefinition, language: str) -> list[Fact]:
    """Nothing for a step like most: its agency takes part, and it waits for all that it needs."""
    facts = []
    if declared.part is not Part.PARTICIPATING:
        facts.append(Fact(labels.PART.in_language(language), PART[declared.part].in_language(language).lower()))
    if declared.join is Join.ANY:
        facts.append(Fact(labels.NEEDS.in_language(language), labels.ANY_OF.in_language(language)))
    return facts
