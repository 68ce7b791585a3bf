"""What the law says of one wait of a case: its title and articles, and who ends it."""

from engine.core.case_state import CaseState, StepStatus, Suspension
from engine.core.clock_rules import AppliesTo, EndedBy, SuspensionRule
from engine.core.definition import ProcedureDefinition
from engine.core.definition_basics import LegalBasis
from engine.core.definition_rules import ReturnRule
from engine.core.legal_time import Pause, to_instant
from engine.core.values import Text


def title_of(definition: ProcedureDefinition, wait: Suspension) -> Text:
    return _rule(definition, wait).title


def basis_of(definition: ProcedureDefinition, wait: Suspension) -> tuple[LegalBasis, ...]:
    return _rule(definition, wait).legal_basis


def find_who_ends(definition: ProcedureDefinition, wait: Suspension) -> EndedBy | None:
    """Null for a step that has returned the case: that wait ends by itself, when the earlier step is done again."""
    rule = _rule(definition, wait)
    return rule.ended_by if isinstance(rule, SuspensionRule) else None


def find_hold(state: CaseState) -> Suspension | None:
    """What the whole case waits for: null while anybody can work. Never the return that another wait keeps waiting."""
    counted = [step for step in state.steps.values() if step.superseded_at is None]
    if any(step.status in (StepStatus.OPEN, StepStatus.CLAIMED) for step in counted):
        return None
    ids = {step.id for step in counted}
    holding = (wait for wait in state.open_suspensions() if wait.holds and wait.step in ids)
    return next(iter(sorted(holding, key=lambda wait: wait.sent_back is not None)), None)


def pauses_of_case(state: CaseState, wait: Suspension) -> tuple[Pause, ...]:
    """A wait as the whole case sees it: for a step that nothing waits for any more, the case does not wait either."""
    since, ended_at = state.superseded_at(wait.step), wait.ended_at
    if since is not None and wait.run == state.steps[wait.step].run:
        if wait.started_at >= since:
            return ()
        ended_at = since if ended_at is None else min(since, ended_at)
    end = to_instant(ended_at) if ended_at is not None else None
    return (Pause(wait.kind, to_instant(wait.started_at), end, effect=wait.effect),)


def _rule(definition: ProcedureDefinition, wait: Suspension) -> SuspensionRule | ReturnRule:
    if wait.sent_back is not None:
        return definition.steps[wait.step].returns[wait.sent_back.to]
    return definition.suspensions[wait.rule]


def is_of_total(definition: ProcedureDefinition, wait: Suspension) -> bool:
    """Whether it stops or restarts the clock of the total as such, not only by the total's policy."""
    rule = definition.suspensions.get(wait.rule)
    return rule is not None and rule.applies_to is AppliesTo.BOTH
