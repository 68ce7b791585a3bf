"""Steps, linked cases and who had the time, tick by tick, straight from R14, R17-R20, R33, R34. Shares no code."""

from tests.property.naive_calendar import PER_DAY, TICK, NaiveCalendar, to_text, to_tick
from tests.property.naive_clock import FAR, Facts, Reckoning, Term, clock, not_started, reckon

KINDS = {"supplement": "applicant", "financial": "financial", "originals": "originals", "other_agency": "other_agency"}


def known(text: str | None, at: int) -> int | None:
    """R14: what is recorded for later has not happened."""
    return None if text is None or to_tick(text) > at else to_tick(text)


def pauses(raw: dict, at: int, effects: tuple[str, ...] = ("suspend", "restart")) -> list[tuple[int, int, dict]]:
    found = []
    for pause in raw.get("pauses", []):
        start, end = known(pause["start"], at), known(pause["end"], at)
        if start is not None and pause.get("clock_effect", "suspend") in effects and pause["start"] != pause["end"]:
            found.append((start, FAR if end is None else end, pause))
    return found


def step_facts(raw: dict, calendars: dict[str, NaiveCalendar], at: int, begun: int | None) -> Facts:
    stops = pauses(raw, at)
    restarts = [(start, end) for start, end, _ in pauses(raw, at, ("restart",))]
    return Facts(
        raw,
        calendars[raw["calendar"]],
        begun,
        known(raw.get("finished_at"), at),
        lambda u: any(start <= u < end for start, end, _ in stops),
        restarts,
    )


def main_start(raw: dict, field: str, at: int) -> int | None:
    """Where the main clock starts, as known at an instant (R33)."""
    if raw.get("intake") is None:
        return known(raw.get(field), at)
    intake = raw["intake"]
    if intake.get("competent_received_at") is not None:
        return known(intake["competent_received_at"], at)
    return None if intake.get("outside_boundary") else known(intake["accepted_at"], at)


def acceptance(intake: dict, calendars: dict[str, NaiveCalendar], at: int, soon: int) -> dict:
    raw = {
        "calendar": intake["calendar"],
        "convention": "elapsed",
        "allowance": intake.get("allowance", {"n": 8, "unit": "working_hours"}),
        "finished_at": intake["accepted_at"],
        "pauses": intake.get("pauses", []),
    }
    facts = step_facts(raw, calendars, at, known(intake["submitted_at"], at))
    return not_started(facts.stopped(at)) if facts.begun is None else clock(facts, at, soon)


def evaluate_step(raw: dict, calendars: dict[str, NaiveCalendar], at: int, soon: int) -> dict:
    facts = step_facts(raw, calendars, at, main_start(raw, "started_at", at))
    shown = not_started(facts.stopped(at)) if facts.begun is None else clock(facts, at, soon)
    if raw.get("intake") is not None:
        shown["acceptance"] = acceptance(raw["intake"], calendars, at, soon)
    return shown


