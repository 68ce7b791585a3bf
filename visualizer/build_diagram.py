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
from engine.core.legal_time import CriticalWeb
from engine.core.plan import planned_critical_web
from engine.core.words import declared_limit_words, limit_words
from visualizer import labels
from visualizer.case_boxes import case_box, silence_notes
from visualizer.case_heading import case_facts, case_tags
from visualizer.case_view import CaseView
from visualizer.declared import deadline_after_event, special_facts
from visualizer.diagram import Arrow, Box, Diagram, Fact, Lane, Mark, Progress
from visualizer.lanes import declared_lane, lane_id
from visualizer.legend import legend_of
from visualizer.returns import case_returns, declared_return_notes, declared_returns

_NEVER = frozenset({StepStatus.NOT_NEEDED, StepStatus.UNREACHED, StepStatus.REFUSED, StepStatus.SUPERSEDED})


def procedure_diagram(definition: ProcedureDefinition, directory: AgencyDirectory, language: str) -> Diagram:
    """The procedure before any case exists; its lanes are kinds of agency."""
    order = graph.topological_order(definition)
    ranks = graph.layers(definition)
    web = planned_critical_web(definition)
    boxes = tuple(
        replace(
            _declared_box(definition, step, n, ranks[step], language), critical=len(order) > 1 and step in web.steps
        )
        for n, step in enumerate(order, 1)
    )
    arrows = (*_arrows(definition, order, web, language), *declared_returns(definition, order, language))
    lanes = dict.fromkeys(declared_lane(definition, directory, step, language) for step in order)
    return Diagram(
        language=language,
        title=definition.title.in_language(language),
        subtitle=f"{labels.VERSION.in_language(language)} {definition.version}",
        tags=(),
        facts=_procedure_facts(definition, language),
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
            notes.append(f"{labels.MAY_EXTEND.in_language(language)}: {more.title.in_language(language)}")
        rule = definition.suspensions.get(name)
        if rule is None:
            continue
        term = _terms(definition, rule, language)
        notes.append(f"{labels.MAY_SUSPEND.in_language(language)}: {rule.title.in_language(language)}{term}")
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
    facts = [Fact(labels.LIMIT.in_language(language), declared_limit_words(declared).in_language(language))]
    for condition, limit in declared.within_when.items():
        words = limit_words(limit).in_language(language)
        said = condition_words(condition, definition, language)
        facts.append(Fact("", f"{words} {labels.ELSE_LIMIT.in_language(language)} {said}"))
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


def _procedure_facts(definition: ProcedureDefinition, language: str) -> tuple[Fact, ...]:
    effective = definition.effective
    since = f"{labels.EFFECTIVE_FROM.in_language(language)} {effective.first:%d/%m/%Y}"
    if effective.last is not None:
        since += f" {labels.EFFECTIVE_TO.in_language(language)} {effective.last:%d/%m/%Y}"
    facts = [Fact(labels.CALENDAR_TOTAL.in_language(language), _total_words(definition, language))]
    notice = definition.before_event
    if notice is not None:
        least = limit_words(notice.at_least).in_language(language)
        facts.append(Fact(notice.title.in_language(language), least))
    basis = "; ".join(labels.basis_words(b, language) for b in definition.total.legal_basis)
    facts += deadline_after_event(definition, language)
    facts.append(Fact(labels.LEGAL_BASIS.in_language(language), basis))
    facts.append(Fact(labels.EFFECTIVE.in_language(language), since))
    return tuple(facts)


def _total_words(definition: ProcedureDefinition, language: str) -> str:
    words = declared_limit_words(definition.total).in_language(language)
    variants = [
        f"{limit_words(limit).in_language(language)} {labels.ELSE_LIMIT.in_language(language)} "
        f"{condition_words(condition, definition, language)}"
        for condition, limit in definition.total.within_when.items()
    ]
    return "; ".join([words, *variants])


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
