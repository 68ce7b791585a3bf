"""Random requests of the deadline interface on a grid of quarter hours, crowded so that edges often coincide."""

from hypothesis import strategies as st

from tests.property.naive_calendar import NAMES, PER_DAY, TICK, date_of, to_text, to_tick

DAYS = 24
DAY_PLANS = [
    [["08:00", "12:00"], ["13:00", "17:00"]],
    [["07:15", "11:30"], ["13:30", "17:00"]],
    [["00:00", "12:00"], ["20:00", "24:00"]],
    [["09:00", "17:00"]],
]
SHORT_PLANS = [[["08:00", "11:30"]], [["13:00", "17:00"]], [["20:00", "24:00"]], []]
TIMES = [0, 28, 32, 40, 46, 48, 52, 60, 61, 68, 69, 80, 95]  # quarter hours of the day: edges of plans and cut-offs

ticks = st.builds(
    lambda day, quarter: day * PER_DAY + quarter,
    st.integers(0, DAYS),
    st.sampled_from(TIMES) | st.integers(0, PER_DAY - 1),
)
instants = ticks.map(to_text)
plans = st.sampled_from(DAY_PLANS + SHORT_PLANS)
dates = st.integers(-3, DAYS + 20).map(lambda day: date_of(day).isoformat())
conventions = st.sampled_from(["elapsed", "statutory"])
effects = st.sampled_from(["suspend", "suspend", "suspend", "restart", "none"])


@st.composite
def calendars(draw, name="c"):
    week = {day: draw(plans) for day in NAMES}
    week["mon"] = draw(st.sampled_from(DAY_PLANS))  # so that every limit is met one day
    return {
        "id": name,
        "tz": "Asia/Ho_Chi_Minh",
        "week": week,
        "holidays": draw(st.lists(dates, max_size=5)),
        "extra_workdays": draw(st.dictionaries(dates, plans, max_size=3)),
        "day_seconds": draw(st.sampled_from([28_800, 27_000, 14_400])),
        "min_counted_day_seconds": draw(st.sampled_from([0, 14_400, 27_000])),
        "cutoff": draw(st.sampled_from([None, "15:00", "11:30", "18:00"])),
        "day_end": draw(st.sampled_from(["close", "midnight"])),
    }


@st.composite
def allowances(draw, convention, smallest=0):
    exact = {"working_hours": 0.25, "working_days": 0.5, "calendar_days": 0.25, "minutes": 15, "hours": 0.25}
    units = ["working_days", "working_days", "calendar_days", "working_hours", "hours", "minutes"]
    unit = draw(st.sampled_from(units if convention == "elapsed" else [*units, "weeks", "months"]))
    if convention == "statutory" and unit in ("working_days", "calendar_days", "weeks", "months"):
        return {"n": draw(st.integers(smallest, {"weeks": 2, "months": 1}.get(unit, 8))), "unit": unit}
    n = draw(st.integers(smallest, 16)) * exact[unit]
    return {"n": draw(st.sampled_from([n, str(n)])), "unit": unit}


@st.composite
def pauses(draw, since=0):
    start = max(since - PER_DAY, draw(ticks))
    length = draw(st.sampled_from([None, 0, 1, 2, 5, 16, 56, PER_DAY, PER_DAY * 2]) | st.integers(0, PER_DAY * 4))
    pause = {
        "kind": draw(st.sampled_from(["supplement", "other_agency", "originals", "financial"])),
        "start": to_text(start),
        "end": None if length is None else to_text(start + length),
    }
    if draw(st.booleans()):
        pause["clock_effect"] = draw(effects)
        pause["blocking"] = draw(st.booleans())
    return pause


