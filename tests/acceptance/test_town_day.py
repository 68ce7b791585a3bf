"""`lienthong up --demo` for real: killed in the middle of the play, started again, played to the end, found played."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from demo.people import child_of
from demo.stories import STORIES
from demo.story import Promise
from tests.support.processes import NotReady, end_of, free_port, stop, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

ROOT = Path(__file__).resolve().parents[2]
ENDS = {
    Promise.WITHDRAWN: "withdrawn",
    Promise.REFUSED: "refused",
    Promise.NOT_ACCEPTED: "not_accepted",
    Promise.STOPPED: "stopped",
    Promise.NOT_RECEIVED: "submitted",
}
CLOCKS = {
    Promise.EARLY: "done_early",
    Promise.ON_TIME: "done_on_time",
    Promise.LATE: "done_late",
    Promise.OVERDUE: "overdue",
}


class Town:
    """One data directory, on which `up` may be started and ended in any way."""

    def __init__(self, home: Path) -> None:
        self.data_dir = home / "data"
        self.data_dir.mkdir(parents=True)
        self.ports = {name: free_port() for name in ("api", "prefect", "agency")}
        (self.data_dir / "ports.json").write_text(json.dumps(self.ports), encoding="utf-8")
        self.address = f"http://127.0.0.1:{self.ports['api']}"
        self.log = home / "up.log"

    def up(self, *options: str) -> subprocess.Popen[bytes]:
        """Starts `lienthong up --demo` and returns at once."""
        command = [sys.executable, "-m", "cli.main", "up", "--demo", "--data-dir", str(self.data_dir), *options]
        with self.log.open("ab") as output:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=ROOT, start_new_session=True
            )

    def client(self) -> httpx.Client:
        """The API, asked by the manager, who sees every case."""
        accounts = json.loads((self.data_dir / "demo-accounts.json").read_text(encoding="utf-8"))
        token = next(account["token"] for account in accounts if account["role"] == "manager")
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=120, trust_env=False)

    def wait_for_cases(self, process: subprocess.Popen[bytes], count: int) -> None:
        wait_until(lambda: self._has_cases(process, count), within=180, what=f"{count} cases are there", log=self.log)

    def wait_for_the_box(self, process: subprocess.Popen[bytes]) -> None:
        wait_until(
            lambda: self._runs(process) and "Press Ctrl-C" in end_of(self.log),
            within=300,
            what="everything is started",
            log=self.log,
        )

    def is_silent(self) -> bool:
        """Whether none of its servers answers any more."""
        return not any(_answers(f"http://127.0.0.1:{port}/") for port in self.ports.values())

    def _has_cases(self, process: subprocess.Popen[bytes], count: int) -> bool:
        if not self._runs(process) or not (self.data_dir / "demo-accounts.json").exists():
            return False
        try:
            with self.client() as api:
                return len(all_cases(api)) >= count
        except httpx.TransportError:
            return False

    def _runs(self, process: subprocess.Popen[bytes]) -> bool:
        if process.poll() is not None:
            raise NotReady(f"up ended by itself\n{end_of(self.log)}")
        return True


@dataclass
class Seen:
    """What the cases were at one moment."""

    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Killed in the middle of its day, played to the end by `--once`, then running."""
    town = Town(tmp_path_factory.mktemp("town"))
    first = town.up("--lang", "en")
    try:
        town.wait_for_cases(first, 12)
        (town.data_dir / "cases-before-the-kill").write_text(str(len(cases_of(town))), encoding="utf-8")
    finally:
        stop(first, signal.SIGKILL)
    wait_until(town.is_silent, within=30, what="no orphan answers", log=town.log)
    once = town.up("--lang", "en", "--once")
    try:
        assert once.wait(600) == 0, end_of(town.log)
    finally:
        stop(once)
    last = town.up("--lang", "en")
    try:
        town.wait_for_the_box(last)
        yield town
    finally:
        stop(last, within=60)


