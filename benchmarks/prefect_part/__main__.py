"""`python -m benchmarks.prefect_part`: what Prefect costs, beside one process for each resumption, at rest and at a peak."""

from __future__ import annotations

import argparse
import signal
import sys

from benchmarks.ending import unwind_on_sigterm
from benchmarks.findings import Findings
from benchmarks.prefect_part.installation import Installation, running_installation
from benchmarks.prefect_part.life import commands_and_wakes, measure_life, state_changes
from benchmarks.prefect_part.naive_part import measure_naive
from benchmarks.prefect_part.peak import Phase, Town
from benchmarks.prefect_part.report import Load, Measured, bars, figures, table
from benchmarks.prefect_part.share import Share, share_of_the_shipped
from benchmarks.spread import in_turn
from benchmarks.transitions.installation import tokens_of
from tests.support.api_processes import api_processes
from tests.support.processes import wait_until

NAME = "prefect_part"
RECORDED_WITHIN = 30.0


def main() -> None:
    wanted = _options()
    unwind_on_sigterm()
    loaded = wanted.slices * (2.6 * wanted.slice_seconds + 10) + wanted.steady_seconds + wanted.peak_seconds
    seconds = 60 + wanted.cases * 0.7 + wanted.naive_cases * 10 + loaded + 0.6 * wanted.peak_seconds
    print(f"takes about {seconds / 60:.0f} minutes", flush=True)
    # Whoever stops it leaves no server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    with running_installation() as installation:
        found = _measure(installation, wanted)
    Findings(NAME, figures(found), bars(found), table(found)).publish()


def _measure(installation: Installation, wanted: argparse.Namespace) -> Measured:
    print("── one process for each resumption", flush=True)
    naive = measure_naive(installation, wanted.naive_cases)
    installation.start_dispatcher()
    print("── the life of a case, wake by wake", flush=True)
    measure_life(installation, 5)  # what is done once in the life of a process is none of a wake's cost
    wakes, stories = measure_life(installation, wanted.cases)
    # Task runs come to their tables some seconds after they ended.
    told = lambda: all(state_changes(installation, story)[1] for story in stories)  # noqa: E731
    wait_until(told, within=RECORDED_WITHIN, what="Prefect has written down all task runs")
    changes = [state_changes(installation, story) for story in stories]
    of_the_case = Share(*commands_and_wakes(stories[0]))
    load = _load(installation, wanted)
    return Measured(
        of_the_case, share_of_the_shipped(), wakes, changes, naive, load, installation.outcomes_of_the_dispatcher()
    )


def _load(installation: Installation, wanted: argparse.Namespace) -> Load:
    couriers = installation.couriers
    shared = {"database_url": couriers.settings.database_url, "agency_systems": couriers.settings.agency_systems}
    with api_processes(couriers.home, wanted.apis, **shared) as apis:
        ports, tokens = [api.settings.api_port for api in apis], tokens_of(apis[0].settings)
        town = Town(ports, tokens, installation.lag, installation.drain, wanted.apart)
        town.settle()
        slices = [_pair(installation, town, wanted, number) for number in range(wanted.slices)]
        print(f"── {wanted.sustained:g} wakes a second", flush=True)
        sustained = town.load(wanted.sustained, wanted.steady_seconds)
        town.drain()
        print(f"── {wanted.peak:g} wakes a second", flush=True)
        peak = town.load(wanted.peak, wanted.peak_seconds)
        return Load(slices, sustained, peak, town.drain())


def _pair(installation: Installation, town: Town, wanted: argparse.Namespace, number: int) -> tuple[Phase, Phase]:
    """The same commands with no dispatcher and beside one, in an order that changes from pair to pair."""
    found: dict[bool, Phase] = {}
    for with_prefect in in_turn((False, True), number):
        print(f"── callers {'beside Prefect' if with_prefect else 'alone'}", flush=True)
        if not with_prefect:
            installation.couriers.dispatcher.stop()
        found[with_prefect] = town.load(wanted.peak, wanted.slice_seconds)
        if not with_prefect:
            installation.start_dispatcher()
        town.drain()  # what gathered is no part of the next slice
    return found[False], found[True]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{NAME}", description=__doc__)
    parser.add_argument("--cases", type=int, default=200, help="cases whose wakes are accounted for")
    parser.add_argument(
        "--naive-cases", type=int, default=20, help="cases of the naive design, each resumed three times"
    )
    parser.add_argument("--sustained", type=float, default=15, help="wakes a second that must be kept up with")
    parser.add_argument("--steady-seconds", type=float, default=300, help="for so long")
    parser.add_argument("--peak", type=float, default=25, help="wakes a second at the peak")
    parser.add_argument("--peak-seconds", type=float, default=300, help="for so long; an hour: 3600")
    parser.add_argument(
        "--slices", type=int, default=4, help="pairs of the peak's commands without and with a dispatcher"
    )
    parser.add_argument("--slice-seconds", type=float, default=30, help="each of them for so long")
    parser.add_argument("--apis", type=int, default=1, help="API processes that the callers ask")
    parser.add_argument("--apart", type=int, default=40, help="a case's next wake comes so many other cases later")
    return parser.parse_args()


if __name__ == "__main__":
    main()
