"""What the executor shows of a case: the sentence under which it waits, and its table of time limits.

Names of agencies, steps and instants only: nothing about a person leaves the ledger for Prefect.
"""

from collections.abc import Mapping
from datetime import datetime

from engine.core.agencies import Agency
from engine.core.case import CaseState, StepStatus
from engine.core.case_clock import CaseTimes
from engine.core.day_words import due_words, instant_words
from engine.core.execution import Branch, Waiting, branches
from engine.core.identifiers import AgencyId, StepId
from engine.core.law import Law
from engine.core.legal_time import Clock, to_datetime
from engine.core.values import Text
from engine.core.words import CASE_STATUS, CLOCK_PAUSED, CLOCK_STATUS, STEP_STATUS, step_words, wait_words

_BRANCH: Mapping[Waiting, Text] = {
    Waiting.SUPPLEMENT: Text(vi="người nộp bổ sung", en="the applicant's supplement"),
    Waiting.FINANCIAL: Text(vi="thực hiện nghĩa vụ tài chính", en="a payment"),
    Waiting.ORIGINALS: Text(vi="bản chính giấy tờ", en="the originals"),
    Waiting.OTHER_AGENCY: Text(vi="cơ quan khác", en="another agency"),
    Waiting.AGENCY: Text(vi="{agency} xử lý", en="{agency}"),
    Waiting.AGENCY_SYSTEM: Text(vi="hệ thống của {agency}", en="the system of {agency}"),
}
_WAITS = Text(vi="{step}: chờ {whom} từ {since}", en="{step}: waits for {whom} since {since}")
_MENDED = Text(vi="sửa kết quả bước “{step}”", en="the step “{step}” to be mended")
_RUN = Text(vi="{title} (lần {run})", en="{title} (time {run})")
_UNTIL = Text(vi="{said}, hạn trả lời {until}", en="{said}, to be answered by {until}")
_AGAIN = Text(
    vi="{said}, chưa có trả lời, gọi lại lúc {again}", en="{said}, which gave no answer and is asked again at {again}"
)
_COLUMNS = Text(
    vi="| | Cơ quan | Trạng thái | Bắt đầu | Đến hạn | Xong | Thời hạn | Đã dùng |",
    en="| | Agency | Status | Begun | Due | Done | Time limit | Used |",
)
_WHOLE = Text(vi="Toàn bộ hồ sơ", en="The whole case")
_WAITED = Text(vi="Thời gian chờ (không tính vào thời hạn)", en="Waits (left out of the time limits)")
_ANSWERS = Text(vi="Cơ quan xác nhận đã nhận việc", en="The agencies' answers that they have taken the work on")
_ANSWER_DUE = Text(vi="hạn {due}", en="due {due}")
_ANSWERED = Text(vi="xác nhận {answered}", en="answered {answered}")
_EXTENDED = Text(vi="Gia hạn (hạn ban đầu vẫn được ghi)", en="Extensions (the original due dates stay on record)")
_EXTENSION = Text(vi="từ {before} thành {after}", en="from {before} to {after}")
_STILL = Text(vi="đang chờ", en="still waiting")
_DURATION = Text(vi="{hours} giờ {minutes} phút", en="{hours} h {minutes} min")


def waiting_message(law: Law, state: CaseState, asked_again: Mapping[StepId, datetime], language: str) -> str:
    """For each branch whom it waits for and since when; `asked_again`: steps whose agency's system gave no answer."""
    return "; ".join(
        _branch_words(law, branch, asked_again.get(branch.step), language) for branch in branches(law, state)
    )


def case_report(law: Law, state: CaseState, times: CaseTimes, language: str) -> str:
    """The case and its steps with early, on time or late, as a Markdown table; waits are left out, and listed below."""
    assert state.status is not None
    title = _cell(law.definition.title.in_language(language))
    lines = [
        f"**{state.dossier_code}** · {title} ({law.definition.version})",
        "",
        _COLUMNS.in_language(language),
        "|---|---|---|---|---|---|---|---|",
        _row(
            [_WHOLE.in_language(language), "", CASE_STATUS[state.status].in_language(language)],
            (state.received_at, state.closed_at),
            times.case,
            language,
        ),
    ]
    for step in law.definition.steps:
        if step in state.steps:
            lines += [*_earlier_rows(law, state, times, step, language), _step_row(law, state, times, step, language)]
    lines += _listed(_ANSWERS, _answers(law, state, times, language), language)
    lines += _listed(_EXTENDED, _extensions(law, state, language), language)
    lines += _listed(_WAITED, _waits(law, state, language), language)
    return "\n".join(lines)