@st.composite
def extensions(draw, convention, since):
    extension = {"granted_at": to_text(since + draw(st.integers(0, PER_DAY * 2) | st.integers(-8, PER_DAY * 8)))}
    if draw(st.booleans()):
        extension["plus"] = draw(allowances(convention, smallest=1))
    else:
        extension["new_due_on"] = date_of(since // PER_DAY + draw(st.integers(0, 20))).isoformat()
    return extension


@st.composite
def limits(draw, calendar_ids, since, many_pauses=4):
    convention = draw(conventions)
    limit = {
        "calendar": draw(st.sampled_from(calendar_ids)),
        "convention": convention,
        "allowance": draw(allowances(convention)),
        "pauses": draw(st.lists(pauses(since), max_size=many_pauses)),
        "pause_rule": draw(st.sampled_from(["dates", "overlap"])),
        "received": draw(st.booleans()),
    }
    if draw(st.integers(0, 2)) == 0:
        limit["allowance"] = draw(allowances(convention, smallest=1))
        limit["extensions"] = draw(st.lists(extensions(convention, since), min_size=1, max_size=2))
        limit["max_extensions"] = draw(st.sampled_from([2, 1]))
        limit["extension_notice_days"] = draw(st.integers(0, 1))
    return limit


@st.composite
def finishes(draw, start):
    return to_text(start + draw(st.integers(0, PER_DAY * 6))) if draw(st.booleans()) else None


@st.composite
def steps(draw, calendar_ids=("c",)):
    start = draw(ticks)
    return {
        "id": "s",
        "started_at": to_text(start),
        "finished_at": draw(finishes(start)),
        **draw(limits(list(calendar_ids), start)),
    }


@st.composite
def intakes(draw, calendar_ids=("c",)):
    submitted = draw(ticks)
    later = st.integers(0, PER_DAY * 3).map(lambda wait: to_text(submitted + wait))
    return {
        "calendar": draw(st.sampled_from(calendar_ids)),
        "submitted_at": to_text(submitted),
        "accepted_at": draw(st.none() | later),
        "competent_received_at": draw(st.none() | later),
        "outside_boundary": draw(st.booleans()),
        "pauses": draw(st.lists(pauses(submitted), max_size=2)),
    }


@st.composite
def cases(draw, calendar_ids=("c", "d")):
    received = draw(ticks)
    members: list[dict] = []
    for name in "abcde"[: draw(st.integers(1, 5))]:
        start = received + draw(st.integers(0, PER_DAY * 8)) if draw(st.integers(0, 3)) else None
        members.append(
            {
                "id": name,
                "started_at": None if start is None else to_text(start),
                "finished_at": None if start is None else draw(finishes(start)),
                "after": draw(st.lists(st.sampled_from([step["id"] for step in members]), unique=True, max_size=2))
                if members
                else [],
                **draw(limits(list(calendar_ids), received, many_pauses=2)),
            }
        )
    if draw(st.booleans()):
        members[-1]["agency"] = "another office"
    return {
        "id": "case",
        "received_at": to_text(received),
        "policy": draw(st.sampled_from(["any", "all"])),
        "steps": draw(st.permutations(members)),
        **draw(limits(list(calendar_ids), received, many_pauses=2)),
    }


@st.composite
def with_a_moment(draw, strategy, field):
    """Facts and an instant at which to judge them, mostly after they began."""
    facts = draw(strategy)
    began = (to_tick(facts[field]) if facts.get(field) else 0) + draw(st.integers(-PER_DAY // 4, PER_DAY * 10))
    return facts, to_text(began if draw(st.booleans()) else began // PER_DAY * PER_DAY + draw(st.sampled_from(TIMES)))


@st.composite
def dossiers(draw):
    received = draw(ticks)
    later = st.integers(0, PER_DAY * 15).map(lambda wait: to_text(received + wait))
    convention = draw(conventions)
    return {
        "received_at": to_text(received),
        "due_at": draw(st.none() | later),
        "done_at": draw(st.none() | later),
        "returned_at": draw(st.none() | later),
        "stopped_at": draw(st.none() | later),
        "pauses": draw(st.lists(pauses(received), max_size=3)),
        "published": draw(allowances(convention)),
        "convention": convention,
        "received": draw(st.booleans()),
        "more_than_one": draw(st.sampled_from(["late", "late_while_waiting"])),
    }


steps_at = with_a_moment(steps(), "started_at")
cases_at = with_a_moment(cases(), "received_at")
intakes_at = with_a_moment(intakes(), "submitted_at")
due_soon = st.sampled_from([0, 3600, 28_800, TICK])
