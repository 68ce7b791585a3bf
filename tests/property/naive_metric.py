"""Indicator 2.1 of Decision 766 and deadlines before an event, tick by tick, straight from R31, R32. Shares no code."""

from tests.property.naive_calendar import PER_DAY, TICK, NaiveCalendar, date_of, to_text, to_tick
from tests.property.naive_case import planned
from tests.property.naive_clock import Term


def metric(dossier: dict, calendar: NaiveCalendar, period_end: int) -> dict:
    received = to_tick(dossier["received_at"])
    if received > period_end:
        nothing = dict.fromkeys(("state", "end_at", "adjusted_end_at", "due_at", "on_time", "late_seconds"))
        return {**nothing, "counted": False, "supplement_requests": 0, "supplement_seconds": 0, "late_because": []}
    requests = []
    for pause in dossier["pauses"]:
        start, end = to_tick(pause["start"]), None if pause["end"] is None else to_tick(pause["end"])
        if pause["kind"] == "supplement" and start != end and received <= start <= period_end:
            requests.append((start, end if end is not None and end <= period_end else None))
    state, end_at = "open", period_end
    ends = [to_tick(dossier[field]) for field in ("done_at", "returned_at", "stopped_at") if dossier[field] is not None]
    ends = [end for end in ends if end <= period_end]
    if ends:
        state, end_at = "finished", ends[0]
        requests = [request for request in requests if request[0] < end_at]
    elif any(end is None for _, end in requests):
        state, end_at = "waiting", min(start for start, end in requests if end is None)
    waited = sum(
        any(start <= u and (end is None or u < end) for start, end in requests) for u in range(received, end_at)
    )
    due = due_of(dossier, calendar, received) if dossier["due_at"] is None else to_tick(dossier["due_at"])
    adjusted = end_at - waited
    because = ["after_due"] if adjusted > due else []
    if len(requests) > 1 and (dossier["more_than_one"] == "late" or state == "waiting"):
        because.append("more_than_one_supplement")
    return {
        "counted": True,
        "state": state,
        "end_at": to_text(end_at),
        "supplement_requests": len(requests),
        "supplement_seconds": waited * TICK,
        "adjusted_end_at": to_text(adjusted),
        "due_at": to_text(due),
        "on_time": not because,
        "late_seconds": max(0, adjusted - due) * TICK,
        "late_because": because,
    }


def due_of(dossier: dict, calendar: NaiveCalendar, received: int) -> int:
    limit = {"calendar": "c", "convention": dossier["convention"], "allowance": dossier["published"]}
    start = calendar.effective_receipt(received) if dossier["received"] else received
    return planned(limit, {"c": calendar}, start)


def before_event(calendar: NaiveCalendar, event: int, allowance: dict, received: int | None) -> dict:
    term = Term(allowance, "statutory", calendar.raw["day_seconds"])
    if term.ticks is not None:
        latest = event
        left = term.ticks
        while left:
            latest -= 1
            left -= term.running or calendar.working(latest)
        on = None
    else:
        day = event // PER_DAY - 1
        while last_day(calendar, term, day) >= event // PER_DAY:
            day -= 1
        on, latest = date_of(day).isoformat(), calendar.end(day)
    status = None if received is None else "ok" if received <= latest else "late"
    return {"latest_on": on, "latest_at": to_text(latest), "status": status}


def last_day(calendar: NaiveCalendar, term: Term, day: int) -> int:
    left = term.days_from(day)
    while left:
        day += 1
        left -= term.counts(calendar, day)
    return day
