"""The words of the interface for statuses, clocks, events and time limits, Vietnamese and English, in one place.

Vietnamese follows the status catalogue and the forms of the one-stop mechanism (forms 01 to 07).
"""

from collections.abc import Mapping

from engine.core import events
from engine.core.actors import Actor
from engine.core.case import ENDED_STEPS, CaseState, CaseStatus, StepStatus, Suspension
from engine.core.definition import StepDefinition, Total
from engine.core.definition_basics import Certainty, TimeLimit
from engine.core.definition_rules import Outcome, Part, WithoutLimit
from engine.core.execution import ENDING_NAMES
from engine.core.identifiers import StepId
from engine.core.legal_time import ClockStatus, PauseKind, Unit
from engine.core.papers import Channel
from engine.core.step_runs import RunEnd
from engine.core.values import Text
from engine.core.waits import find_hold

CASE_STATUS: Mapping[CaseStatus, Text] = {
    CaseStatus.SUBMITTED: Text(vi="Mới đăng ký", en="Submitted"),
    CaseStatus.NOT_ACCEPTED: Text(vi="Không được tiếp nhận", en="Not accepted"),
    CaseStatus.IN_PROGRESS: Text(vi="Đang xử lý", en="In progress"),
    **ENDING_NAMES,
}

STEP_STATUS: Mapping[StepStatus, Text] = {
    StepStatus.NOT_READY: Text(vi="Chưa đến lượt", en="Not ready"),
    StepStatus.OPEN: Text(vi="Chờ nhận xử lý", en="Open"),
    StepStatus.CLAIMED: Text(vi="Đang xử lý", en="In progress"),
    StepStatus.SUSPENDED: Text(vi="Chờ bổ sung", en="Waiting for a supplement"),
    StepStatus.COMPLETED: Text(vi="Đã xử lý xong", en="Completed"),
    StepStatus.REFUSED: Text(vi="Từ chối giải quyết", en="Refused"),
    StepStatus.NOT_NEEDED: Text(vi="Không cần thực hiện", en="Not needed"),
    StepStatus.UNREACHED: Text(vi="Không thực hiện", en="Not reached"),
    StepStatus.SUPERSEDED: Text(vi="Không còn cần thiết", en="No longer needed"),
    StepStatus.ENDED: Text(vi="Dừng lại", en="Stopped"),
}

RUN_END: Mapping[RunEnd, Text] = {
    RunEnd.COMPLETED: STEP_STATUS[StepStatus.COMPLETED],
    RunEnd.REFUSED: STEP_STATUS[StepStatus.REFUSED],
    RunEnd.BROKEN_OFF: Text(vi="Đang xử lý thì phải làm lại", en="Broken off"),
}
"""How a former run of a step ended."""

DEEMED: Mapping[StepStatus, Text] = {
    StepStatus.COMPLETED: Text(vi="Coi như đồng ý", en="Deemed agreed"),
    StepStatus.REFUSED: Text(vi="Coi như từ chối", en="Deemed refused"),
}
"""A step for which the silence of its agency has answered."""

DEEMED_BY_OUTCOME: Mapping[Outcome, Text] = {
    Outcome.COMPLETED: DEEMED[StepStatus.COMPLETED],
    Outcome.REFUSED: DEEMED[StepStatus.REFUSED],
}

CLOCK_STATUS: Mapping[ClockStatus, Text] = {
    ClockStatus.NOT_STARTED: Text(vi="Chưa bắt đầu", en="Not started"),
    ClockStatus.IN_TIME: Text(vi="Trong hạn", en="In time"),
    ClockStatus.DUE_SOON: Text(vi="Sắp đến hạn", en="Due soon"),
    ClockStatus.OVERDUE: Text(vi="Đang quá hạn", en="Overdue"),
    ClockStatus.DONE_EARLY: Text(vi="Trước hạn", en="Early"),
    ClockStatus.DONE_ON_TIME: Text(vi="Đúng hạn", en="On time"),
    ClockStatus.DONE_LATE: Text(vi="Quá hạn", en="Late"),
    ClockStatus.NOT_JUDGED: Text(vi="Không đánh giá", en="Not judged"),
}

