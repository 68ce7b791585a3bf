"""From a procedure, with or without a case, to what its picture says."""

from dataclasses import replace

from engine.core import graph
from engine.core.agencies import AgencyDirectory
from engine.core.case import CaseState, StepStatus
from engine.core.case_clock import CaseTimes
from engine.core.clock_rules import SuspensionRule
from engine.core.condition_words import condition_words
from engine.core.definition import AutomaticRun, ProcedureDefinition, StepDefinition
from engine.core.identifiers import StepId
from engine.core.legal_time import ClockEffect, CriticalWeb
from engine.core.plan import planned_critical_web, steps_of_total
from engine.core.words import declared_limit_words, limit_words
from visualizer import labels
from visualizer.case_boxes import case_box, silence_notes
from visualizer.case_heading import case_facts, case_tags
from visualizer.case_view import CaseView
from visualizer.certainty import doubted, limit_doubt
from visualizer.declared import special_facts
from visualizer.diagram import Arrow, Box, Diagram, Fact, Lane, Mark, Progress
from visualizer.lanes import declared_lane, lane_id
from visualizer.legend import legend_of
from visualizer.procedure_heading import procedure_facts
from visualizer.returns import case_returns, declared_return_notes, declared_returns
from visualizer.total_facts import outside_words

_MAY_WAIT = {
    ClockEffect.SUSPEND: labels.MAY_SUSPEND,
    ClockEffect.RESTART: labels.MAY_RESTART,
    ClockEffect.NONE: labels.MAY_NOTE,
}
_NEVER = frozenset({StepStatus.NOT_NEEDED, StepStatus.UNREACHED, StepStatus.REFUSED, StepStatus.SUPERSEDED})


def procedure_diagram(definition: ProcedureDefinition, directory: AgencyDirectory, language: str) -> Diagram:
    """The procedure before any case exists; its lanes are kinds of agency."""
    order = graph.topological_order(definition)
    ranks = graph.layers(definition)
    web = planned_critical_web(definition)
    has_path = len(steps_of_total(definition)) > 1
    boxes = tuple(
        replace(_declared_box(definition, step, n, ranks[step], language), critical=has_path and step in web.steps)
        for n, step in enumerate(order, 1)
    )
    arrows = (*_arrows(definition, order, web, language), *declared_returns(definition, order, language))
    lanes = dict.fromkeys(declared_lane(definition, directory, step, language) for step in order)
    return Diagram(
        language=language,
        title=definition.title.in_language(language),
        subtitle=f"{labels.VERSION.in_language(language)} {definition.version}",
        tags=(),
        facts=procedure_facts(definition, order, language),
        lanes=tuple(lanes),
        boxes=boxes,
        arrows=arrows,
        legend=legend_of(boxes, arrows, language),
        legend_title=labels.LEGEND.in_language(language),
        continued=labels.CONTINUED.in_language(language),
    )


def case_diagram(
    definition: ProcedureDefinition,
    directory: AgencyDirectory,
    state: CaseState,
    times: CaseTimes,
    language: str,
) -> Diagram:
    """The case as of the instant of `times`; its lanes are the agencies that handle it."""
    view = CaseView(definition, state, times, language)
    order = graph.topological_order(definition)
    ranks = graph.layers(definition)
    lanes = {step: _case_lane(definition, directory, state, step, language) for step in order}
    boxes = tuple(case_box(view, step, n, lanes[step].id, ranks[step]) for n, step in enumerate(order, 1))
    arrows = (*_case_arrows(view, order), *case_returns(view, order))
    return Diagram(
        language=language,
        title=definition.title.in_language(language),
        subtitle=state.dossier_code or labels.NOT_RECEIVED.in_language(language),
        tags=case_tags(view),
        facts=case_facts(view),
        lanes=tuple(dict.fromkeys(lanes.values())),
        boxes=boxes,
        arrows=arrows,
        legend=legend_of(boxes, arrows, language),
        legend_title=labels.LEGEND.in_language(language),
        continued=labels.CONTINUED.in_language(language),
    )


def _case_lane(
    definition: ProcedureDefinition, directory: AgencyDirectory, state: CaseState, step: StepId, language: str
) -> Lane:
    known = state.steps.get(step)
    agency_id = (known.agency if known else None) or state.agencies.get(step)
    agency = directory.agencies.get(agency_id) if agency_id else None
    if agency_id is None or agency is None:
        return declared_lane(definition, directory, step, language)
    return Lane(agency_id, agency.title.in_language(language))


def _declared_box(definition: ProcedureDefinition, step: StepId, number: int, rank: int, language: str) -> Box:
    declared = definition.steps[step]
    optional = declared.when is not None
    status = f"{labels.DECLARED.in_language(language)} {number}"
    if optional:
        status += f" · {labels.OPTIONAL.in_language(language).lower()}"
    return Box(
        id=step,
        lane=lane_id(declared),
        rank=rank,
        title=declared.title.in_language(language),
        mark=Mark.DECLARED,
        status=status,
        facts=_declared_facts(definition, step, language),
        condition=_condition(definition, step, language),
        notes=(
            *_suspension_notes(definition, step, language),
            *declared_return_notes(definition, step, language),
            *_limit_notes(declared, language),
        ),
        outside=outside_words(definition, step, language),
    )


