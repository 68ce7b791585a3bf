"""The pictures that are compared byte by byte; `python -m tests.support.golden_pictures` writes them anew.

Look at what changed (any browser opens an SVG) before you commit it.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from engine.core.identifiers import StepId
from tests.support.birth_pictures import NEW, OLD, BirthCase, birth_definition, directory, picture_moments
from tests.support.tangled_procedure import TANGLE, a_directory, a_procedure
from visualizer.build_diagram import procedure_diagram
from visualizer.build_gantt import case_gantt
from visualizer.case_picture import case_svg, procedure_svg
from visualizer.gantt_svg import gantt_svg
from visualizer.heat import Heat, heat_svg
from visualizer.mermaid import to_mermaid
from visualizer.timely_bars import TimelyLine, Verdicts, timely_svg
from visualizer.trend import Week, trend_svg

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
    found |= many_cases()
    found["gantt_english.svg"] = gantt_of(case, as_of, "en")
    return found


def many_cases() -> dict[str, str]:
    """Pictures of invented numbers of many cases."""
    heats = {
        StepId("register_birth"): Heat(now=12, late=1, due_soon=3, median="3 giờ", p90="7 giờ 30 phút"),
        StepId("register_residence"): Heat(now=48, late=17, due_soon=9, suspended=4, is_bottleneck=True),
        StepId("issue_insurance_card"): Heat(now=25, p90="15 giờ"),
    }
    birth = birth_definition(NEW)
    lines = [
        TimelyLine("Đăng ký khai sinh", Verdicts(120, 14, 3), Verdicts(101, 20, 16)),
        TimelyLine("Đăng ký thường trú", Verdicts(40, 31, 29), Verdicts(12, 20, 68)),
        TimelyLine("Cấp thẻ căn cước", Verdicts(), Verdicts()),
    ]
    mondays = [date(2026, 8, 3) + timedelta(days=7 * n) for n in range(6)]
    numbers = [(40, 32, 2, 88), (51, 44, 3, 95), (38, 47, 9, 86), (60, 41, 12, 105), (57, 50, 11, 112), (20, 8, 1, 124)]
    weeks = [Week(monday, *told) for monday, told in zip(mondays, numbers, strict=True)]
    return {
        "heat.svg": heat_svg(birth, directory(), heats, "09:00 ngày 10/09/2026", "vi"),
        "heat_english.svg": heat_svg(birth, directory(), {}, "09:00 on 10/09/2026", "en"),
        "timely.svg": timely_svg(lines, "vi"),
        "trend.svg": trend_svg(weeks, "vi"),
    }


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
