"""The words of a note to the owner of a dossier: the code, the dates and the reasons; no name, no procedure, no address.

A mail lies open on the way, and a message on a locked screen: what the dossier is about is seen with the secret alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.core import events
from engine.core.answer_terms import lawful_end
from engine.core.basis_words import basis_words
from engine.core.case import CaseState, fold
from engine.core.case_clock import CaseTimes
from engine.core.day_words import due_words, instant_words, last_day
from engine.core.errors import InvariantBroken
from engine.core.identifiers import AgencyId
from engine.core.law import Law
from engine.core.legal_time import to_datetime
from engine.core.migration_words import migration_words
from engine.core.notifications import Notification, NotificationKind
from engine.core.reprojection_words import reprojection_words
from engine.core.values import Text, Value
from engine.core.waits import title_of
from engine.core.words import REASON

_LONGEST_REASON = 600


class NotificationText(Value):
    """One note in one language: a line of its own above, then what there is to say, the most important first."""

    subject: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotedAct:
    """What a note is told from: the event, and the case after the act that caused it, with its clocks as of then."""

    law: Law
    state: CaseState
    times: CaseTimes
    event: events.Event


def act_of(note: Notification, history: Sequence[events.RecordedEvent]) -> tuple[events.Event, CaseState]:
    """The event from which it is told, and the case after the whole of its act."""
    told = next((one for one in history if one.sequence == note.sequence), None)
    if told is None:
        raise InvariantBroken(f"{note.key} is told from an event that is not there")
    until = [one for one in history if one.sequence <= note.sequence or one.command_id == told.command_id]
    return told.event, fold(note.case_id, until)


def notification_text(note: Notification, act: NotedAct, language: str) -> NotificationText:
    """The same history gives the same words, whenever it is asked."""
    assert act.state.dossier_code is not None
    words = _SUBJECTS[note.kind].in_language(language)
    return NotificationText(
        subject=words.format(code=act.state.dossier_code), paragraphs=tuple(_paragraphs(note, act, language))
    )


def closing_words(has_link: bool, language: str) -> tuple[str, ...]:
    """Under every letter: how to see more, and that nobody ever asks for the secret."""
    lines = (_WITH_THE_SECRET, _AUTOMATIC) if has_link else (_AUTOMATIC,)
    return tuple(line.in_language(language) for line in lines)


def _paragraphs(note: Notification, act: NotedAct, language: str) -> Iterator[str]:
    said = _Said(act, language)
    match note.kind:
        case NotificationKind.RECEIVED:
            yield said.line(_RECEIVED, at=instant_words(act.state.received_at or note.at, language))
            yield said.promise()
        case NotificationKind.PAPERS_ASKED:
            yield from _asked(said, act, language)
        case NotificationKind.CLOCK_STOPPED:
            yield from _stopped_clock(said, act, language)
        case NotificationKind.CLOCK_RUNS:
            yield said.line(_RUNS, at=instant_words(act.event.at, language))
            yield said.due()
        case NotificationKind.DATE_MOVED | NotificationKind.DATE_EXTENDED:
            yield from _moved(said, act, language)
        case NotificationKind.DUE_SOON:
            yield said.line(_SOON)
            yield said.due()
        case NotificationKind.RESULT_READY:
            yield said.line(_READY)
            for step in act.state.steps.values():
                if step.refusal:
                    title = act.law.definition.steps[step.id].title.in_language(language)
                    yield said.line(
                        _PART_REFUSED, title=title, agency=said.agency(step.agency), reason=_plain(step.refusal)
                    )
            yield said.line(_FETCH)
        case NotificationKind.REFUSED | NotificationKind.STOPPED:
            yield from _ended(said, act, note.kind)
            yield said.line(_ASK)


class _Said:
    """Sentences about one case in one language."""

    def __init__(self, act: NotedAct, language: str) -> None:
        self._act = act
        self._language = language

    def line(self, words: Text, **given: object) -> str:
        state = self._act.state
        known = {"code": state.dossier_code, "receiver": self.agency(state.receiving_agency)}
        return words.in_language(self._language).format(**{**known, **given})

    def agency(self, agency: AgencyId | None) -> str:
        known = self._act.law.agencies.agencies.get(agency) if agency is not None else None
        return known.title.in_language(self._language) if known is not None else ""

    def day(self, at: datetime) -> str:
        return due_words(at, self._language)

    def promise(self) -> str:
        promised = self._act.state.promise_in_force
        return self.line(_NO_PROMISE) if promised is None else self.line(_PROMISED, day=self.day(promised))

    def due(self) -> str:
        """The end of the limit where it is another day than the promised one, with the promise beside it."""
        clock, promised = self._act.times.case, self._act.state.promise_in_force
        due = to_datetime(clock.due_at) if clock is not None and clock.due_at is not None else None
        if due is None or promised is None or last_day(due) == last_day(promised):
            return self.promise()
        return self.line(_DUE, due=self.day(due), day=self.day(promised))

    def due_if_answered(self) -> str | None:
        """What the wait has already cost; null while it is still the promised day."""
        clock, promised = self._act.times.case, self._act.state.promise_in_force
        if clock is None or clock.due_if_resumed_now is None or promised is None:
            return None
        due = to_datetime(clock.due_if_resumed_now)
        words = _SAME_IF_NOW if last_day(due) == last_day(promised) else _OTHER_IF_NOW
        return self.line(words, due=self.day(due), day=self.day(promised))

    def why(self, reasons: Sequence[str]) -> Iterator[str]:
        told = [
            _plain(REASON[reason].in_language(self._language) if reason in REASON else reason) for reason in reasons
        ]
        if told := [reason for reason in told if reason]:
            yield self.line(_WHY, reasons="; ".join(told))


def _asked(said: _Said, act: NotedAct, language: str) -> Iterator[str]:
    assert isinstance(act.event, events.TimeLimitSuspended)
    wait = next(one for one in act.state.suspensions if one.id == act.event.suspension)
    yield said.line(_ASKED, agency=said.agency(act.state.agencies.get(act.event.step)))
    yield from said.why(act.event.reasons)
    until = lawful_end(act.law, act.state, wait) if wait.answer_due_at is not None else None
    if until is not None:
        yield said.line(_ANSWER_BY, day=due_words(until, language))
    if act.times.case is not None and act.times.case.paused:
        yield " ".join(filter(None, (said.line(_STANDS), said.due_if_answered())))


def _stopped_clock(said: _Said, act: NotedAct, language: str) -> Iterator[str]:
    assert isinstance(act.event, events.TimeLimitSuspended)
    wait = next(one for one in act.state.suspensions if one.id == act.event.suspension)
    title = title_of(act.law.definition, wait).in_language(language)
    yield said.line(_STOPPED_CLOCK, at=instant_words(act.event.at, language), title=title)
    yield from said.why(act.event.reasons)
    yield " ".join(filter(None, (said.due_if_answered(), said.line(_NOTHING_TO_DO))))


def _moved(said: _Said, act: NotedAct, language: str) -> Iterator[str]:
    match act.event:
        case events.TimeLimitExtended() if act.event.of_total is not None:
            agency = act.event.agency_at_fault or act.state.agencies.get(act.event.step)
            yield said.line(_SORRY, agency=said.agency(agency))
            after = act.event.promised or act.event.of_total.after
            yield said.line(_FROM_TO, before=said.day(act.event.of_total.before), after=said.day(after))
            basis = basis_words(act.event.legal_basis, language)
            yield said.line(_BECAUSE, reason=_plain(act.event.reason), basis=basis)
        case events.DueDatesReprojected():
            yield said.line(_NEW_DATE)
            yield f"{reprojection_words(act.event).in_language(language)}."
        case events.CaseMigrated():
            yield said.line(_NEW_DATE)
            yield f"{migration_words(act.event).in_language(language)}."
        case _:
            raise InvariantBroken(f"{act.event.type} moves no promise")


def _ended(said: _Said, act: NotedAct, kind: NotificationKind) -> Iterator[str]:
    if kind is NotificationKind.REFUSED:
        yield said.line(_REFUSED)
        yield from said.why([step.refusal for step in act.state.steps.values() if step.refusal])
        return
    yield said.line(_STOPPED)
    yield from said.why([act.state.closing_reason] if act.state.closing_reason else [])


def _plain(reason: str) -> str:
    """In one line, whatever somebody has pasted, and without the full stop that the sentence brings itself."""
    told = " ".join("".join(letter if letter.isprintable() else " " for letter in reason).split()).rstrip(".;")
    return told if len(told) <= _LONGEST_REASON else f"{told[:_LONGEST_REASON].rsplit(' ', 1)[0]} …"


_SUBJECTS: dict[NotificationKind, Text] = {
    NotificationKind.RECEIVED: Text(vi="Đã tiếp nhận hồ sơ {code}", en="Dossier {code} has been received"),
    NotificationKind.PAPERS_ASKED: Text(vi="Hồ sơ {code} cần bổ sung", en="Dossier {code}: papers are asked for"),
    NotificationKind.CLOCK_STOPPED: Text(
        vi="Hồ sơ {code}: tạm dừng tính thời hạn", en="Dossier {code}: the time limit stands still"
    ),
    NotificationKind.CLOCK_RUNS: Text(
        vi="Hồ sơ {code}: thời hạn được tính tiếp", en="Dossier {code}: the time limit runs on"
    ),
    NotificationKind.DATE_MOVED: Text(
        vi="Hồ sơ {code}: ngày hẹn trả kết quả thay đổi", en="Dossier {code}: another date for the result"
    ),
    NotificationKind.DATE_EXTENDED: Text(
        vi="Hồ sơ {code}: xin lỗi và hẹn lại ngày trả kết quả", en="Dossier {code}: apology and new date for the result"
    ),
    NotificationKind.DUE_SOON: Text(
        vi="Hồ sơ {code} sắp đến hạn trả kết quả", en="Dossier {code}: the result is due soon"
    ),
    NotificationKind.RESULT_READY: Text(vi="Đã có kết quả hồ sơ {code}", en="The result of dossier {code} is ready"),
    NotificationKind.REFUSED: Text(vi="Hồ sơ {code} bị từ chối giải quyết", en="Dossier {code} has been refused"),
    NotificationKind.STOPPED: Text(
        vi="Hồ sơ {code} đã dừng giải quyết", en="Dossier {code} has been closed without a result"
    ),
}
_WITH_THE_SECRET = Text(
    vi="Muốn xem tiến trình hồ sơ hoặc nộp giấy tờ bổ sung, hãy mở trang tra cứu và nhập mã bí mật in trên giấy tiếp nhận.",
    en="To see how your case stands, or to hand in papers, open the page and enter the secret that is on your slip.",
)
_AUTOMATIC = Text(
    vi="Thư này được gửi tự động, xin đừng trả lời. Cơ quan không bao giờ hỏi mã bí mật của quý vị qua thư, tin nhắn hay "
    "điện thoại.",
    en="This message was sent automatically; please do not answer it. No agency ever asks for your secret by mail, message "
    "or telephone.",
)
_RECEIVED = Text(vi="{receiver} đã tiếp nhận hồ sơ {code} lúc {at}.", en="{receiver} received dossier {code} at {at}.")
_PROMISED = Text(vi="Hẹn trả kết quả: {day}.", en="The result is promised for {day}.")
_NO_PROMISE = Text(
    vi="Pháp luật không quy định thời hạn cho toàn bộ thủ tục này nên không có ngày hẹn.",
    en="No law limits this procedure as a whole, so no date is promised.",
)
_DUE = Text(
    vi="Vì có thời gian tạm dừng, hạn giải quyết nay là {due} (ngày hẹn trên giấy: {day}).",
    en="Because it stood still for a time, the time limit now ends at {due} (promised on the slip: {day}).",
)
_ASKED = Text(vi="{agency} đề nghị quý vị bổ sung hồ sơ {code}.", en="{agency} asks you to complete dossier {code}.")
_ANSWER_BY = Text(vi="Hạn bổ sung: {day}.", en="Please answer by {day}.")
_STANDS = Text(
    vi="Thời hạn giải quyết tạm dừng trong khi chờ quý vị bổ sung.",
    en="The time limit stands still until your answer has come in.",
)
_SAME_IF_NOW = Text(
    vi="Nếu việc chờ kết thúc ngay bây giờ, ngày hẹn trả kết quả vẫn là {day}.",
    en="If the wait ended right now, the result would still be due on the promised day: {day}.",
)
_OTHER_IF_NOW = Text(
    vi="Nếu việc chờ kết thúc ngay bây giờ, hạn giải quyết là {due} (ngày hẹn trên giấy: {day}).",
    en="If the wait ended right now, the time limit would end at {due} (promised on the slip: {day}).",
)
_STOPPED_CLOCK = Text(
    vi="Từ {at}, thời hạn giải quyết hồ sơ {code} tạm dừng: {title}.",
    en="Since {at} the time limit of dossier {code} stands still: {title}.",
)
_NOTHING_TO_DO = Text(vi="Quý vị không phải làm gì lúc này.", en="There is nothing that you have to do now.")
_RUNS = Text(
    vi="Từ {at}, thời hạn giải quyết hồ sơ {code} được tính tiếp.",
    en="Since {at} the time limit of dossier {code} runs on.",
)
_NEW_DATE = Text(
    vi="Ngày hẹn trả kết quả hồ sơ {code} đã thay đổi.", en="The date promised for dossier {code} has changed."
)
_SORRY = Text(
    vi="{agency} xin lỗi vì chưa thể giải quyết hồ sơ {code} đúng hạn.",
    en="{agency} apologises: dossier {code} cannot be settled in time.",
)
_FROM_TO = Text(
    vi="Ngày hẹn trả kết quả trước đây: {before}; nay hẹn lại: {after}.",
    en="The result was promised for {before}; it is now promised for {after}.",
)
_BECAUSE = Text(vi="Lý do: {reason} (căn cứ: {basis}).", en="The reason: {reason} (legal basis: {basis}).")
_WHY = Text(vi="Lý do: {reasons}.", en="The reason: {reasons}.")
_SOON = Text(
    vi="Hồ sơ {code} sắp đến hạn và đang được giải quyết. Quý vị không phải làm gì lúc này.",
    en="Dossier {code} is due soon and is being worked on. There is nothing that you have to do now.",
)
_READY = Text(vi="Hồ sơ {code} đã có kết quả.", en="The result of dossier {code} is ready.")
_PART_REFUSED = Text(
    vi="Phần “{title}” bị từ chối ({agency}). Lý do: {reason}.",
    en="The part “{title}” was refused ({agency}). The reason: {reason}.",
)
_FETCH = Text(vi="Nhận kết quả tại: {receiver}.", en="Fetch it at: {receiver}.")
_REFUSED = Text(vi="Hồ sơ {code} bị từ chối giải quyết.", en="Dossier {code} has been refused.")
_STOPPED = Text(vi="Hồ sơ {code} đã dừng giải quyết.", en="Dossier {code} has been closed without a result.")
_ASK = Text(vi="Hỏi và nhận giấy tờ tại: {receiver}.", en="Ask, and fetch your papers, at: {receiver}.")