CLOCK_PAUSED = Text(vi="Tạm dừng tính thời hạn", en="Time limit suspended")

PAUSE_KIND: Mapping[PauseKind, Text] = {
    PauseKind.SUPPLEMENT: Text(vi="Chờ bổ sung hồ sơ", en="Waiting for a supplement"),
    PauseKind.OTHER_AGENCY: Text(vi="Chờ cơ quan khác", en="Waiting for another agency"),
    PauseKind.ORIGINALS: Text(vi="Chờ bản chính giấy tờ", en="Waiting for the originals"),
    PauseKind.FINANCIAL: Text(vi="Chờ thực hiện nghĩa vụ tài chính", en="Waiting for a payment"),
}

SENT_BACK = Text(vi="Chờ sửa kết quả của bước trước", en="Waiting for an earlier step to be mended")

TO_BE_DONE_ANEW = Text(vi="Chờ thực hiện lại", en="To be done anew")
"""A step that was taken back, until what it rests on is mended."""

PART: Mapping[Part, Text] = {
    Part.LEAD: Text(vi="Chủ trì", en="Lead"),
    Part.PARTICIPATING: Text(vi="Tham gia giải quyết", en="Participating"),
    Part.CONSULTED: Text(vi="Được lấy ý kiến", en="Consulted"),
}
"""What the agency of a step is in the case (NĐ 61/2018 art. 19(5)-(7))."""

CHANNEL: Mapping[Channel, Text] = {
    Channel.COUNTER: Text(vi="Trực tiếp", en="At the counter"),
    Channel.ONLINE: Text(vi="Trực tuyến", en="Online"),
    Channel.POST: Text(vi="Bưu chính công ích", en="By post"),
}

EVENT: Mapping[str, Text] = {
    "case_submitted": Text(vi="Nộp hồ sơ", en="Submitted"),
    "case_received": Text(vi="Tiếp nhận hồ sơ", en="Received"),
    "receipt_refused": Text(vi="Từ chối tiếp nhận", en="Receipt refused"),
    "step_opened": Text(vi="Chuyển đến cơ quan xử lý", en="Step opened"),
    "step_not_needed": Text(vi="Bước không cần thực hiện", en="Step not needed"),
    "step_unreached": Text(vi="Bước không thực hiện", en="Step not reached"),
    "step_claimed": Text(vi="Nhận xử lý", en="Claimed"),
    "step_released": Text(vi="Trả lại việc", en="Released"),
    "step_assigned": Text(vi="Giao xử lý", en="Assigned"),
    "step_transferred": Text(vi="Chuyển bước đến cơ quan khác", en="Step transferred to another agency"),
    "case_transferred": Text(vi="Chuyển hồ sơ đến bộ phận một cửa khác", en="Case transferred to another unit"),
    "fact_established": Text(vi="Ghi nhận tình tiết", en="Fact established"),
    "work_acknowledged": Text(vi="Hệ thống cơ quan đã nhận", en="Taken on by the agency's system"),
    "step_completed": Text(vi="Hoàn thành bước", en="Step completed"),
    "step_refused": Text(vi="Từ chối giải quyết", en="Step refused"),
    "step_deemed": Text(vi="Hết thời hạn, coi như đã trả lời", en="Time limit passed, deemed answered"),
    "time_limit_suspended": Text(vi="Yêu cầu bổ sung, tạm dừng thời hạn", en="Supplement requested"),
    "time_limit_resumed": Text(vi="Hết chờ, tiếp tục tính thời hạn", en="Time limit resumed"),
    "supplement_expired": Text(vi="Hết hạn bổ sung", en="Term for the supplement expired"),
    "time_limit_extended": Text(vi="Xin lỗi và gia hạn giải quyết", en="Time limit extended"),
    "step_returned": Text(vi="Chuyển hồ sơ về bước trước do kết quả có sai sót", en="Returned to an earlier step"),
    "step_reopened": Text(vi="Mở lại bước để sửa kết quả", en="Step reopened"),
    "step_taken_back": Text(vi="Thu hồi kết quả, phải thực hiện lại", en="Taken back, to be done anew"),
    "step_superseded": Text(vi="Không còn cần thiết do bước khác đã đủ", en="No longer needed: another was enough"),
    "opinion_asked": Text(
        vi="Lấy ý kiến cơ quan khác, thời hạn vẫn tính tiếp", en="Another agency asked for its opinion"
    ),
    "opinion_given": Text(vi="Cơ quan được hỏi đã cho ý kiến", en="Opinion given"),
    "opinion_withdrawn": Text(vi="Rút lại việc lấy ý kiến", en="Question withdrawn"),
    "due_dates_reprojected": Text(vi="Thay đổi hạn do lịch nghỉ mới công bố", en="Due dates changed by the calendar"),
    "case_migrated": Text(vi="Chuyển sang quy định mới", en="Moved to the new rules"),
    "case_completed": Text(vi="Đã giải quyết xong", en="Case completed"),
    "case_refused": Text(vi="Từ chối giải quyết hồ sơ", en="Case refused"),
    "case_stopped": Text(vi="Dừng giải quyết hồ sơ", en="Case stopped"),
    "case_withdrawn": Text(vi="Công dân rút hồ sơ", en="Case withdrawn"),
}


