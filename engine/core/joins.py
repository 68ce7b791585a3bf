"""A step that waits for the first of several, as legal time is told of it while none of them has come about.

The rules of linked cases (R17, R19) know a step as ready when *all* that it comes after is finished. Where one is enough,
our reading is: such a step comes after the one that is expected to end first, and after no other; those go on beside it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from engine.core.legal_time import CaseFacts, Instant


def with_joins_decided(
    facts: CaseFacts, joins: Collection[str], projected: Callable[[CaseFacts], Mapping[str, Instant]]
) -> CaseFacts:
    """`facts` names for each of `joins` all that could come first; what comes before a join is decided before it."""
    for join in [step.id for step in facts.order if step.id in joins and len(step.after) > 1]:
        expected = projected(facts)
        # Ties go to the smaller id, as on the critical path (R19).
        first = min(facts.by_id[join].after, key=lambda name: (expected[name], name))
        steps = (replace(step, after=(first,)) if step.id == join else step for step in facts.steps)
        facts = replace(facts, steps=tuple(steps))
    return facts