class NaiveCase:
    """A case as of an instant."""

    def __init__(self, raw: dict, calendars: dict[str, NaiveCalendar], at: int) -> None:
        self.raw, self.calendars, self.at = raw, calendars, at
        self.steps = {step["id"]: step for step in raw["steps"]}
        self.finishes = {name: known(step["finished_at"], at) for name, step in self.steps.items()}
        self.starts = {name: known(step["started_at"], at) for name, step in self.steps.items()}
        self.blocking = {
            name: [p for p in pauses(step, at) if p[2].get("blocking", True)] for name, step in self.steps.items()
        }
        self.own = pauses(raw, at)
        self.begun = main_start(raw, "received_at", at)
        self.finish = None
        if self.steps and None not in self.finishes.values():
            self.finish = max(self.finishes.values())
        self.memory: dict[int, bool] = {}
        restarts = [(start, end) for start, end, _ in pauses(raw, at, ("restart",))]
        facts_raw = {"received": True, **raw}
        self.facts = Facts(facts_raw, calendars[raw["calendar"]], self.begun, self.finish, self.stopped, restarts)

    def happened(self, instants: dict, name: str, u: int) -> bool:
        return instants[name] is not None and instants[name] <= u

    def stopped(self, u: int) -> bool:
        if u not in self.memory:
            self.memory[u] = self._stopped(u)
        return self.memory[u]

    def _stopped(self, u: int) -> bool:
        if any(start <= u < end for start, end, _ in self.own):
            return True
        if self.begun is None or u < self.begun:
            return False
        ready = [
            name
            for name, step in self.steps.items()
            if not self.happened(self.finishes, name, u)
            and (
                self.happened(self.starts, name, u)
                or all(self.happened(self.finishes, other, u) for other in step.get("after", []))
            )
        ]
        blocked = [name for name in ready if any(start <= u < end for start, end, _ in self.blocking[name])]
        if self.raw["policy"] == "any":
            return bool(blocked)
        return bool(ready) and blocked == ready

    def projected(self) -> dict[str, int]:
        completions: dict[str, int] = {}
        while len(completions) < len(self.steps):
            for name, step in self.steps.items():
                if name not in completions and all(other in completions for other in step.get("after", [])):
                    completions[name] = self.completion(name, step, completions)
        return completions

    def completion(self, name: str, step: dict, completions: dict[str, int]) -> int:
        if self.finishes[name] is not None:
            return self.finishes[name]
        if self.starts[name] is not None:
            return max(self.at, reckon(step_facts(step, self.calendars, self.at, self.starts[name]), self.at)[3][0])
        start = max(self.at, self.facts.start, *(completions[other] for other in step.get("after", [])), -FAR)
        return planned(step, self.calendars, start)

    def answer(self, soon: int) -> dict:
        steps = {name: evaluate_step(step, self.calendars, self.at, soon) for name, step in self.steps.items()}
        extra = {"projected_completion": None, "critical_path": [], "projected_late": False, "steps": steps}
        if self.raw.get("intake") is not None:
            extra["acceptance"] = acceptance(self.raw["intake"], self.calendars, self.at, soon)
        if self.begun is None:
            return {**not_started(self.stopped(self.at)), **extra}
        shown = clock(self.facts, self.at, soon)
        completions = self.projected()
        last = max(completions.values())
        late = last > to_tick(shown["due_if_resumed_now"])
        path = critical_path(completions, self.steps)
        return {**shown, **extra, "projected_completion": to_text(last), "critical_path": path, "projected_late": late}

    def attribution(self) -> dict:
        agency = {name: step.get("agency", step["calendar"]) for name, step in self.steps.items()}
        shares = dict.fromkeys([*KINDS.values(), "outside_working_time"], 0)
        agencies = dict.fromkeys(agency.values(), 0)
        empty = {"from": None, "to": None, "total_seconds": 0, "agencies": agencies, **shares, "critical_path": []}
        if self.begun is None:
            return empty
        reckon(self.facts, self.at)
        completions = self.projected()
        path = critical_path(completions, self.steps)
        to = self.at if self.finish is None else self.finish
        for u in range(self.begun, to):
            owner = next(name for name in path if completions[name] > u)
            step = self.steps[owner]
            holding = [
                (start, list(KINDS).index(pause["kind"]))
                for start, end, pause in self.own + pauses(step, self.at)
                if start <= u < end
            ]
            if holding:
                shares[list(KINDS.values())[min(holding)[1]]] += TICK
            elif not self.calendars[step["calendar"]].working(u) or u < self.facts.start:
                shares["outside_working_time"] += TICK
            else:
                agencies[agency[owner]] += TICK
        total = TICK * (to - self.begun)
        times = {"from": to_text(self.begun), "to": to_text(to), "total_seconds": total}
        return {**empty, **times, **shares, "critical_path": path}


def planned(step: dict, calendars: dict[str, NaiveCalendar], start: int) -> int:
    bare = {**step, "received": False, "pauses": [], "extensions": []}
    facts = Facts(bare, calendars[step["calendar"]], start, None, lambda u: False, [])
    term = Term(step["allowance"], step["convention"], facts.calendar.raw["day_seconds"])
    return Reckoning(facts, start).walk(term, (start, start // PER_DAY))[0]


def critical_path(completions: dict[str, int], steps: dict[str, dict]) -> list[str]:
    path: list[str] = []
    names = list(completions)
    while names:
        latest = max(completions[name] for name in names)
        path.insert(0, min(name for name in names if completions[name] == latest))
        names = steps[path[0]].get("after", [])
    return path


def plan(raw: dict, calendars: dict[str, NaiveCalendar]) -> dict:
    begun = main_start(raw, "received_at", FAR)
    assert begun is not None
    calendar = calendars[raw["calendar"]]
    start = calendar.effective_receipt(begun) if raw.get("received", True) else begun
    steps = {step["id"]: step for step in raw["steps"]}
    completions: dict[str, int] = {}
    while len(completions) < len(steps):
        for name, step in steps.items():
            if name not in completions and all(other in completions for other in step.get("after", [])):
                floor = max([start, *(completions[other] for other in step.get("after", []))])
                completions[name] = planned(step, calendars, floor)
    due = planned(raw, calendars, start)
    last = max(completions.values())
    return {
        "effective_start": to_text(start),
        "due_at": to_text(due),
        "planned_completion": to_text(last),
        "critical_path": critical_path(completions, steps),
        "fits": last <= due,
        "steps": {name: to_text(completion) for name, completion in completions.items()},
    }