@pytest.fixture(scope="module")
def seen(town: Town) -> Seen:
    found = Seen()
    with town.client() as api:
        for line in all_cases(api):
            case = api.get(f"/cases/{line['id']}").raise_for_status().json()
            name = case["form"]["child"]["full_name"]
            assert name not in found.cases, f"{name} is there twice"
            found.cases[name] = case
            found.events[name] = api.get(f"/cases/{line['id']}/events").raise_for_status().json()["events"]
    return found


def test_it_was_killed_in_the_middle(town: Town) -> None:
    before = int((town.data_dir / "cases-before-the-kill").read_text(encoding="utf-8"))
    assert 12 <= before < len(STORIES)


def test_nothing_is_lost_and_nothing_repeated(seen: Seen) -> None:
    assert set(seen.cases) == {child_of(number) for number in range(1, len(STORIES) + 1)}
    assert len(STORIES) >= 30
    for name, history in seen.events.items():
        assert [event["sequence"] for event in history] == list(range(1, len(history) + 1))
        happened = Counter((said["type"], said.get("step"), said["at"]) for said in (e["event"] for e in history))
        assert max(happened.values()) == 1, f"{name}: {happened}"


def test_every_story_keeps_its_promise(seen: Seen) -> None:
    broken = {
        child_of(number): story.promise
        for number, story in enumerate(STORIES, start=1)
        if not is_kept(story.promise, seen.cases[child_of(number)])
    }
    assert broken == {}


def test_the_mix_is_there(seen: Seen) -> None:
    promised = Counter(story.promise for story in STORIES)
    assert set(promised) == set(Promise)
    assert sum(case["form"]["father_unknown"] for case in seen.cases.values()) >= 3
    assert sum(case["form"]["wants_identity_card"] for case in seen.cases.values()) >= 2
    assert sum(bool(case["facts"].get("needs_verification")) for case in seen.cases.values()) >= 2


def test_cards_came_from_the_agency_over_http(town: Town) -> None:
    """One key for each card that was made; one more for a card that was asked for and taken back before its answer."""
    with town.client() as api:  # as it is now: an answer may have come since the others looked
        wait_until(lambda: asked_and_made(api, town), within=60, what="every card has its key", log=town.log)
        assert len(made_cards(api)[0]) >= 20


def asked_and_made(api: httpx.Client, town: Town) -> bool:
    made, taken_back = made_cards(api)
    asked = httpx.get(f"http://127.0.0.1:{town.ports['agency']}/statistics", trust_env=False, timeout=120).json()
    assert asked["accepted"] == asked["distinct_keys"], "no key was accepted twice"
    return len(made) <= int(asked["accepted"]) <= len(made) + len(taken_back)


def made_cards(api: httpx.Client) -> tuple[list[str], list[str]]:
    """The cases for each time that a card was made, and for each time that one was taken back."""
    made, taken_back = [], []
    for line in all_cases(api):
        for recorded in api.get(f"/cases/{line['id']}/events").raise_for_status().json()["events"]:
            said = recorded["event"]
            if said.get("step") == "issue_insurance_card":
                made += [line["id"]] if said["type"] == "step_completed" else []
                taken_back += [line["id"]] if said["type"] == "step_taken_back" else []
    return made, taken_back


def test_prefect_has_one_run_for_each_case(seen: Seen, town: Town) -> None:
    """Prefect's view may lag behind the ledger; in the end each received case has its run, and no case has two."""
    received = Counter(case["dossier_code"] for case in seen.cases.values() if case["dossier_code"])
    wait_until(lambda: set(runs_of_cases(town)) >= set(received), within=90, what="Prefect caught up", log=town.log)
    assert runs_of_cases(town) == received