def wait_words(wait: Suspension) -> Text:
    """What a step waits for, in words."""
    return SENT_BACK if wait.sent_back is not None else PAUSE_KIND[wait.kind]


def event_words(event: events.Event) -> Text:
    """What has happened, in words; a wait for something else than a supplement says for what."""
    if isinstance(event, events.TimeLimitSuspended) and event.kind is not PauseKind.SUPPLEMENT:
        return PAUSE_KIND[event.kind]
    return EVENT[event.type]


COMMAND: Mapping[str, str] = {
    "submit_case": "nộp hồ sơ",
    "receive_case": "tiếp nhận hồ sơ",
    "refuse_receipt": "từ chối tiếp nhận hồ sơ",
    "claim_step": "nhận xử lý",
    "release_step": "trả lại việc",
    "assign_step": "giao xử lý",
    "establish_fact": "ghi nhận tình tiết",
    "complete_step": "hoàn thành bước",
    "refuse_step": "từ chối giải quyết",
    "acknowledge_work": "ghi nhận hệ thống đã tiếp nhận việc",
    "request_supplement": "yêu cầu bổ sung hồ sơ",
    "hand_in_supplement": "nộp bổ sung hồ sơ",
    "resume_time_limit": "ghi nhận kết thúc việc chờ",
    "return_to_step": "chuyển hồ sơ về bước trước",
    "ask_opinion": "lấy ý kiến cơ quan khác",
    "give_opinion": "cho ý kiến",
    "withdraw_opinion": "rút lại việc lấy ý kiến",
    "expire_supplement": "ghi nhận hết hạn bổ sung",
    "extend_time_limit": "gia hạn giải quyết",
    "note_silence": "ghi nhận hết thời hạn mà không trả lời",
    "reproject_due_dates": "tính lại thời hạn",
    "transfer_step": "chuyển bước đến cơ quan khác",
    "transfer_case": "chuyển hồ sơ đến bộ phận khác",
    "migrate_case": "chuyển hồ sơ sang quy định mới",
    "withdraw_case": "rút hồ sơ",
}
"""What a command orders, in Vietnamese; English says its code."""

NO_LIMIT = Text(vi="không quy định thời hạn", en="no time limit in law")
UNREAD_LIMIT = Text(vi="thời hạn chưa xác minh", en="time limit not verified")

