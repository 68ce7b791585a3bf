"""Scenario files: the shipped one is sound; a broken one is told with line, column and mend, all at once."""

from pathlib import Path

from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.simulation.scenario import Scenario
from procedure_defs.catalogue import SHIPPED, load_catalogue
from procedure_defs.scenario_files import SCENARIO_FILE, read_scenario

CATALOGUE = load_catalogue()
BIRTH = CATALOGUE.get(ProcedureId("birth-residence-insurance"), ProcedureVersion("2026-09-01"))
TERRITORIES = CATALOGUE.agencies.territories

BROKEN = """\
of: birth-residence-insurance
territory: mau-donn
arrivals:
  per_working_day: 0
  profile:
    - {from: "08:00", to: "11:00", weight: 1}
    - {from: "10:00", to: "10:00", weight: 1}
form: {wants_identity_cart: 0.5, results.insurance_card: 0.2, requester: 1}
facts: {needs_verification: 1.5}
steps:
  register_birth:
    staff: 0
    work: triangular 3 1 2 working_minutes
    latency: 5 minutes
    work_when: {"case.!": 10 working_minutes}
    suspensions: {residence_supplement: {chance: 0.1, answer: 2 days}}
  register_residence: {work: 30 minutes, stuff: 2}
  issue_insurance_card: {staff: 3}
  issue_passport: {staff: 1}
"""


def _problems(text: str, folder: Path) -> list[str]:
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    found = read_scenario(path, BIRTH, TERRITORIES)
    assert isinstance(found, list)
    return [f"{p.line}:{p.column} {p.what.en}; {p.mend.en}" for p in found]


def test_every_shipped_scenario_is_sound() -> None:
    files = sorted(SHIPPED.rglob(SCENARIO_FILE))
    assert files
    for path in files:
        definition = CATALOGUE.latest(ProcedureId(path.parent.name))
        assert isinstance(read_scenario(path, definition, TERRITORIES), Scenario), path


def test_every_problem_is_told_at_its_place(tmp_path: Path) -> None:
    found = _problems(BROKEN, tmp_path)
    assert {int(problem.split(":")[0]) for problem in found} == {2, 4, 6, 7, 8, 9, 12, 13, 14, 15, 16, 17, 18, 19}
    said = "\n".join(found)
    for words in (
        "2:12 there is no territory `mau-donn`; did you mean `mau-don`?",
        "ends before it begins",
        "two parts of the day overlap",
        "no `wants_identity_cart` in its `form`; did you mean `wants_identity_card`?",
        "`results.insurance_card` is a choice; write weights: `{one_stop_unit: 1}`",
        "`requester` is neither yes-or-no nor a choice",
        "`triangular` takes three numbers",
        "`register_birth` is done by people, so no `latency`",
        "`register_birth` may not wait for `residence_supplement`; did you mean `supplement`?",
        "people work while their agency is open only; write `working_minutes`",
        "unknown field `stuff`; did you mean `staff`?",
        "`issue_insurance_card` is automatic: nobody works, so no `staff`",
        "the procedure has no step `issue_passport`",
    ):
        assert words in said, said


def test_a_scenario_of_another_procedure(tmp_path: Path) -> None:
    (problem,) = _problems("of: kite-licence\n", tmp_path)
    assert problem.startswith("1:5 the scenario is for `kite-licence`, not for `birth-residence-insurance`; ")


def test_a_scenario_that_is_no_yaml(tmp_path: Path) -> None:
    assert len(_problems("steps: [", tmp_path)) >= 1
    assert len(_problems("- a\n- b\n", tmp_path)) >= 1