def _branch_words(law: Law, branch: Branch, again: datetime | None, language: str) -> str:
    agency = _agency(law, branch.agency).title.in_language(language)
    said = _WAITS.in_language(language).format(
        step=law.definition.steps[branch.step].title.in_language(language),
        whom=_whom(law, branch, language).format(agency=agency),
        since=instant_words(branch.since, language),
    )
    if branch.until is not None:
        said = _UNTIL.in_language(language).format(said=said, until=due_words(branch.until, language))
    if again is not None:
        said = _AGAIN.in_language(language).format(said=said, again=instant_words(again, language))
    return said


def _whom(law: Law, branch: Branch, language: str) -> str:
    if branch.sent_back_to is None:
        return _BRANCH[branch.waiting].in_language(language)
    return _MENDED.in_language(language).format(
        step=law.definition.steps[branch.sent_back_to].title.in_language(language)
    )


def _earlier_rows(law: Law, state: CaseState, times: CaseTimes, step: StepId, language: str) -> list[str]:
    """A step that the case was returned to has a row for each time that it was done."""
    title = law.definition.steps[step].title.in_language(language)
    rows = []
    for n, (run, clock) in enumerate(zip(state.steps[step].earlier_runs, times.earlier.get(step, ()), strict=False), 1):
        agency = _agency(law, run.agency).title.in_language(language) if run.agency else ""
        said = _RUN.in_language(language).format(title=title, run=n)
        done = STEP_STATUS[StepStatus.COMPLETED].in_language(language)
        rows.append(_row([said, agency, done], (run.opened_at, run.finished_at), clock, language))
    return rows


def _step_row(law: Law, state: CaseState, times: CaseTimes, step: StepId, language: str) -> str:
    known = state.steps[step]
    agency = _agency(law, known.agency).title.in_language(language) if known.agency else ""
    title = law.definition.steps[step].title.in_language(language)
    return _row(
        [
            _RUN.in_language(language).format(title=title, run=known.run) if known.earlier_runs else title,
            agency,
            step_words(state, step).in_language(language),
        ],
        (known.opened_at, known.finished_at),
        times.steps.get(step),
        language,
    )


def _row(who: list[str], span: tuple[datetime | None, datetime | None], clock: Clock | None, language: str) -> str:
    begun, done = (instant_words(at, language) if at else "" for at in span)
    due = due_words(to_datetime(clock.due_at), language) if clock and clock.due_at is not None else ""
    verdict = _verdict(clock, language) if clock else ""
    used = _duration(clock.elapsed_seconds, language) if clock else ""
    return "| " + " | ".join(_cell(text) for text in [*who, begun, due, done, verdict, used]) + " |"


def _verdict(clock: Clock, language: str) -> str:
    said = CLOCK_STATUS[clock.status].in_language(language)
    return f"{said} · {CLOCK_PAUSED.in_language(language)}" if clock.paused else said


def _listed(heading: Text, lines: list[str], language: str) -> list[str]:
    return ["", f"{heading.in_language(language)}:", "", *lines] if lines else []


def _answers(law: Law, state: CaseState, times: CaseTimes, language: str) -> list[str]:
    """For each automatic step until when its agency had to say that it has the work, when it did, and whether in time."""
    found = []
    for step, clock in times.answers.items():
        said = []
        if clock.due_at is not None:
            said.append(
                _ANSWER_DUE.in_language(language).format(due=instant_words(to_datetime(clock.due_at), language))
            )
        answered = state.steps[step].acknowledged_at or state.steps[step].finished_at
        if answered is not None:
            said.append(_ANSWERED.in_language(language).format(answered=instant_words(answered, language)))
        said.append(_verdict(clock, language))
        found.append(f"- {law.definition.steps[step].title.in_language(language)}: {', '.join(said)}")
    return found


def _extensions(law: Law, state: CaseState, language: str) -> list[str]:
    """What each extension moved; its reason is free text, and stays in the ledger."""
    found = []
    for event in state.extensions:
        of_case = (_WHOLE.in_language(language), event.of_total)
        for title, moved in ((law.definition.steps[event.step].title.in_language(language), event.of_step), of_case):
            if moved is not None:
                said = _EXTENSION.in_language(language)
                said = said.format(before=due_words(moved.before, language), after=due_words(moved.after, language))
                found.append(f"- {title}: {said}")
    return found


def _waits(law: Law, state: CaseState, language: str) -> list[str]:
    found = []
    for s in state.suspensions:
        until = instant_words(s.ended_at, language) if s.ended_at else _STILL.in_language(language)
        waited = f"{wait_words(s).in_language(language)}, {instant_words(s.started_at, language)} – {until}"
        found.append(f"- {law.definition.steps[s.step].title.in_language(language)}: {waited}")
    return found


def _duration(seconds: int, language: str) -> str:
    return _DURATION.in_language(language).format(hours=seconds // 3600, minutes=seconds // 60 % 60)


def _agency(law: Law, agency: AgencyId) -> Agency:
    return law.agencies.agencies[agency]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