REASON: Mapping[str, Text] = {
    "supplement_not_handed_in": Text(
        vi="người nộp không bổ sung trong thời hạn", en="the supplement was not handed in within its term"
    ),
}
"""Why something happened by itself; what people give as a reason is in their own words."""

UNIT: Mapping[Unit, Text] = {
    Unit.MINUTES: Text(vi="phút", en="minutes"),
    Unit.HOURS: Text(vi="giờ", en="hours"),
    Unit.WORKING_HOURS: Text(vi="giờ làm việc", en="working hours"),
    Unit.WORKING_DAYS: Text(vi="ngày làm việc", en="working days"),
    Unit.CALENDAR_DAYS: Text(vi="ngày", en="days"),
    Unit.WEEKS: Text(vi="tuần", en="weeks"),
    Unit.MONTHS: Text(vi="tháng", en="months"),
}


def case_words(state: CaseState) -> Text:
    """The status of a case in words; one in which all that is left waits (for a supplement) says for what."""
    if state.status is None:
        return Text(vi="Chưa nộp", en="Not submitted")
    hold = find_hold(state)
    if state.status is CaseStatus.IN_PROGRESS and hold is not None:
        return PAUSE_KIND[hold.kind]
    return CASE_STATUS[state.status]


def standing(state: CaseState, step: StepId) -> StepStatus:
    """Where a step stands as people see it: in a closed case no turn comes any more."""
    status = state.step_status(step)
    never = status is StepStatus.NOT_READY and state.closed_at is not None
    return StepStatus.UNREACHED if never else status


def step_words(state: CaseState, step: StepId) -> Text:
    """The status of a step in words; one that waits for something else than a supplement says for what."""
    hold = state.find_open_suspension(step)
    if hold is not None and hold.kind is not PauseKind.SUPPLEMENT:
        return wait_words(hold)
    status, known = standing(state, step), state.steps.get(step)
    if known is not None and known.superseded_at is not None and status not in ENDED_STEPS:
        words, beside = STEP_STATUS[status], STEP_STATUS[StepStatus.SUPERSEDED]
        return Text(vi=f"{words.vi} ({beside.vi.lower()})", en=f"{words.en} ({beside.en.lower()})")
    if status is StepStatus.NOT_READY and known is not None and known.anew:
        return TO_BE_DONE_ANEW
    return DEEMED[status] if known is not None and known.deemed else STEP_STATUS[status]


def no_limit_words(rule: WithoutLimit | None) -> Text:
    """That no law gives a limit; or that the one it gives was not read, when every article cited is unverified."""
    unread = rule is not None and all(basis.certainty is Certainty.UNVERIFIED for basis in rule.legal_basis)
    return UNREAD_LIMIT if unread else NO_LIMIT


def declared_limit_words(rule: StepDefinition | Total) -> Text:
    """The ordinary limit of a step or of the total, as the definition gives it."""
    return no_limit_words(rule.without_limit) if rule.within is None else limit_words(rule.within)


def limit_words(limit: TimeLimit | None) -> Text:
    """A time limit as it is read aloud: `2 ngày làm việc`, `1 working day`; null is that no law gives one."""
    if limit is None:
        return NO_LIMIT
    if limit.n == 0 and limit.unit is Unit.WORKING_DAYS:
        return Text(vi="trong ngày làm việc", en="the same working day")
    number = f"{limit.n.normalize():f}"
    unit = UNIT[limit.unit]
    return Text(
        vi=f"{number.replace('.', ',')} {unit.vi}",
        en=f"{number} {unit.en[:-1] if number == '1' else unit.en}",
    )


def acted_words(actor: Actor) -> Text:
    """Who acted, and for whom if that person was away."""
    if actor.on_behalf_of is None:
        return Text(vi=actor.name, en=actor.name)
    absent = actor.on_behalf_of.name
    return Text(vi=f"{actor.name} (thay {absent})", en=f"{actor.name} (for {absent})")
