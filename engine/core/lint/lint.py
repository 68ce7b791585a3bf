"""All rules of lint over one definition, less what its author allowed with a reason."""

from collections.abc import Iterator

from engine.core.definition import ProcedureDefinition
from engine.core.findings import Check, Finding, Level, Rule, check, one_of, there_is_no
from engine.core.lint import answers, branches, grounds, known_days, known_facts, lengths, names, papers
from engine.core.lint.surroundings import Surroundings
from engine.core.nouns import RULE
from engine.core.values import Text

CHECKS: tuple[Check[[Surroundings]], ...] = (
    branches.branches_have_a_default,
    branches.joins_can_fire,
    branches.others_are_decided,
    branches.papers_of_others_are_there,
    branches.needs_are_awaited,
    branches.conditions_can_be_met,
    branches.variants_can_apply,
    known_facts.facts_are_known_in_time,
    known_facts.facts_are_known_on_every_way,
    known_facts.facts_that_only_the_default_says,
    known_facts.facts_are_used,
    answers.answers_are_used,
    answers.known_answers_have_a_shape,
    lengths.steps_fit_the_total,
    lengths.published_term_is_the_laws,
    lengths.units_agree_with_siblings,
    papers.made_papers_are_not_asked_for,
    papers.papers_are_used,
    papers.asked_papers_are_read,
    papers.forms_are_in_force,
    names.names_are_the_files,
    grounds.laws_are_in_force,
    grounds.suspensions_have_a_sure_basis,
    grounds.suspensions_are_used,
    grounds.silence_of_the_consulted_is_settled,
    grounds.somebody_leads,
    grounds.fees_are_told,
    grounds.examples_are_told,
    known_days.calendar_reaches_the_last_case,
    known_days.calendar_of_an_open_version,
    known_days.calendar_knows_the_first_case,
    known_days.days_are_decided,
    known_days.agencies_are_there,
)


def lint(seen: Surroundings) -> list[Finding]:
    """Everything that is probably a mistake."""
    found = [finding for rule in CHECKS for finding in rule(seen)]
    allowed = seen.definition.lint.allow
    used = {key for finding in found for key in _keys(finding) if key in allowed}
    left = [finding for finding in found if not any(key in allowed for key in _keys(finding))]
    return [*left, *allowances_are_needed(seen.definition, used)]


@check("allowance-unused", Level.WARNING, vi="Điều mà `lint.allow` cho qua phải có thật.")
def allowances_are_needed(definition: ProcedureDefinition, used: set[str]) -> Iterator[Finding]:
    """What `lint.allow` lets pass is there."""
    known = [rule.id for rule in LINT_RULES]
    for key in definition.lint.allow:
        if key.split("/")[0] not in known:
            what, mend = there_is_no(RULE, key.split("/")[0]), one_of(key.split("/")[0], known)
        elif key not in used:
            what, mend = (
                Text(
                    vi=f"`{key}` được cho qua, nhưng không có gì cần đến",
                    en=f"`{key}` is allowed, but nothing needs it",
                ),
                Text(vi="hãy bỏ đi", en="take it out"),
            )
        else:
            continue
        yield Finding(("lint", "allow", key), what, mend, at_key=True)


LINT_RULES: tuple[Rule, ...] = (*(each.rule for each in CHECKS), allowances_are_needed.rule)


def _keys(finding: Finding) -> Iterator[str]:
    """The allowances that let a finding pass: its rule everywhere, or at a part that is named on the way to it."""
    if finding.rule is not None:
        yield finding.rule.id
        yield from (f"{finding.rule.id}/{part}" for part in finding.path if isinstance(part, str))
