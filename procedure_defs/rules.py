"""Every rule of definition files by its id: for editors, for the table in the documentation, for allowances."""

from collections.abc import Iterator, Mapping

from engine.core.calendar_checks import CALENDAR_RULES
from engine.core.definition_checks import PROCEDURE_RULES
from engine.core.directory_checks import DIRECTORY_RULES
from engine.core.findings import Rule
from engine.core.form_sets import FORM_SET_RULES
from engine.core.lint.lint import LINT_RULES
from procedure_defs.catalogue import NAMES_ONCE
from procedure_defs.document import YAML_RULE
from procedure_defs.law_files import LAW_RULES
from procedure_defs.plain_words import SHAPE_RULES
from procedure_defs.readme_files import STALE
from procedure_defs.story_files import LAWFUL, acts_have_one_verb, names_are_of_the_version, stories_are_told_once


def _all() -> Iterator[Rule]:
    yield YAML_RULE
    yield from SHAPE_RULES
    yield from PROCEDURE_RULES
    yield from DIRECTORY_RULES
    yield from CALENDAR_RULES
    yield from FORM_SET_RULES
    yield NAMES_ONCE
    yield from LAW_RULES
    yield from (each.rule for each in (acts_have_one_verb, stories_are_told_once, names_are_of_the_version))
    yield LAWFUL
    yield from LINT_RULES
    yield STALE


RULES: Mapping[str, Rule] = {rule.id: rule for rule in _all()}
