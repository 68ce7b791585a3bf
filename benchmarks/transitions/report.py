"""What the run says: figures for scripts, a table for people, the bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.findings import Findings
from benchmarks.transitions.bare import Recorded
from benchmarks.transitions.loads import Load
from benchmarks.transitions.sums import Side, bar_of_latency, bar_of_rate, percentile

_NAMES = {
    "product": "command over HTTP, durable",
    "writes": "bare floor: its inserts and updates",
    "reads": "bare floor: with its lock and reads",
}


def findings(
    sides: Mapping[str, Side], opened: Load, recorded: Recorded, sizes: Mapping[str, Any], durability: Mapping[str, str]
) -> Findings:
    """The promise is held against the writes alone, the harder of the two floors."""
    latency = {f"p{share:g}": percentile(opened.latencies, share / 100) for share in (50, 95, 99)}
    statements = {name: [len(sent) for sent in said.transactions] for name, said in _said(recorded).items()}
    figures = {
        "sizes": dict(sizes),
        "durability": dict(durability),
        "statements_by_command": statements,
        "commands_a_second": {name: side.rate for name, side in sides.items()},
        "share_of_floor": {name: sides["product"].rate / sides[name].rate for name in ("writes", "reads")},
        "cpu_milliseconds_a_command": {name: side.milliseconds_each for name, side in sides.items()},
        "open_load": {"rate": opened.rate, "commands": len(opened.latencies), "seconds": latency},
    }
    bars = [bar_of_rate(sides["product"], sides["writes"]), bar_of_latency(opened.latencies)]
    return Findings("transitions", figures, bars, _table(sides, opened, latency))


def _said(recorded: Recorded) -> dict[str, Recorded]:
    return {"writes": recorded.changes_alone(), "reads": recorded}


def _table(sides: Mapping[str, Side], opened: Load, latency: Mapping[str, float]) -> str:
    lines = [f"{'':38}{'a second':>9}  {'share':>5}  CPU ms a command"]
    for name, side in sides.items():
        share = sides["product"].rate / side.rate
        cost = ", ".join(f"{who} {spent:.2f}" for who, spent in side.milliseconds_each.items())
        lines.append(f"{_NAMES[name]:38}{side.rate:9.0f}  {share:5.2f}  {cost}")
    told = ", ".join(f"{name} {1000 * seconds:.1f} ms" for name, seconds in latency.items())
    lines.append(f"open load, {opened.rate:.0f} a second: {told} ({len(opened.latencies)} commands)")
    return "\n".join(lines)