def runs_of_cases(town: Town) -> Counter[str]:
    runs = httpx.post(
        f"http://127.0.0.1:{town.ports['prefect']}/api/flow_runs/filter", json={"limit": 200}, timeout=120, trust_env=False
    ).json()  # fmt: skip
    return Counter(run["name"] for run in runs if run["name"].startswith("H99"))


def test_the_last_start_found_the_play_over(town: Town) -> None:
    assert "The town was played before" in end_of(town.log)


def test_a_second_up_says_where_the_first_one_is(town: Town) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "cli.main", "up", "--data-dir", str(town.data_dir), "--lang", "en"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200"},
        check=False,
    )
    assert second.returncode == 1
    assert "already runs" in second.stdout and town.address in second.stdout


def test_a_newcomer_sees_a_graph(town: Town, page: Page) -> None:
    """From the first address to a case's graph by clicks alone; the picture is the one that README shows."""
    page.set_viewport_size({"width": 1320, "height": 1000})
    page.goto(f"{town.address}/")
    page.get_by_role("button", name="Lãnh đạo theo dõi toàn bộ hồ sơ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc cần tôi hôm nay")
    page.get_by_role("navigation").get_by_role("link", name="Hồ sơ", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hồ sơ")
    show = json.loads((town.data_dir / "demo" / "town-day-end.json").read_text(encoding="utf-8"))["show"]
    page.locator(f"a[href*='{show}']").click()
    graph = page.locator("figure.graph svg").first
    expect(graph).to_be_visible()
    expect(graph.locator("text").filter(has_text="Cấp thẻ bảo hiểm y tế").first).to_be_visible()
    picture = ROOT / "artifacts" / "case-graph.png"
    picture.parent.mkdir(exist_ok=True)
    graph.screenshot(path=picture)
    assert picture.read_bytes().startswith(b"\x89PNG")
    with town.client() as api:
        wait_until(lambda: run_of(api, show) is not None, within=90, what="Prefect has its run", log=town.log)
        page.goto(f"http://127.0.0.1:{town.ports['prefect']}/runs/flow-run/{run_of(api, show)}")
    expect(page.get_by_text("Waiting for a supplement").first).to_be_visible(timeout=90_000)


def test_every_address_of_the_box_opens(town: Town, page: Page) -> None:
    page.goto(f"{town.address}/docs")
    expect(page.get_by_text("/cases/{case_id}/receive").first).to_be_visible()
    page.goto(f"http://127.0.0.1:{town.ports['prefect']}/flows")
    expect(page.get_by_text("Rà soát thời hạn").first).to_be_visible(timeout=90_000)


def test_accounts_are_their_owners_alone(town: Town) -> None:
    assert (town.data_dir / "demo-accounts.json").stat().st_mode & 0o777 == 0o600


def run_of(api: httpx.Client, case: str) -> str | None:
    shown = api.get(f"/cases/{case}").raise_for_status().json()["prefect"]
    return str(shown["flow_run_id"]) if shown and shown["flow_run_id"] else None


def cases_of(town: Town) -> list[dict[str, Any]]:
    with town.client() as api:
        return all_cases(api)


def all_cases(api: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = api.get("/cases", params={"limit": 20, **({"after": after} if after else {})}).raise_for_status().json()
        found += page["items"]
        after = page["next"]
        if after is None:
            return found


def is_kept(promise: Promise, case: dict[str, Any]) -> bool:
    """Whether the case stands as its story said it would, in the product's own words."""
    if promise in ENDS:
        return bool(case["status"] == ENDS[promise])
    if promise is Promise.SUPPLEMENT:
        return case["status"] == "in_progress" and any(s["ended_at"] is None for s in case["suspensions"])
    if promise is Promise.IN_PROGRESS:
        return bool(case["status"] == "in_progress")
    return bool(case["clock"]["status"] == CLOCKS[promise])


def _answers(url: str) -> bool:
    try:
        httpx.get(url, timeout=2, trust_env=False)
    except httpx.TransportError:
        return False
    return True
