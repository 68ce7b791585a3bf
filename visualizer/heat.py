"""Where the cases of a procedure are now, on its graph: intensity, sign and number at each step, never colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.core.agencies import AgencyDirectory
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import StepId
from visualizer import heat_labels, labels
from visualizer.build_diagram import procedure_diagram
from visualizer.diagram import Box, Diagram, Fact, Mark, Tag, Tone
from visualizer.legend import legend_of
from visualizer.svg import to_svg

_LEVELS = (Mark.HEAT_0, Mark.HEAT_1, Mark.HEAT_2, Mark.HEAT_3, Mark.HEAT_4)


@dataclass(frozen=True, slots=True)
class Heat:
    """What is at a step now, and how long it usually takes there, in words (empty: nothing was measured)."""

    now: int = 0
    late: int = 0
    due_soon: int = 0
    suspended: int = 0
    median: str = ""
    p90: str = ""
    is_bottleneck: bool = False


def heat_svg(
    definition: ProcedureDefinition,
    directory: AgencyDirectory,
    heats: Mapping[StepId, Heat],
    as_of: str,
    language: str,
) -> str:
    """The procedure as SVG text, each step as hot as it is busy beside the busiest one."""
    return to_svg(heat_diagram(definition, directory, heats, as_of, language))


def heat_diagram(
    definition: ProcedureDefinition,
    directory: AgencyDirectory,
    heats: Mapping[StepId, Heat],
    as_of: str,
    language: str,
) -> Diagram:
    """`as_of` in words; a step without an entry has no case."""
    plain = procedure_diagram(definition, directory, language)
    most = max((heat.now for heat in heats.values()), default=0)
    boxes = tuple(_box(box, heats.get(StepId(box.id), Heat()), most, language) for box in plain.boxes)
    total = sum(heat.now for heat in heats.values())
    facts = (
        Fact(heat_labels.AT_STEPS.in_language(language), str(total)),
        Fact(heat_labels.LATE.in_language(language), str(sum(heat.late for heat in heats.values()))),
        Fact(labels.AS_OF.in_language(language), as_of),
    )
    arrows = tuple(replace(arrow, critical=False) for arrow in plain.arrows)
    return replace(plain, facts=facts, boxes=boxes, arrows=arrows, legend=legend_of(boxes, arrows, language))


def level_of(now: int, most: int) -> Mark:
    """Nothing; then by quarters of the busiest step."""
    return _LEVELS[-(-4 * now // most)] if now else _LEVELS[0]


def _box(box: Box, heat: Heat, most: int, language: str) -> Box:
    facts = []
    if heat.late:
        share = f"{heat.late} ({round(100 * heat.late / heat.now)} %)"
        facts.append(Fact(heat_labels.LATE.in_language(language), share, Tone.BAD))
    if heat.due_soon:
        facts.append(Fact(heat_labels.DUE_SOON.in_language(language), str(heat.due_soon), Tone.CAUTION))
    if heat.suspended:
        facts.append(Fact(heat_labels.SUSPENDED.in_language(language), str(heat.suspended)))
    facts += [Fact(heat_labels.MEDIAN.in_language(language), heat.median)] if heat.median else []
    facts += [Fact(heat_labels.P90.in_language(language), heat.p90)] if heat.p90 else []
    return replace(
        box,
        mark=level_of(heat.now, most),
        status=heat_labels.HERE.in_language(language).format(n=heat.now),
        flag=Tag(f"▼ {heat_labels.BOTTLENECK.in_language(language)}", Tone.CAUTION) if heat.is_bottleneck else None,
        facts=tuple(facts),
        condition=None,
        notes=(),
        critical=False,
    )
