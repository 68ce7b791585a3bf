"""The steps of a procedure as a graph: an arrow leads from a step to each step that needs it.

Pure; the only place in the engine that imports networkx. A need that names no step is left out: the checks report it.
"""

import networkx as nx

from engine.core.definition import ProcedureDefinition
from engine.core.errors import InvariantBroken
from engine.core.identifiers import StepId


def topological_order(definition: ProcedureDefinition) -> tuple[StepId, ...]:
    """Every step after all that it needs; among equals the order of the file."""
    position = {step: index for index, step in enumerate(definition.steps)}
    try:
        return tuple(nx.lexicographical_topological_sort(_graph(definition), key=position.__getitem__))
    except nx.NetworkXUnfeasible as error:
        raise InvariantBroken("steps need each other in a circle: the definition was never checked") from error


def layers(definition: ProcedureDefinition) -> dict[StepId, int]:
    """The rank of each step for drawing: 0 without needs, else one more than the highest that it needs."""
    rank: dict[StepId, int] = {}
    for step in topological_order(definition):
        rank[step] = 1 + max((rank[n] for n in _known_needs(definition, step)), default=-1)
    return {step: rank[step] for step in definition.steps}


def needs_closure(definition: ProcedureDefinition, step: StepId) -> frozenset[StepId]:
    """All steps that must have ended before `step`, directly or through others."""
    return frozenset(nx.ancestors(_graph(definition), step))


def dependents(definition: ProcedureDefinition, step: StepId) -> frozenset[StepId]:
    """All steps that wait for `step`, directly or through others."""
    return frozenset(nx.descendants(_graph(definition), step))


def roots(definition: ProcedureDefinition) -> tuple[StepId, ...]:
    """The steps that need no other: they open with the receipt."""
    return tuple(step for step in definition.steps if not _known_needs(definition, step))


def leaves(definition: ProcedureDefinition) -> tuple[StepId, ...]:
    """The steps that no other needs: what the case is for."""
    needed = {n for step in definition.steps for n in definition.steps[step].needs}
    return tuple(step for step in definition.steps if step not in needed)


def cycles(definition: ProcedureDefinition) -> tuple[tuple[StepId, ...], ...]:
    """One circle for each knot of steps that wait for each other, from its first step in the file on.

    `(a, b)` means: b needs a and a needs b. A step that needs itself is not listed; that is another mistake.
    """
    graph = _graph(definition)
    position = {step: index for index, step in enumerate(definition.steps)}
    knots = [knot for knot in nx.strongly_connected_components(graph) if len(knot) > 1]
    found = []
    for knot in sorted(knots, key=lambda steps: min(position[s] for s in steps)):
        first = min(knot, key=position.__getitem__)
        inside = graph.subgraph(knot)
        back = min((nx.shortest_path(inside, after, first) for after in inside.successors(first)), key=len)
        found.append((first, *back[:-1]))
    return tuple(found)


def _graph(definition: ProcedureDefinition) -> "nx.DiGraph[StepId]":
    graph: nx.DiGraph[StepId] = nx.DiGraph()
    graph.add_nodes_from(definition.steps)
    for step in definition.steps:
        graph.add_edges_from((needed, step) for needed in _known_needs(definition, step) if needed != step)
    return graph


def _known_needs(definition: ProcedureDefinition, step: StepId) -> tuple[StepId, ...]:
    return tuple(n for n in definition.steps[step].needs if n in definition.steps)
