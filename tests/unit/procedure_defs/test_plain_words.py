"""What authors are told when a part has the wrong shape: one planted fault each, in a shipped definition."""

import pytest

from procedure_defs.catalogue import SHIPPED
from procedure_defs.loader import load_calendar, load_procedure
from procedure_defs.problems import Problem
from procedure_defs.reader import read_text

SOUND = (SHIPPED / "birth-residence-insurance" / "2026-09-01.yaml").read_text(encoding="utf-8")


def _after(old: str, new: str) -> list[Problem]:
    assert SOUND.count(old) >= 1, old
    return sorted(load_procedure(read_text(SOUND.replace(old, new, 1), "f.yaml")).problems)


@pytest.mark.parametrize(
    ("old", "new", "what", "mend"),
    [
        ("    within: 24 hours\n", "", "the step `register_birth` has no time limit", "add `within:`"),
        ("    agency: civil_registry\n", "", "the step `register_birth` has no `agency`", "add `agency:`"),
        ("    within: 24 hours", "    within: 24", "24 has no unit", "write for example `24 working_days`"),
        ("    within: 24 hours", '    within: "24"', "`24` is not a time limit", "write a number and a unit"),
        ("    within: 24 hours", "    within: soon", "`soon` is not a time limit", "write a number and a unit"),
        (
            "    within: 24 hours",
            "    within: 3 parsecs",
            "`parsecs` is no unit of time",
            "the units are: minutes, hours",
        ),
        ("    within: 24 hours", "    within: -1 hours", "`-1 hours` is not a time limit", "write a number and a unit"),
        ("    within: 24 hours", "    wihtin: 24 hours", "unknown field `wihtin`", "did you mean `within`?"),
        ("policy: all", "polices: all", "`total` has an unknown field `polices`", "did you mean `policy`?"),
        ("policy: all", "policy: most", "`policy` cannot be `most`", "write one of: any, all"),
        ("counting: statutory", "counting: statutary", "`counting` cannot be", "did you mean `statutory`?"),
        ('cut_off: "15:00"', 'cut_off: "3 pm"', "a time of day is written with hour", 'write it as `"15:00"`'),
        ("max: 1", "max: once", "`max` should be a whole number, not `once`", "write digits only"),
        ("max: 1", "max: 0", "`max`: `0` does not fit", "input should be greater"),
        ("required: true", "required: maybe", "`required` should be true or false", "write `true` or `false`"),
        (
            "may: [supplement, personal_number_trouble, reschedule]",
            "may: supplement",
            "`may` should be a list, not `supplement`",
            "write `[a, b]`",
        ),
        ("applies_to: step", "applies_to: stop", "`applies_to` cannot be `stop`", "did you mean `step`?"),
        ("applies_to: step", "at_most: soon", "`at_most`: `soon` is not a time limit", "write a number and a unit"),
        ("applies_to: step", "at_most: 3 parsecs", "`parsecs` is no unit of time", "the units are: minutes, hours"),
        ("notice_days: 1", "notice: 1", "the extension `reschedule` has an unknown field `notice`", "did you mean"),
        ("effective: {from: 2026-09-01}", "effective: {from: 2026-02-30}", "is no date", "write it as `2026-09-01`"),
        ("effective: {from: 2026-09-01}", "effective: 2026", "`effective` should be a mapping", "write `name: value`"),
        ("version: 2026-09-01", "version: v2", "a version is named by its date", "write it as `2026-09-01`"),
        ("version: 2026-09-01", "version: 2026-13-01", "`2026-13-01` is no date of the calendar", "write it as"),
        ("version: 2026-09-01", "version: 2026-02-30", "`2026-02-30` is no date of the calendar", "write it as"),
        ("source: [hospital, upload]", "source: [hospital, uplaod]", "cannot be `uplaod`", "did you mean `upload`?"),
        ("source: [hospital, upload]", "source: [fax]", "`source` cannot be `fax`", "write one of: upload, hospital"),
        ("source: [hospital, upload]", "source: [upload, upload]", "`upload` stands in `source` twice", "take one"),
        ("needs: [register_birth]", "needs: [register_birth, register_birth]", "stands in `needs` twice", "take one"),
        (
            "when: form.wants_identity_card",
            "when: form.results.birth_certificate_copies",
            "it gives a whole number, not true or false",
            "compare a whole number with a number",
        ),
        (
            "  one_parent_foreign:\n    type: boolean",
            "  one_parent_foreign:\n    type: boolaen",
            "cannot be",
            "did you",
        ),
        ("http: social_insurance.issue_card", "http: issue", "an operation is named", "write it as"),
        ("  residence_papers:\n", "  Papers!:\n", "`Papers!` cannot be a name here", "write `papers`: small"),
        ("calendar: vn-state-agency\n", "", "the definition has no `calendar`", "add `calendar:`"),
        ("type: boolean", "type: boolaen", "`type` cannot be `boolaen`", "did you mean `boolean`?"),
        ("when: form.wants_identity_card", "when: false", "`when` should be a text, not `false`", "write a text"),
        ("when: form.wants_identity_card", 'when: "false"', "can never be reached", "name the circumstances"),
    ],
)
def test_one_fault_one_message(old: str, new: str, what: str, mend: str) -> None:
    found = _after(old, new)
    assert len(found) == 1, list(map(str, found))
    assert what in found[0].what.en
    assert found[0].mend.en.startswith(mend)