def _condition(definition: ProcedureDefinition, step: StepId, language: str) -> str | None:
    when = definition.steps[step].when
    if when is None:
        return None
    return f"{labels.WHEN.in_language(language)}: {condition_words(when, definition, language)}"


def _limit_notes(declared: StepDefinition, language: str) -> tuple[str, ...]:
    """Why no law limits the step, or what its silence means."""
    if declared.without_limit is not None:
        return (declared.without_limit.reason.in_language(language),)
    return silence_notes(declared, language)


def _suspension_notes(definition: ProcedureDefinition, step: StepId, language: str) -> tuple[str, ...]:
    """What may stop the clock of the step, how long the applicant has to answer, and what may give it more time."""
    notes: list[str] = []
    for name in definition.steps[step].may:
        more = definition.extensions.get(name)
        if more is not None:
            said = f"{labels.MAY_EXTEND.in_language(language)}: {more.title.in_language(language)}"
            notes.append(doubted(said, more.legal_basis, language))
        rule = definition.suspensions.get(name)
        if rule is None:
            continue
        term = _terms(definition, rule, language)
        said = f"{_MAY_WAIT[rule.effect].in_language(language)}: {rule.title.in_language(language)}{term}"
        notes.append(doubted(said, rule.legal_basis, language))
    return tuple(notes)


def _terms(definition: ProcedureDefinition, rule: SuspensionRule, language: str) -> str:
    """The applicant's term in brackets, with its variants; empty where the law gives none."""
    if rule.applicant_term is None:
        return ""
    told = [limit_words(rule.applicant_term).in_language(language)]
    for condition, limit in rule.applicant_term_when.items():
        said = f"{labels.ELSE_LIMIT.in_language(language)} {condition_words(condition, definition, language)}"
        told.append(f"{limit_words(limit).in_language(language)} {said}")
    return f" ({'; '.join(told)})"


def _declared_facts(definition: ProcedureDefinition, step: StepId, language: str) -> tuple[Fact, ...]:
    declared = definition.steps[step]
    doubt = limit_doubt(declared, language)
    facts = [
        Fact(labels.LIMIT.in_language(language), declared_limit_words(declared).in_language(language), doubt=doubt)
    ]
    for condition, limit in declared.within_when.items():
        words = limit_words(limit).in_language(language)
        said = condition_words(condition, definition, language)
        facts.append(Fact("", f"{words} {labels.ELSE_LIMIT.in_language(language)} {said}", doubt=doubt))
    facts += special_facts(declared, language)
    if declared.run is not None:
        facts.append(Fact(labels.MODE.in_language(language), labels.AUTOMATIC.in_language(language).lower()))
        facts += _answer_limit(declared.run, language)
    if step in graph.leaves(definition) and declared.produces:
        made = ", ".join(_produced(definition, step, language))
        facts.append(Fact(labels.RESULT.in_language(language), made))
    return tuple(facts)


def _answer_limit(run: AutomaticRun, language: str) -> list[Fact]:
    """How soon the agency's own system answers that it has taken the work on."""
    if run.answer_within is None:
        return []
    words = f"{labels.ACKNOWLEDGE_WITHIN.in_language(language)} {limit_words(run.answer_within).in_language(language)}"
    return [Fact("", words)]


def _produced(definition: ProcedureDefinition, step: StepId, language: str) -> tuple[str, ...]:
    made = definition.steps[step].produces
    return tuple(definition.documents[d].title.in_language(language) if d in definition.documents else d for d in made)


def _arrows(
    definition: ProcedureDefinition, order: tuple[StepId, ...], web: CriticalWeb, language: str
) -> tuple[Arrow, ...]:
    return tuple(
        Arrow(
            needed,
            step,
            hands_over=_produced(definition, needed, language),
            critical=(needed, step) in web.links,
        )
        for step in order
        for needed in definition.steps[step].needs
    )


def _case_arrows(view: CaseView, order: tuple[StepId, ...]) -> tuple[Arrow, ...]:
    links = view.times.critical_web.links
    return tuple(
        Arrow(needed, step, progress=_progress(view, needed, step), critical=(needed, step) in links)
        for step in order
        for needed in view.definition.steps[step].needs
    )


def _progress(view: CaseView, source: StepId, target: StepId) -> Progress:
    unneeded = view.state.received_at is not None and target not in view.times.taking_part
    if unneeded or view.state.step_status(source) in _NEVER or view.state.step_status(target) in _NEVER:
        return Progress.VOID
    done = view.state.step_status(source) is StepStatus.COMPLETED
    return Progress.PASSED if done else Progress.AHEAD
