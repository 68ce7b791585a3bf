"""A new procedure that runs: its version, its README and one worked example, for an author to fill in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, islice

from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import CalendarId
from engine.core.law import Law
from engine.core.legal_time import parse_instant, to_datetime
from engine.core.values import Text
from procedure_defs import scaffold_words as words
from procedure_defs.catalogue import Catalogue
from procedure_defs.example_story import Played
from procedure_defs.loader import parse_procedure
from procedure_defs.problems import Problem
from procedure_defs.readme_files import README, block
from procedure_defs.story import WorkedExample

_KNOWN_TITLES = {
    "check_dossier": ("Kiểm tra hồ sơ", "Check the dossier"),
    "decide": ("Quyết định", "Decide"),
}


@dataclass(frozen=True)
class Draft:
    """What the author said of the new procedure."""

    name: str
    title: str
    first_day: date
    agencies: Sequence[str]
    steps: Sequence[str]
    calendar: str
    language: str
    """What is said to the author is in it."""

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def agency_of(self, index: int) -> str:
        """Each step has its agency; the last named does what is left."""
        return self.agencies[min(index, len(self.agencies) - 1)]


class CannotDraft(Exception):
    """What was said makes no sound procedure."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def scaffold(draft: Draft, catalogue: Catalogue) -> Mapping[str, str]:
    """The files of the folder by their names; the dates of the example are the engine's, to be reckoned by hand."""
    version = "\n".join(_version(draft)) + "\n"
    definition = parse_procedure(version.encode(), f"{draft.name}/{draft.first_day}.yaml")
    if isinstance(definition, list):
        raise CannotDraft(definition)
    return {
        f"{draft.first_day}.yaml": version,
        "worked_examples.yaml": "\n".join(_examples(draft, definition, catalogue)) + "\n",
        README: "\n".join(_readme(draft, block(definition, catalogue.agencies, draft.language))) + "\n",
    }


def _version(draft: Draft) -> Iterator[str]:
    note = _quoted(draft.say(words.NAME_THE_LAW))
    basis = f'legal_basis: [{{ref: "…", certainty: unverified, note: {note}}}]'
    yield draft.say(words.HEAD)
    yield f"procedure: {draft.name}"
    yield f"version: {draft.first_day}"
    yield f"title: {{vi: {_quoted(draft.title)}, en: {_quoted(draft.title)}}}"
    yield basis
    yield f"effective: {{from: {draft.first_day}}}"
    yield f"calendar: {draft.calendar}"
    yield f"reception: {draft.agencies[0]}"
    yield f"lead: {draft.agencies[-1]}"
    yield ""
    yield f"total:                          {draft.say(words.TOTAL)}"
    yield f"  within: {len(draft.steps)} working_days"
    yield "  counting: statutory"
    yield f"  {basis}"
    yield ""
    yield "form:"
    yield "  full_name: {title: {vi: Họ và tên, en: Full name}, required: true}"
    yield ""
    yield "documents:"
    yield "  application: {title: {vi: Đơn đề nghị, en: Application}, source: [upload], required: true}"
    yield "  result: {title: {vi: Kết quả giải quyết, en: Result}}"
    yield ""
    yield f"# suspensions:                  {draft.say(words.SUSPENSIONS)}"
    yield ""
    yield "steps:"
    for index, step in enumerate(draft.steps):
        vi, en = _KNOWN_TITLES.get(step, (f"Bước {index + 1}: …", _from_name(step)))
        yield f"  {step}:"
        yield f"    title: {{vi: {_quoted(vi)}, en: {_quoted(en)}}}"
        yield f"    agency: {draft.agency_of(index)}"
        if index:
            yield f"    needs: [{draft.steps[index - 1]}]"
        yield "    within: 1 working_days"
        yield "    counting: elapsed"
        yield f"    {basis}"
        if index == 0:
            yield "    requires: [application]"
        if index == len(draft.steps) - 1:
            yield "    produces: [result]"


def _examples(draft: Draft, definition: ProcedureDefinition, catalogue: Catalogue) -> Iterator[str]:
    days = _working_days(draft, catalogue)
    received = _at(days[0], 9)
    done = [_at(day, 16) for day in days[: len(draft.steps)]]
    promised = _promised(draft, definition, catalogue, received)
    yield draft.say(words.EXAMPLES_HEAD)
    yield f"of: {draft.name}"
    yield ""
    yield "worked_examples:"
    yield "  - id: ordinary"
    yield f"    title: {draft.say(words.EXAMPLE)}"
    yield f'    version: "{draft.first_day}"'
    yield f'    received: "{received.isoformat()}"'
    yield "    story:"
    for step, at in zip(draft.steps, done, strict=True):
        yield f'      - {{at: "{at.isoformat()}", complete: {step}}}'
    yield "    expect:"
    yield f'      promised: "{promised.isoformat()}"'
    yield f'      total_due_on: "{promised.date()}"'
    yield "      case_status: completed"
    yield "      why:"
    yield f"        - {_quoted(draft.say(words.WHY).format(days=len(draft.steps), received=days[0]))}"


def _readme(draft: Draft, tables: str) -> Iterator[str]:
    yield f"# {draft.title}"
    yield ""
    yield from map(draft.say, words.README)
    yield ""
    yield tables
    yield ""
    yield draft.say(words.README_READ)
    yield ""
    yield "- …"
    yield ""
    yield draft.say(words.README_END)


def _promised(draft: Draft, definition: ProcedureDefinition, catalogue: Catalogue, received: datetime) -> datetime:
    law = Law(definition, catalogue.calendars, catalogue.agencies)
    told = {"id": "ordinary", "title": "", "version": str(draft.first_day), "received": received, "expect": {}}
    played = Played(law, WorkedExample.model_validate(told), lambda _: definition)
    assert played.state.promised_due_at is not None, "the total of a draft has a limit"
    return played.state.promised_due_at


def _working_days(draft: Draft, catalogue: Catalogue) -> list[date]:
    """As many working days as there are steps, from a Monday on, or from the day after it if that is off."""
    off = catalogue.calendars.definition(CalendarId(draft.calendar)).names
    monday = draft.first_day + timedelta(days=-draft.first_day.weekday() % 7)
    days = (monday + timedelta(days=n) for n in count())
    return list(islice((day for day in days if day.weekday() < 5 and day not in off), len(draft.steps)))


def _at(day: date, hour: int) -> datetime:
    return to_datetime(parse_instant(f"{day}T{hour:02}:00:00+07:00"))


def _from_name(step: str) -> str:
    said = step.replace("_", " ").replace("-", " ")
    return said[:1].upper() + said[1:]


def _quoted(text: str) -> str:
    """Text in double quotes as YAML reads it."""
    return json.dumps(text, ensure_ascii=False)
