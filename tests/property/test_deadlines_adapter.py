"""`lienthong deadlines` answers whatever it is sent: an answer or a code, in order, never an exception."""

import io
import json
from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli import deadlines
from engine.core.legal_time import ErrorCode
from tests.property import legal_time_strategies as some

QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))
CODES = {code.value for code in ErrorCode}
OPS = sorted(deadlines.OPERATIONS)
OFFICE = {
    "id": "c",
    "week": {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["c", "1e9999999", "2026-06-01T08:00:00+07:00", "9999-12-31T23:59:59Z", "2026-06-01", "restart"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
good_requests = st.one_of(
    st.builds(lambda step, at: {"op": "evaluate_step", "step": step, "at": at}, some.steps(), some.instants),
    st.builds(lambda case, at: {"op": "evaluate_case", "case": case, "at": at}, some.cases(("c",)), some.instants),
    st.builds(lambda case, at: {"op": "attribute", "case": case, "at": at}, some.cases(("c",)), some.instants),
    st.builds(lambda case: {"op": "plan_case", "case": case}, some.cases(("c",))),
    st.builds(
        lambda intake, at: {"op": "evaluate_acceptance", "intake": intake, "at": at}, some.intakes(), some.instants
    ),
    st.builds(
        lambda dossier, at: {"op": "metric_766", "calendar": "c", "dossier": dossier, "period_end": at},
        some.dossiers(),
        some.instants,
    ),
)


times = st.sampled_from(["00:00", "06:30", "08:00", "11:30", "12:00", "13:00", "17:00", "23:59", "24:00"])
sessions = st.lists(st.lists(times, min_size=2, max_size=2), max_size=3)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)).map(date.isoformat)
numbers = st.integers(-100_000, 100_000) | st.sampled_from([10**9, 28_800.0, 0.5, "28800", None])
absurd_calendars = st.fixed_dictionaries(
    {"id": st.just("c"), "week": st.dictionaries(st.sampled_from(sorted(OFFICE["week"])), sessions)},
    optional={
        "holidays": st.lists(days, max_size=4),
        "extra_workdays": st.dictionaries(days, sessions, max_size=3),
        "day_seconds": numbers,
        "min_counted_day_seconds": numbers,
        "cutoff": st.none() | times,
        "day_end": st.sampled_from(["close", "midnight", "noon", None]),
    },
)


def is_answered(answer: object) -> bool:
    json.dumps(answer, allow_nan=False)
    return not (isinstance(answer, dict) and "error" in answer) or answer["error"] in CODES


@QUIET
@given(st.sampled_from(OPS), st.dictionaries(st.text(max_size=8), json_values, max_size=4), json_values)
def test_nonsense_is_answered_with_a_code(op: str, rest: dict, calendars: object) -> None:
    assert is_answered(deadlines.answer({"c": OFFICE}, {**rest, "op": op}))
    assert is_answered(deadlines.answer({"c": calendars}, {**rest, "op": op, "calendar": "c"}))
    assert deadlines.answer(calendars, rest).keys() == {"error"}


@QUIET
@given(good_requests, st.data())
def test_one_wrong_value_anywhere_is_answered(request: dict, data: st.DataObject) -> None:
    place: object = request
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and data.draw(st.integers(0, 3)):
            place = place[key]
            continue
        place[key] = data.draw(json_values)
        break
    assert is_answered(deadlines.answer({"c": OFFICE}, request))


@QUIET
@given(absurd_calendars, good_requests, numbers, st.datetimes(datetime(1900, 1, 1), datetime(2200, 12, 31)))  # noqa: DTZ001
def test_an_absurd_calendar_is_counted_or_refused(
    calendar: dict, request: dict, due_soon: object, at: datetime
) -> None:
    asked = {**request, "due_soon_seconds": due_soon}
    assert is_answered(deadlines.answer({"c": calendar}, asked))
    assert is_answered(deadlines.answer({"c": calendar}, {**asked, "at": f"{at:%Y-%m-%dT%H:%M:%S}Z"}))


@QUIET
@given(st.lists(st.text(alphabet=st.characters(blacklist_characters="\r\n", codec="utf-8")), max_size=4))
def test_every_line_is_answered_in_order(lines: list[str]) -> None:
    answered = run("\n".join([*lines, "[" * 100_000, '{"op": "is_working", "n": 1e999999999999}']) + "\n")
    assert len(answered) == sum(1 for line in lines if line.strip()) + 2
    assert all(set(answer) == {"error"} for answer in answered)


def run(text: str, inline: bool = False) -> list[object]:
    out = io.StringIO()
    deadlines.run(io.StringIO(text), out, inline)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_calendars_are_loaded_once_or_come_with_each_request() -> None:
    load = {"op": "load_calendars", "calendars": {"c": OFFICE, "bad": {"week": 1}}}
    ask = {"op": "is_working", "calendar": "c", "at": "2026-06-01T09:00:00+07:00"}
    spoilt = {**ask, "calendar": "bad"}
    lines = [json.dumps(request) for request in (load, ask, spoilt, {**ask, "calendar": "none"})]
    refused = {"error": "invalid_calendar"}
    assert run("\n".join(lines))[1:] == [True, refused, refused]
    inline = [{**ask, "calendars": {"c": OFFICE}}, ask]
    assert run("\n".join(json.dumps(request) for request in inline), inline=True) == [True, refused]


def test_bytes_that_are_no_text_are_answered() -> None:
    out = io.StringIO()
    deadlines.run(io.TextIOWrapper(io.BytesIO(b'\xff\xfe\n{"op": "\xff"}\n')), out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [{"error": "invalid_case"}] * 2


def test_an_allowance_beyond_the_calendar_is_refused() -> None:
    ask = {"op": "add_working_seconds", "calendar": "c", "from": "2026-06-01T08:00:00+07:00", "seconds": 10**14}
    assert deadlines.answer({"c": OFFICE}, ask) == {"error": "invalid_allowance"}


def test_decimals_keep_what_was_written() -> None:
    step = {
        "id": "s",
        "calendar": "c",
        "convention": "elapsed",
        "allowance": {"n": "N", "unit": "working_hours"},
        "started_at": "2026-06-01T08:00:00+07:00",
        "finished_at": None,
        "pauses": [],
    }
    request = json.dumps({"op": "evaluate_step", "step": step, "at": step["started_at"], "calendars": {"c": OFFICE}})
    answers = run("\n".join(request.replace('"N"', n) for n in ("1.1", '"1.1"', "1e0", "0.0001", "-1", "true")), True)
    assert [answer.get("remaining_seconds") for answer in answers] == [3960, 3960, 3600, None, None, None]
    assert answers[3:] == [{"error": "invalid_allowance"}] * 3