def test_an_empty_legal_basis_is_told() -> None:
    found = _after('      - {ref: NĐ 301/2026/NĐ-CP, article: "6(3) (8(2)a)"}\n', "      []\n")
    assert [p.what.en for p in found] == ["the legal basis is empty"]


def test_a_misspelt_field_is_still_looked_into() -> None:
    found = _after("may: [supplement, personal_number_trouble, reschedule]", "mays: [suplement]")
    assert [p.what.en for p in found] == [
        "the step `register_birth` has an unknown field `mays`",
        "there is no suspension or extension `suplement`",
    ]


def test_what_only_follows_is_not_told() -> None:
    assert len(_after("suspensions:\n", "suspensions: []\nnotes:\n")) == 2
    assert (
        len(
            _after(
                "needs: [register_birth]\n    within: 2 working_days\n    counting",
                "needs: 7\n    within: 2 working_days\n    counting",
            )
        )
        == 1
    )


@pytest.mark.parametrize("text", ["just words\n", "- a\n- b\n", "12\n"])
def test_a_file_that_is_no_mapping(text: str) -> None:
    problems = load_procedure(read_text(text, "f.yaml")).problems
    assert [(p.line, p.what.en.startswith("`the file` should be a mapping")) for p in problems] == [(1, True)]


@pytest.mark.parametrize("session", ['["08:00"]', '["08:00", "12:00", "13:00"]'])
def test_a_session_with_one_end_or_three(session: str) -> None:
    calendar = (SHIPPED / "calendars" / "vn-state-agency.yaml").read_text(encoding="utf-8")
    broken = calendar.replace('fri: [["08:00", "12:00"]', f"fri: [{session}")
    (problem,) = load_calendar(read_text(broken, "f.yaml")).problems
    assert "where a pair is expected" in problem.what.en
    line = next(n for n, text in enumerate(broken.splitlines(), 1) if text.startswith("  fri:"))
    assert (problem.line, problem.column) == (line, 9)


@pytest.mark.parametrize("name", ['"two\\nlines"', "x" * 5000])
def test_a_strange_name_gives_a_message_of_one_line(name: str) -> None:
    (problem,) = _after("may: [supplement, personal_number_trouble, reschedule]", f"may: [{name}]")
    assert "\n" not in str(problem)
    assert len(str(problem)) < 2000


_SEX = "choices: {female: {vi: Nữ, en: Female}, male: {vi: Nam, en: Male}}"


@pytest.mark.parametrize("choices", ["choices: [female, male]", _SEX])
def test_choices_are_names_alone_or_names_with_titles(choices: str) -> None:
    assert _after(_SEX, choices) == []


@pytest.mark.parametrize(
    ("choices", "what", "mend"),
    [
        ("choices: female", "`choices` should be a mapping, not `female`", "write `name: value` pairs"),
        ("choices: [female, 2]", "each choice is named by a text", "put it in quotes"),
        ("choices: [female, true]", "each choice is named by a text", "put it in quotes"),
        ("choices: [female, {vi: Nam}]", "each choice is named by a text", "put it in quotes"),
        (
            "choices: {female: Nữ}",
            "`female` should be a mapping, not `Nữ`",
            'write it in both languages: `{vi: "Nữ", en: …}`',
        ),
        ("choices: {female: {vi: Nữ}}", "has no `en`", "add `en:`"),
        ("choices: {female: {vi: Nữ, en: F, fr: F}}", "unknown field `fr`", "take it out"),
    ],
)
def test_choices_that_are_neither_are_told(choices: str, what: str, mend: str) -> None:
    found = _after(_SEX, choices)
    assert [(what in problem.what.en, mend in problem.mend.en) for problem in found] == [(True, True)], found
