"""The pictures that are compared byte by byte; `python -m tests.support.golden_pictures` writes them anew.

Look at what changed (any browser opens an SVG) before you commit it.
"""

from collections.abc import Mapping
from pathlib import Path

from tests.support.birth_pictures import NEW, OLD, BirthCase, birth_definition, directory, picture_moments
from tests.support.tangled_procedure import TANGLE, a_directory, a_procedure
from visualizer.build_diagram import procedure_diagram
from visualizer.build_gantt import case_gantt
from visualizer.case_picture import case_svg, procedure_svg
from visualizer.gantt_svg import gantt_svg
from visualizer.mermaid import to_mermaid

GANTTS = ("waiting_for_supplement", "overdue_in_parallel", "completed_late_story", "noting_a_wait")
FOLDER = Path(__file__).parents[1] / "golden" / "diagrams"


def pictures() -> Mapping[str, str]:
    """File name -> its text, as the code draws it now."""
    found = {f"procedure_{v}.svg": procedure_svg(birth_definition(v), directory()) for v in (OLD, NEW)}
    found["procedure_english.svg"] = procedure_svg(birth_definition(NEW), directory(), "en")
    found["procedure_tangle.svg"] = procedure_svg(a_procedure(TANGLE), a_directory())
    found["procedure.mmd"] = to_mermaid(procedure_diagram(birth_definition(NEW), directory(), "vi"))
    for name, (case, as_of) in picture_moments().items():
        found[f"case_{name}.svg"] = case_svg(case.definition, directory(), case.state, case.times(as_of))
        if name in GANTTS:
            found[f"gantt_{name}.svg"] = gantt_of(case, as_of)
    case, as_of = picture_moments()["overdue_in_parallel"]
    found["case_english.svg"] = case_svg(case.definition, directory(), case.state, case.times(as_of), "en")
    case, as_of = picture_moments()["waiting_for_supplement"]
    found["case_english_waiting.svg"] = case_svg(case.definition, directory(), case.state, case.times(as_of), "en")
    found["gantt_english.svg"] = gantt_of(case, as_of, "en")
    return found


def gantt_of(case: BirthCase, as_of: str, language: str = "vi") -> str:
    return gantt_svg(case_gantt(case.definition, directory(), case.state, case.times(as_of), language))


def write() -> None:
    """Makes the folder hold exactly the pictures of now."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    drawn = pictures()
    for old in FOLDER.iterdir():
        if old.name not in drawn:
            old.unlink()
    for name, text in drawn.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
