"""Two versions of a procedure on the same receipts: what would be promised, and when each step would fall due."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from engine.core.calendars import CalendarDefinition
from engine.core.case_clock import times_of
from engine.core.definition import FieldDefinition, FieldType, ProcedureDefinition
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.legal_time import parse_instant, to_datetime
from engine.core.values import Text
from procedure_defs.example_story import Played
from procedure_defs.reader import read_file
from procedure_defs.refusal_words import CANNOT, refusal_words
from procedure_defs.story import WorkedExample
from procedure_defs.story_files import read_examples

_FRIDAY = 4


@dataclass(frozen=True)
class Outlook:
    """What a version says of a case at its receipt, if every step takes its whole limit."""

    promised: datetime | None
    due: Mapping[StepId, datetime]
    refused: Text | None = None
    """Why the version does not take such a dossier; then there are no dates."""


@dataclass(frozen=True)
class Comparison:
    """One receipt under the old version and under the new one."""

    example: WorkedExample
    old: Outlook
    new: Outlook


def compared(old: Law, new: Law, examples: Sequence[WorkedExample]) -> list[Comparison]:
    """Each receipt under both versions, whichever of them would hold on that day."""
    return [Comparison(example, _outlook(old, example), _outlook(new, example)) for example in examples]


def examples_beside(files: Sequence[Path]) -> list[WorkedExample]:
    """The worked examples beside the files, each receipt once."""
    told: dict[str, WorkedExample] = {}
    for beside in dict.fromkeys(file.parent / "worked_examples.yaml" for file in files):
        model = read_examples(read_file(beside)).model if beside.exists() else None
        for example in model.worked_examples if model is not None else ():
            same = f"{example.received.isoformat()} {example.form} {example.facts} {example.channel}"
            told.setdefault(same, example)
    return sorted(told.values(), key=lambda example: example.received)


def receipts_over_holiday(definition: ProcedureDefinition, calendar: CalendarDefinition) -> list[WorkedExample]:
    """A receipt at nine on the last Monday, Tuesday … before the first holiday that the version meets."""
    off = calendar.names
    holiday = min((day for day in off if day > definition.effective.first), default=None)
    if holiday is None:
        return []
    days = {day.weekday(): day for n in range(21, 0, -1) if (day := holiday - timedelta(days=n)) not in off}
    return [
        _receipt(definition, days[weekday], off[holiday].name.vi)
        for weekday in sorted(days, key=days.__getitem__)
        if weekday <= _FRIDAY
    ]


def _receipt(definition: ProcedureDefinition, day: date, holiday: str) -> WorkedExample:
    told = {
        "id": f"{day}",
        "title": holiday,
        "version": definition.version,
        "received": to_datetime(parse_instant(f"{day}T09:00:00+07:00")),
        "expect": {},
    }
    return WorkedExample.model_validate(told)


def _outlook(law: Law, example: WorkedExample) -> Outlook:
    definition = law.definition
    fitting = example.model_copy(
        update={
            "form": dict(_known(definition.form, example.form)),
            "facts": {name: value for name, value in example.facts.items() if name in definition.facts},
        }
    )
    try:
        played = Played(law, fitting)
        times = times_of(law, played.state, played.now)
    except CANNOT as refusal:
        return Outlook(None, {}, refusal_words(refusal))
    return Outlook(played.state.promised_due_at, dict(times.projected))


def _known(fields: Mapping[str, FieldDefinition], given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What the version asks for, too; the rest of a form that was written for another one is left out."""
    for name, value in given.items():
        field = fields.get(name)
        if field is None:
            continue
        if field.type is FieldType.GROUP and isinstance(value, Mapping):
            yield name, dict(_known(field.fields, value))
        elif field.type is not FieldType.CHOICE or value in list(field.choices):
            yield name, value
