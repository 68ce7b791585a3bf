"""What is to be said of a case's time limits beside their reckoning: none given, in time, asked late, to be told, deemed, other
agencies asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.core.answer_terms import tell_by
from engine.core.basis_words import basis_words
from engine.core.case import CaseState, StepStatus
from engine.core.case_clock import CaseTimes
from engine.core.case_opinions import open_opinions
from engine.core.day_words import date_words, spoken_instant_words
from engine.core.definition_basics import LegalBasis
from engine.core.definition_rules import PublishedTerm
from engine.core.identifiers import StepId
from engine.core.law import Law
from engine.core.legal_time import NoticeStatus
from engine.core.opinions import OPINION_BASIS
from engine.core.values import Text
from engine.core.words import limit_words


class NoteKind(StrEnum):
    """What a note is about."""

    WITHOUT_LIMIT = "without_limit"
    BEFORE_EVENT = "before_event"
    AFTER_EVENT = "after_event"
    ASKED_LATE = "asked_late"
    TELL_BY = "tell_by"
    DEEMED = "deemed"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to be said, with its article; `step` is null of the whole case."""

    kind: NoteKind
    step: StepId | None
    title: Text
    said: Text
    legal_basis: tuple[LegalBasis, ...]

    def sentence(self, language: str) -> str:
        """As a caseworker reads it to a citizen."""
        return f"{self.said.in_language(language)} ({basis_words(self.legal_basis, language)})."


def notes_of(law: Law, state: CaseState, times: CaseTimes) -> tuple[Note, ...]:
    """Of the whole case first, then of its steps in the order of the procedure."""
    return (*_on_notice(law, times), *_on_total(law, state), *_on_steps(law, state, times))


def _on_notice(law: Law, times: CaseTimes) -> Iterator[Note]:
    before, after, notice = law.definition.before_event, law.definition.after_event, times.notice
    if notice is None:
        return
    event = _day(notice.event_on)
    latest = _day(notice.latest_on) if notice.latest_on is not None else _instant(notice.latest_at)
    if before is not None:
        key, least = _EXEMPT if notice.exempt else _NOTICE[notice.status], limit_words(before.at_least)
        said = _text(key, title=before.title, least=least, event=event, latest=latest)
        yield Note(NoteKind.BEFORE_EVENT, None, before.title, said, before.legal_basis)
    elif after is not None:
        key = _EXEMPT_AFTER if notice.exempt else _AFTER[notice.status]
        said = _text(key, title=after.title, within=limit_words(after.within), event=event, latest=latest)
        if after.published is not None and notice.published_on is not None and not notice.exempt:
            said = _read_otherwise(said, after.published, notice.published_on)
        yield Note(NoteKind.AFTER_EVENT, None, after.title, said, after.legal_basis)


def _read_otherwise(said: Text, published: PublishedTerm, until: date) -> Text:
    """Two acts give two terms: both are told with their last day, so that nobody is surprised by the other."""
    basis = Text(vi=basis_words(published.legal_basis, "vi"), en=basis_words(published.legal_basis, "en"))
    return _text(_OTHERWISE, said=said, other=limit_words(published.within), until=_day(until), basis=basis)


def _on_total(law: Law, state: CaseState) -> Iterator[Note]:
    rule = law.definition.total.without_limit
    if rule is not None and state.received_at is not None:
        said = _text(_NO_TOTAL, reason=rule.reason)
        yield Note(NoteKind.WITHOUT_LIMIT, None, law.definition.title, said, rule.legal_basis)


def _on_steps(law: Law, state: CaseState, times: CaseTimes) -> Iterator[Note]:
    for step, declared in law.definition.steps.items():
        title, known = declared.title, state.steps.get(step)
        if declared.without_limit is not None and step in times.taking_part:
            said = _text(_NO_LIMIT, title=title, reason=declared.without_limit.reason)
            yield Note(NoteKind.WITHOUT_LIMIT, step, title, said, declared.without_limit.legal_basis)
        for asked in state.suspensions:
            rule = law.definition.suspensions.get(asked.rule)
            if asked.step == step and asked.asked_late and rule is not None and rule.ask_within is not None:
                said = _text(_ASKED_LATE, at=_instant(asked.started_at), within=limit_words(rule.ask_within))
                yield Note(NoteKind.ASKED_LATE, step, title, said, rule.legal_basis)
            if asked.step == step and rule is not None and (told_by := tell_by(law, state, asked)) is not None:
                yield Note(NoteKind.TELL_BY, step, title, _text(_TELL_BY, at=_instant(told_by)), rule.legal_basis)
        for opinion in open_opinions(state, step):
            agency = law.agencies.agencies.get(opinion.agency)
            asked_of = agency.title if agency is not None else Text(vi=opinion.agency, en=opinion.agency)
            at, due = _instant(opinion.asked_at), _instant(opinion.due_at)
            said = _text(_OPINION, title=title, agency=asked_of, at=at, due=due)
            yield Note(NoteKind.OPINION, step, title, said, (OPINION_BASIS,))
        if known is not None and known.deemed and known.finished_at is not None and declared.on_silence is not None:
            key = _AGREED if known.status is StepStatus.COMPLETED else _REFUSED
            said = _text(key, title=title, at=_instant(known.finished_at))
            yield Note(NoteKind.DEEMED, step, title, said, declared.on_silence.legal_basis)


