"""What the run says: figures for scripts, tables for people, one verdict for each peer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.findings import Bar, Findings
from benchmarks.peers.contestants import OURS, PRODUCT, SERVICE
from benchmarks.peers.script import NAMES
from benchmarks.peers.sums import Result, ahead, verdict

ENGINES = ("DBOS", "SpiffWorkflow", "bpmn-engine")
NOT_IN_THE_PEERS = """What the product does within these figures, and no peer does at all: time limits of step and chain by the
working days of each agency; the clock that stands still while a paper is waited for; who may do what; a worklist, letters to
the applicant and reminders in the same transaction; a history in which nothing is overwritten, from which each date explains
itself. None of the systems that were read for the design counts overlapping waits once, shares lateness out between agencies
and applicant, or shows before a calendar or a rule is changed who would become late."""


def findings(
    results: Sequence[Result], of_prefect: int, missing: Mapping[str, str], sizes: Mapping[str, Any], durability: Any
) -> Findings:
    """`of_prefect`: bytes by which Prefect's own database has grown; `missing`: engine -> why it was not measured."""
    by_name = {result.name: result for result in results}
    ours, beside = by_name[PRODUCT], by_name[SERVICE]
    bars = []
    for engine in ENGINES:
        ways = [result for result in results if result.engine == engine]
        bars.append(verdict(ours, beside, ways) if ways else Bar(f"{engine} not measured: {missing[engine]}", False))
    figures = {
        "sizes": dict(sizes),
        "durability": durability,
        "bytes_in_prefect_a_case": of_prefect / ours.cases,
        "contestants": {result.name: _figures(result) for result in results},
        "product_against": {one.name: ahead(ours, one).figures for one in results if one is not ours},
    }
    return Findings("peers", figures, bars, table(results, of_prefect / ours.cases))


def table(results: Sequence[Result], of_prefect: float) -> str:
    ours = next(one for one in results if one.name == PRODUCT)
    lines = [
        f"{'':32}{'settled/s':>10}{'callers/s':>10}{'CPU ms':>8}{'stored':>9}{'logged':>9}  CPU milliseconds of a case"
    ]
    for one in results:
        parts = ", ".join(f"{part} {spent:.1f}" for part, spent in one.cpu.items())
        lines.append(
            f"{one.name:32}{one.settled_rate:10.1f}{one.rate:10.1f}{sum(one.cpu.values()):8.1f}{one.bytes_stored:9.0f}"
            f"{one.bytes_logged:9.0f}  {parts}"
        )
    lines += [
        f"settled: until all work of the cases is done, for {OURS} in Prefect too, where a case has {of_prefect:.0f} bytes",
        "",
        "settled cases of the product for one of the other, median (span) of the turns",
        *(f"{one.name:32}{ahead(ours, one)}" for one in results if one is not ours),
        "",
        f"{'p50 / p95, milliseconds':32}" + "".join(f"{name:>17}" for name in NAMES),
    ]
    for one in results:
        acts = (f"{one.of_act(name, 0.5):.1f} / {one.of_act(name, 0.95):.1f}" for name in NAMES)
        lines.append(f"{one.name:32}" + "".join(f"{said:>17}" for said in acts))
    return "\n".join([*lines, "", NOT_IN_THE_PEERS])


def _figures(one: Result) -> dict[str, Any]:
    return {
        "cases": one.cases,
        "cases_a_second": one.rate,
        "cases_a_second_settled": one.settled_rate,
        "cpu_milliseconds_a_case": one.cpu,
        "bytes_stored_a_case": one.bytes_stored,
        "bytes_logged_a_case": one.bytes_logged,
        "milliseconds": {act: {f"p{share}": one.of_act(act, share / 100) for share in (50, 95)} for act in NAMES},
    }
