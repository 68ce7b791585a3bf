"""One run: every contestant's answers against the right ones, times, ratios; as data and as a table to read."""

import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from benchmarks.deadlines import contestants
from benchmarks.deadlines.contestants import Contestant
from benchmarks.deadlines.linked_case import AS_OF, twelve_steps
from benchmarks.deadlines.questions import Kind, Question, questions, right_answer
from benchmarks.deadlines.stopwatch import by_turns, microseconds
from engine.core.legal_time import evaluate_case

RATIO_BAR, CASE_BAR_US, FLAT_BAR = 20, 150, 1.5
YEARS = (1, 5, 25, 125)
Report = dict[str, Any]


def measure(budget_ms: float = 1500) -> Report:
    """Everything; a few seconds."""
    everybody = [
        contestants.engine(),
        contestants.engine_clock(),
        contestants.businesstimedelta(),
        contestants.pandas_hours(),
        contestants.numpy_days(),
    ]
    rows = [
        row
        for kind in Kind
        for swaps in (False, True)
        for row in _compare(kind, swaps, [c for c in everybody if c.can(kind)], budget_ms)
    ]
    return {
        "machine": {"python": platform.python_version(), "system": f"{sys.platform} {platform.machine()}"},
        "peers": {name: version(name) for name in ("businesstimedelta", "pandas", "numpy")},
        "answers": rows,
        "case": _case(budget_ms),
        "bars": {"ratio_to_fastest_right_peer_on_working_hours": RATIO_BAR, "case_us": CASE_BAR_US, "flat": FLAT_BAR},
    }


def _compare(kind: Kind, swaps: bool, able: Sequence[Contestant], budget_ms: float) -> list[Report]:
    asked = questions(kind, swaps=swaps)
    right = [right_answer(question) for question in asked]
    work = {c.name: [c.prepare(question) for question in asked] for c in able}
    times = by_turns(work, budget_ms / 6)
    rows = []
    for contestant in able:
        answers = [contestant.read(ask()) for ask in work[contestant.name]]
        wrong = [(q, a, r) for q, a, r in zip(asked, answers, right, strict=True) if a != r]
        rows.append(
            {
                "question": kind.value,
                "swapped_saturdays": swaps,
                "who": contestant.name,
                "asked": len(asked),
                "right": len(asked) - len(wrong),
                "us": round(times[contestant.name], 3),
                "ratio": round(times[contestant.name] / times["lienthong"], 1),
                "first_wrong": _told(*wrong[0]) if wrong else None,
            }
        )
    return rows


def _told(question: Question, answer: object, right: object) -> str:
    asked = f"to {question.end}" if question.end else f"+ {question.n}"
    return f"{question.start:%a %Y-%m-%d %H:%M} {asked}: says {answer}, right is {right}"


def _case(budget_ms: float) -> Report:
    cases = {years: twelve_steps(years) for years in YEARS}
    times = by_turns({str(y): [lambda c=c: evaluate_case(c, AS_OF)] for y, c in cases.items()}, budget_ms / 3)  # type: ignore[misc]
    base = times[str(YEARS[0])]
    return {
        "steps": 12,
        "suspensions": 4,
        "evaluate_us": round(base, 1),
        "quickest_us": round(_quickest(), 1),
        "build_facts_and_evaluate_us": round(_with_facts(budget_ms / 6), 1),
        "by_years_of_past": {years: {"us": round(t, 1), "ratio": round(t / base, 2)} for years, t in times.items()},
    }


def _quickest(passes: int = 2000) -> float:
    """The quickest of many: what it costs when nobody else is on the machine."""
    case = twelve_steps()
    return min(microseconds([lambda: evaluate_case(case, AS_OF)], 0) for _ in range(passes // 3))


def _with_facts(budget_ms: float) -> float:
    """As the product asks: facts put together from what is known, then evaluated; the calendar is there already."""
    from dataclasses import fields, replace

    case = twelve_steps()
    steps = [{f.name: getattr(s, f.name) for f in fields(s) if f.init} for s in case.steps]

    def ask() -> object:
        return evaluate_case(replace(case, steps=tuple(type(case.steps[0])(**said) for said in steps)), AS_OF)

    return microseconds([ask], budget_ms)


def verdicts(report: Report) -> list[tuple[str, bool]]:
    """Each bar in words, and whether it was reached in this run."""
    rights = [
        row["ratio"]
        for row in report["answers"]
        if row["question"] != Kind.ADD_DAYS.value
        and not row["who"].startswith("lienthong")
        and row["right"] == row["asked"]
    ]
    case = report["case"]
    worst = max(entry["ratio"] for entry in case["by_years_of_past"].values())
    ours = [row for row in report["answers"] if row["who"].startswith("lienthong")]
    fastest = f"{min(rights)} times faster than the fastest right peer" if rights else "no peer is right throughout"
    whole = _whole_clock(report)
    return [
        ("every answer of ours is right", all(row["right"] == row["asked"] for row in ours)),
        (
            f"working hours: {fastest} (bar {RATIO_BAR}); with the whole clock {whole}",
            not rights or min(rights) >= RATIO_BAR,
        ),
        (
            f"12 steps, 4 suspensions: median {case['evaluate_us']} µs, quickest {case['quickest_us']} (bar {CASE_BAR_US})",
            case["evaluate_us"] < CASE_BAR_US,
        ),
        (f"125 years of calendar cost {worst} times as much as 1 (bar {FLAT_BAR})", worst <= FLAT_BAR),
    ]


def _whole_clock(report: Report) -> str:
    """All that a page asks for against the bare date of the fastest right peer."""
    plain = [r for r in report["answers"] if r["question"] == Kind.ADD_HOURS.value and not r["swapped_saturdays"]]
    rows = {row["who"]: row for row in plain}
    peers = [r["us"] for r in plain if not r["who"].startswith("lienthong") and r["right"] == r["asked"]]
    return f"{min(peers) / rows['lienthong, whole clock']['us']:.0f} times" if peers else "not comparable"


def table(report: Report) -> str:
    """For people."""
    lines = [f"{'question':36} {'swaps':5} {'who':24} {'right':>9} {'µs':>10} {'ratio':>8}"]
    for row in report["answers"]:
        swaps = "yes" if row["swapped_saturdays"] else "no"
        right = f"{row['right']}/{row['asked']}"
        lines.append(f"{row['question']:36} {swaps:5} {row['who']:24} {right:>9} {row['us']:>10} {row['ratio']:>8}")
    lines += ["", "where a peer is wrong:"]
    wrong = (row for row in report["answers"] if row["first_wrong"])
    lines += [f"  {row['who']}, {row['question']}: {row['first_wrong']}" for row in wrong]
    case = report["case"]
    years = ", ".join(f"{y}: {e['us']} µs (×{e['ratio']})" for y, e in case["by_years_of_past"].items())
    lines += ["", f"a case of 12 steps, by years of calendar behind it: {years}"]
    lines += [f"  with its facts put together: {case['build_facts_and_evaluate_us']} µs", ""]
    lines += [f"{'reached' if reached else 'MISSED '}  {words}" for words, reached in verdicts(report)]
    return "\n".join(lines)