_NOTICE = {
    NoticeStatus.OK: Text(
        vi="{title}: phải nộp trước ngày {event} ít nhất {least}, chậm nhất {latest}; hồ sơ nộp đúng hạn",
        en="{title}: to be handed in at least {least} before {event}, at the latest {latest}; it was in time",
    ),
    NoticeStatus.LATE: Text(
        vi="{title}: phải nộp trước ngày {event} ít nhất {least}, chậm nhất {latest}; hồ sơ nộp muộn, "
        "cơ quan có thẩm quyền quyết định",
        en="{title}: to be handed in at least {least} before {event}, at the latest {latest}; it was late, "
        "and the agency decides on it",
    ),
}
_EXEMPT = Text(
    vi="{title}: trường hợp này được miễn thời hạn nộp trước ngày {event}",
    en="{title}: in this case nothing has to be handed in so long before {event}",
)
_AFTER = {
    NoticeStatus.OK: Text(
        vi="{title} ngày {event}: phải nộp trong {within}, chậm nhất {latest}; hồ sơ nộp đúng hạn",
        en="{title} on {event}: to be handed in within {within}, at the latest {latest}; it was in time",
    ),
    NoticeStatus.LATE: Text(
        vi="{title} ngày {event}: phải nộp trong {within}, chậm nhất {latest}; hồ sơ nộp muộn",
        en="{title} on {event}: to be handed in within {within}, at the latest {latest}; it was late",
    ),
}
_EXEMPT_AFTER = Text(
    vi="{title} ngày {event}: trường hợp này được miễn thời hạn nộp",
    en="{title} on {event}: in this case nothing has to be handed in so soon",
)
_OTHERWISE = Text(
    vi="{said}; văn bản khác quy định {other}, tức chậm nhất {until} ({basis}); tính theo luật",
    en="{said}; another act says {other}, at the latest {until} ({basis}); the law decides",
)
_NO_TOTAL = Text(
    vi="Không quy định thời hạn giải quyết cả hồ sơ: {reason}",
    en="The law gives the whole case no time limit: {reason}",
)
_NO_LIMIT = Text(
    vi="Không quy định thời hạn của bước “{title}”: {reason}", en="The law gives “{title}” no time limit: {reason}"
)
_ASKED_LATE = Text(
    vi="Yêu cầu lúc {at} được đưa ra muộn hơn {within} kể từ khi bắt đầu; yêu cầu vẫn có hiệu lực",
    en="The request of {at} came later than {within} after the beginning; it holds all the same",
)
_TELL_BY = Text(
    vi="Thời hạn bổ sung đã hết mà không nhận được giấy tờ; kết quả và lý do phải được thông báo cho người nộp "
    "chậm nhất {at}",
    en="The term for the supplement passed without it; the outcome and its reason are told to the applicant by {at}",
)
_OPINION = Text(
    vi="Bước “{title}” đã lấy ý kiến {agency} lúc {at}, hạn cho ý kiến {due}; thời hạn của bước không dừng trong khi chờ",
    en="For “{title}” {agency} was asked for its opinion at {at}, due {due}; the time limit of the step does not stop "
    "meanwhile",
)
_AGREED = Text(
    vi="Thời hạn của bước “{title}” đã hết lúc {at} mà cơ quan không trả lời, nên coi như đồng ý",
    en="The time limit of “{title}” passed at {at} without an answer, so the agency is deemed to agree",
)
_REFUSED = Text(
    vi="Thời hạn của bước “{title}” đã hết lúc {at} mà cơ quan không trả lời, nên coi như từ chối",
    en="The time limit of “{title}” passed at {at} without an answer, so it is deemed to be refused",
)


def _day(on: date) -> Text:
    return Text(vi=date_words(on, "vi"), en=date_words(on, "en"))


def _instant(at: datetime) -> Text:
    return Text(vi=spoken_instant_words(at, "vi"), en=spoken_instant_words(at, "en"))


def _text(phrase: Text, **values: Text) -> Text:
    return Text(
        vi=phrase.vi.format(**{name: value.vi for name, value in values.items()}),
        en=phrase.en.format(**{name: value.en for name, value in values.items()}),
    )
