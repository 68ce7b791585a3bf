"""The worked examples beside each procedure, written from the law, agree with the engine; and a wrong one is noticed."""

from pathlib import Path

import pytest

from engine.core.identifiers import CalendarId
from engine.core.legal_time import Allowance, Convention, StepFacts, Unit, due_date, evaluate_step, parse_instant
from procedure_defs.catalogue import SHIPPED, Catalogue, load_catalogue
from procedure_defs.worked_examples import ExampleResult, example_files, run_examples

BIRTH = SHIPPED / "birth-residence-insurance" / "worked_examples.yaml"

# Received, term, cut-off, due: the ten worked examples of the official days off (the eighth says two things).
OFFICIAL = {
    "a real slip of 2023": ("2023-10-27T09:32", 5, Unit.WORKING_DAYS, None, "2023-11-03"),
    "long holiday, worked Saturday": ("2024-04-26T09:00", 3, Unit.WORKING_DAYS, None, "2024-05-04"),
    "worked Saturday 26 April 2025 counts": ("2025-04-25T09:00", 3, Unit.WORKING_DAYS, None, "2025-04-29"),
    "swap of 2 January 2026": ("2025-12-31T09:00", 2, Unit.WORKING_DAYS, None, "2026-01-06"),
    "due on a worked Saturday": ("2026-01-09T09:00", 1, Unit.WORKING_DAYS, None, "2026-01-10"),
    "Tet 2026": ("2026-02-13T09:00", 3, Unit.WORKING_DAYS, None, "2026-02-25"),
    "art. 148(5): last day in Tet": ("2026-02-10T09:00", 10, Unit.CALENDAR_DAYS, None, "2026-02-23"),
    "15 days": ("2024-06-14T09:00", 15, Unit.CALENDAR_DAYS, None, "2024-07-01"),
    "15 working days": ("2024-06-14T09:00", 15, Unit.WORKING_DAYS, None, "2024-07-05"),
    "Culture Day": ("2026-11-20T14:30", 3, Unit.WORKING_DAYS, "15:00", "2026-11-26"),
    "Culture Day, after the cut-off": ("2026-11-20T15:10", 3, Unit.WORKING_DAYS, "15:00", "2026-11-27"),
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def results(catalogue: Catalogue) -> dict[str, ExampleResult]:
    found, problems = run_examples(BIRTH, catalogue)
    assert problems == ()
    return {result.example.id: result for result in found}


def test_each_procedure_has_its_examples(catalogue: Catalogue) -> None:
    assert [path.parent.name for path in example_files(SHIPPED)] == sorted({p.procedure for p in catalogue.all()})


@pytest.mark.parametrize(
    "name",
    [
        "late-birth-long-holiday",
        "worked-saturday",
        "verification-with-identity-card",
        "twenty-four-hours-over-a-weekend",
        "supplement-in-time",
        "supplement-never-comes",
        "culture-day",
    ],
)
def test_the_engine_agrees_with_the_law(results: dict[str, ExampleResult], name: str) -> None:
    assert list(map(str, results[name].problems)) == []
    assert results[name].example.expect.why


def test_no_example_is_left_out(catalogue: Catalogue) -> None:
    for path in example_files(SHIPPED):
        found, problems = run_examples(path, catalogue)
        assert problems == ()
        assert found
        assert [str(problem) for result in found for problem in result.problems] == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('promised: "2026-08-26T17:00', 'promised: "2026-08-27T17:00', "expected 2026-08-27T17:00:00+07:00, found 2026-08-26"),
        ("register_birth: done_late, issue", "register_birth: done_early, issue", "expected done_early, found done_late"),
        ('total_due_on: "2026-11-27"', 'total_due_on: "2026-11-26"', "expected 2026-11-26, found 2026-11-27"),
        ('answer_due: "2026-10-24T00', 'answer_due: "2026-10-25T00', "found 2026-10-24T00:00:00+07:00"),
        ("case_status: stopped", "case_status: refused", "expected refused, found stopped"),
        ('version: "2024-07-01"', 'version: "2026-09-01"', "is not in force on"),
        ("ask: register_birth", "ask: fly", "has no step `fly`"),
        ('{at: "2026-08-28T14:00:00+07:00", answer', '{at: "2026-08-23T14:00:00+07:00", answer', "it cannot be played"),
    ],
)  # fmt: skip
def test_a_wrong_example_is_told_with_its_line(
    catalogue: Catalogue, tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    text = BIRTH.read_text(encoding="utf-8")
    assert right in text
    changed = tmp_path / BIRTH.name
    changed.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    found, problems = run_examples(changed, catalogue)
    assert problems == ()
    (told,) = [problem for result in found for problem in result.problems]
    assert said in str(told)
    assert told.line > 12


def test_a_file_that_is_none_is_told(catalogue: Catalogue, tmp_path: Path) -> None:
    broken = tmp_path / BIRTH.name
    broken.write_text("of: x\nworked_examples:\n  - {id: a, recieved: now}\n", encoding="utf-8")
    found, problems = run_examples(broken, catalogue)
    assert found == ()
    assert problems
    assert all(problem.line == 3 for problem in problems)


def test_an_act_has_one_verb(catalogue: Catalogue, tmp_path: Path) -> None:
    broken = tmp_path / BIRTH.name
    text = BIRTH.read_text(encoding="utf-8")
    broken.write_text(text.replace("ask: register_birth", "ask: register_birth, answer: register_birth", 1), "utf-8")
    found, (problem,) = run_examples(broken, catalogue)
    assert found == ()
    assert "an act has one verb, here are 2: ask, answer" in str(problem)


def test_what_holds_in_between_is_compared_too(catalogue: Catalogue, tmp_path: Path) -> None:
    watched = tmp_path / BIRTH.name
    text = BIRTH.read_text(encoding="utf-8")
    look = (
        '    story:\n      - {at: "2026-08-25T09:00:00+07:00", look: true, expect: {steps: {register_birth: open}}}\n'
    )
    watched.write_text(text.replace("    story:\n", look, 1), encoding="utf-8")
    found, problems = run_examples(watched, catalogue)
    assert problems == ()
    (told,) = [problem for result in found for problem in result.problems]
    assert "expected open, found suspended" in str(told)


@pytest.mark.parametrize(("received", "n", "unit", "cut_off", "due_on"), OFFICIAL.values(), ids=OFFICIAL.keys())
def test_the_shipped_calendar_gives_the_official_dates(
    catalogue: Catalogue, received: str, n: int, unit: Unit, cut_off: str | None, due_on: str
) -> None:
    calendar = catalogue.calendars.working(CalendarId("vn-state-agency"), cut_off=cut_off, until_midnight=True)
    begun = parse_instant(f"{received}:00+07:00")
    step = StepFacts("step", calendar, Convention.STATUTORY, Allowance(n, unit), received=True, started_at=begun)
    due_at = evaluate_step(step, begun).due_at
    assert due_at is not None
    assert due_date(calendar, due_at, exact=False).isoformat() == due_on


def test_an_unquoted_date_in_a_form_is_that_date(catalogue: Catalogue, tmp_path: Path) -> None:
    """YAML reads 2026-09-01 as a date; a citizen's form sends its text. Both are played alike."""
    shipped = SHIPPED / "military-registration-first" / "worked_examples.yaml"
    text = shipped.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("    received:"))
    born = "    form: {person: {date_of_birth: 2008-03-01}}"
    (tmp_path / "worked_examples.yaml").write_text(text.replace(first, f"{first}\n{born}", 1), encoding="utf-8")
    told, problems = run_examples(tmp_path / "worked_examples.yaml", catalogue)
    assert problems == ()
    assert told[0].problems == ()
    assert told[0].example.form == {"person": {"date_of_birth": "2008-03-01"}}
