"""Letters to the applicant: what an agency must say in writing, put into words and addressed, once for each event.

Who extends a limit apologises in writing, with the reason and the new date (form 04; NĐ 61/2018 art. 19(9)).
"""

from collections.abc import Iterable
from datetime import datetime

from engine.core import events
from engine.core.basis_words import basis_words
from engine.core.case import CaseState
from engine.core.day_words import due_words
from engine.core.execution import AutomaticWork
from engine.core.identifiers import AgencyId
from engine.core.law import Law
from engine.core.values import Text

LETTERS = "letters"
"""The system that carries letters to applicants: a portal, a message gateway, whatever the installation names so."""

_SEND = "send_letter"


def letters_caused(law: Law, state: CaseState, caused: Iterable[events.Event]) -> tuple[AutomaticWork, ...]:
    """One for each extension among `caused`; `state` is the case after them, so the same event has the same key."""
    granted = [event for event in caused if isinstance(event, events.TimeLimitExtended)]
    return tuple(_apology(law, state, event) for event in granted)


def is_letter(work: AutomaticWork) -> bool:
    """Whether it goes to the applicant: its delivery changes nothing in law."""
    return (work.system, work.operation) == (LETTERS, _SEND)


def _apology(law: Law, state: CaseState, event: events.TimeLimitExtended) -> AutomaticWork:
    number = 1 + state.extensions.index(event)
    agency = event.agency_at_fault or state.agencies[event.step]
    return AutomaticWork(
        key=f"{state.id}/letter/extension-{number}",
        case_id=state.id,
        step=event.step,
        agency=agency,
        system=LETTERS,
        operation=_SEND,
        payload={
            "letter": "apology",
            "form": "04",
            "dossier_code": state.dossier_code,
            "recipient": {"submitted_by": state.submitted_by, "requester": state.form.get("requester")},
            "agency": agency,
            "written_at": event.at.isoformat(),
            "reason": event.reason,
            "step_due": _dates(event.of_step),
            "promised": _promised(event),
            "legal_basis": [basis.model_dump(mode="json") for basis in event.legal_basis],
            "title": {"vi": _TITLE.vi, "en": _TITLE.en},
            "text": {language: _sentence(law, state, event, agency, language) for language in ("vi", "en")},
        },
    )


def _dates(moved: events.ExtendedDue | None) -> dict[str, str] | None:
    return _named(moved.before, moved.after) if moved is not None else None


def _promised(event: events.TimeLimitExtended) -> dict[str, str] | None:
    """The date on the slip moves with the total only; what is promised is said, not what the clock came to."""
    if event.of_total is None:
        return None
    return _named(event.of_total.before, event.promised or event.of_total.after)


def _named(before: datetime, after: datetime) -> dict[str, str]:
    return {"before": before.isoformat(), "after": after.isoformat()}


def _sentence(law: Law, state: CaseState, event: events.TimeLimitExtended, agency: AgencyId, language: str) -> str:
    said = [
        _SORRY.in_language(language).format(
            agency=law.agencies.agencies[agency].title.in_language(language),
            code=state.dossier_code,
            procedure=law.definition.title.in_language(language),
        )
    ]
    if event.of_step is not None:
        step = law.definition.steps[event.step].title.in_language(language)
        said.append(_moved(_STEP, event.of_step.before, event.of_step.after, language).format(step=step))
    if event.of_total is not None:
        said.append(_moved(_TOTAL, event.of_total.before, event.promised or event.of_total.after, language))
    said.append(_WHY.in_language(language).format(reason=event.reason, basis=basis_words(event.legal_basis, language)))
    return " ".join(said)


def _moved(phrase: Text, before: datetime, after: datetime, language: str) -> str:
    words = phrase.in_language(language)
    return words.replace("{before}", due_words(before, language)).replace("{after}", due_words(after, language))


_TITLE = Text(vi="Xin lỗi và hẹn lại ngày trả kết quả", en="Apology and new date")
_SORRY = Text(
    vi="{agency} xin lỗi vì chưa thể giải quyết hồ sơ {code} ({procedure}) đúng hạn.",
    en="{agency} apologises: dossier {code} ({procedure}) cannot be settled in time.",
)
_STEP = Text(
    vi="Hạn của bước “{step}”: {before}; hạn mới: {after}.", en="“{step}” was due {before}; it is now due {after}."
)
_TOTAL = Text(
    vi="Ngày hẹn trả kết quả: {before}; hẹn lại: {after}.", en="The result was promised for {before}; now for {after}."
)
_WHY = Text(vi="Lý do: {reason} (căn cứ: {basis}).", en="The reason: {reason} (legal basis: {basis}).")
