"""What the run says: figures for scripts, a table for people, the bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.findings import Findings
from benchmarks.spread import Spread
from benchmarks.transitions.bare import Recorded
from benchmarks.transitions.sums import OpenLoad, Side, bar_of_latency, bar_of_rate, percentile

_NAMES = {
    "product": "command over HTTP, durable",
    "plain": "bare floor: its inserts and updates",
    "joined": "the same in its own one statement",
    "reads": "that with its lock and its reads",
}


def findings(
    sides: Mapping[str, Side],
    opened: OpenLoad,
    recorded: Mapping[str, Recorded],
    sizes: Mapping[str, Any],
    durability: Mapping[str, str],
) -> Findings:
    """The promise is held against plain inserts and updates; the share of the floors that send what the product makes of
    them, with and without its questions, is told beside."""
    latency = {f"p{share:g}": percentile(opened.latencies, share / 100) for share in (50, 95, 99)}
    statements = {name: [len(sent) for sent in said.transactions] for name, said in recorded.items()}
    figures = {
        "sizes": dict(sizes),
        "durability": dict(durability),
        "statements_by_command": statements,
        "commands_a_second": {name: side.rate for name, side in sides.items()},
        "share_of_floor": {name: _share(sides, name).figures for name in sides if name != "product"},
        "cpu_milliseconds_a_command": {name: side.milliseconds_each for name, side in sides.items()},
        "closed_loop_p50_seconds": sides["product"].p50,
        "open_load": {
            "rate": opened.rate,
            "commands": opened.asked,
            "seconds": latency,
            "answered_while_it_lasted": opened.held,
            "unanswered_first_and_last_third": opened.queue,
        },
    }
    bars = [bar_of_rate(sides["product"], sides["plain"]), bar_of_latency(opened, sides["product"].p50)]
    return Findings("transitions", figures, bars, _table(sides, opened, latency))


def _share(sides: Mapping[str, Side], name: str) -> Spread:
    return Spread.of_ratios(sides["product"].rates, sides[name].rates)


def _table(sides: Mapping[str, Side], opened: OpenLoad, latency: Mapping[str, float]) -> str:
    lines = [f"{'':38}{'a second':>9}  {'share: median (span)':32}  CPU ms a command"]
    for name, side in sides.items():
        share = str(_share(sides, name))
        cost = ", ".join(f"{who} {spent:.2f}" for who, spent in side.milliseconds_each.items())
        lines.append(f"{_NAMES[name]:38}{side.rate:9.0f}  {share:32}  {cost}")
    told = ", ".join(f"{name} {1000 * seconds:.1f} ms" for name, seconds in latency.items())
    lines.append(
        f"open load, {opened.rate:.0f} a second: {told} ({opened.asked} commands); in the closed loop p50 {1000 * sides['product'].p50:.1f} ms"
    )
    return "\n".join(lines)
