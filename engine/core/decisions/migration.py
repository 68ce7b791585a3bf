"""A running case comes over to another version of its procedure: as that version says, losing nothing that has happened.

The version names the cases (`running_cases`: which versions, whether the applicant has to ask); each step that has
begun needs one that goes on with it. Time that was consumed is kept; the limits are those of the new version.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from engine.core import commands, events
from engine.core.case import ENDED_STEPS, CaseState, StepState, Suspension, evolve
from engine.core.case_migration import DECIDED_ANEW, ENDED
from engine.core.decisions import opening
from engine.core.definition import ProcedureDefinition, StepDefinition
from engine.core.definition_rules import RunningCases
from engine.core.due_dates import due_dates_now
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import AgencyId, StepId
from engine.core.known_law import known_law
from engine.core.law import Law, applies, circumstances
from engine.core.legal_time import civil_date, to_instant
from engine.core.promise import promise_of
from engine.core.step_places import given_places, place_of
from engine.core.values import Text


def migrate(law: Law, state: CaseState, command: commands.MigrateCase, at: datetime) -> list[events.Event]:
    assert law.becomes is not None, "a migration is measured against both versions"
    refuse_unless_foreseen(law.becomes, state, command, at)
    return [migration_of(law, law.becomes, state, command, at)]


def refuse_unless_foreseen(
    to: ProcedureDefinition, state: CaseState, command: commands.MigrateCase, at: datetime
) -> None:
    """Whether the version takes this case in: it is in force, speaks of the case's version, and was asked for if need be."""
    rule, version = to.running_cases, state.procedure_version
    assert version is not None
    if to.version == version:
        raise _refused(Reason.VERSION_KEPT_ALREADY, _words(_KEPT, to, version), to, state, command)
    day = civil_date(to_instant(at))
    if not to.effective.contains(day):
        raise _refused(Reason.NO_VERSION_IN_FORCE, _not_in_force(to, day), to, state, command)
    if rule is None or rule.rule is RunningCases.KEEP or version not in (rule.versions or (version,)):
        raise _refused(Reason.MIGRATION_NOT_FORESEEN, _words(_NOT_FORESEEN, to, version), to, state, command)
    if not rule.versions and version > to.version:
        raise _refused(Reason.MIGRATION_NOT_FORESEEN, _words(_NOT_FORESEEN, to, version), to, state, command)
    if rule.rule is RunningCases.AT_REQUEST and not command.requested:
        raise _refused(Reason.MIGRATION_AT_REQUEST_ONLY, _words(_AT_REQUEST, to, version), to, state, command)


def migration_of(
    law: Law, to: ProcedureDefinition, state: CaseState, command: commands.MigrateCase, at: datetime
) -> events.CaseMigrated:
    """What becomes of the case; raises `CommandRefused` where something of it would have no place in the new version."""
    names = names_of(to, state)
    if without := tuple(_without_target(law.definition, to, state, names)):
        words = _words(_WITHOUT_TARGET, to, state.procedure_version or "")
        raise _refused(Reason.MIGRATION_WITHOUT_TARGET, words, to, state, command, without)
    assert state.procedure_version is not None
    before = due_dates_now(law, state, state.promise_in_force, at)
    event = events.CaseMigrated(
        at=at,
        from_version=state.procedure_version,
        to_version=to.version,
        requested=command.requested,
        steps=names,
        agencies=_agencies(law, to, state, names, command, at),
        before=before,
        after=before,
        legal_basis=to.running_cases.legal_basis if to.running_cases else to.legal_basis,
    )
    new_law, after = replace(law, definition=to, becomes=None), evolve(state, event)
    for follows in opening.consequences(new_law, after, at):
        after = evolve(after, follows)
    promised = promise_of(known_law(new_law, after, at), after, at)
    return event.model_copy(update={"after": due_dates_now(new_law, after, promised, at)})


def names_of(to: ProcedureDefinition, state: CaseState) -> dict[StepId, StepId]:
    """Each step that has begun, be it in a former run, and the one that goes on with it; it need not be there."""
    said = to.running_cases.steps if to.running_cases else {}
    begun = [step for step, s in state.steps.items() if s.status not in DECIDED_ANEW or s.earlier_runs]
    return {step: StepId(said.get(step, step)) for step in begun}


def _without_target(
    old: ProcedureDefinition, to: ProcedureDefinition, state: CaseState, names: dict[StepId, StepId]
) -> Iterator[Text]:
    for step, name in names.items():
        known = state.steps[step]
        if why := _why_not(old, to, known, name, names):
            yield why.at(step)
        waits = [s for s in state.suspensions if s.step == step]
        letters = [e.rule for e in state.extensions if e.step == step]
        if name == ENDED and (waits or letters):
            yield _STOPS_THE_CLOCK.at(step)
        unknown = {wait.rule for wait in waits if not _is_known(to, wait, names)}
        for rule in sorted(unknown | {letter for letter in letters if letter not in to.extensions}):
            yield Text(
                vi=f"đã tạm dừng hoặc gia hạn theo `{rule}`, phiên bản mới không có quy định này",
                en=f"it was suspended or extended by `{rule}`, which the new version does not have",
            ).at(step)


def _is_known(to: ProcedureDefinition, wait: Suspension, names: dict[StepId, StepId]) -> bool:
    """Whether the new version has the rule by which a step waited; of a return, the step to which it was."""
    if wait.sent_back is None:
        return wait.rule in to.suspensions
    step = to.steps.get(names[wait.step])
    return step is not None and names.get(wait.sent_back.to) in step.returns


def _why_not(
    old: ProcedureDefinition, to: ProcedureDefinition, known: StepState, name: StepId, names: dict[StepId, StepId]
) -> Text | None:
    if name == ENDED:
        return None
    if name not in to.steps:
        return _NO_COUNTERPART
    if list(names.values()).count(name) > 1:
        return Text(
            vi=f"nhiều bước đã bắt đầu cùng chuyển thành `{name}`", en=f"more than one step begun becomes `{name}`"
        )
    before, after = old.steps[known.id].run, to.steps[name].run
    is_renamed = before is not None and name != known.id
    if known.status not in ENDED_STEPS | DECIDED_ANEW and (before != after or is_renamed):
        return _MACHINE_AT_WORK
    return None


def _agencies(
    law: Law,
    to: ProcedureDefinition,
    state: CaseState,
    names: dict[StepId, StepId],
    command: commands.MigrateCase,
    at: datetime,
) -> dict[StepId, AgencyId]:
    """A step keeps its agency if the new version gives it to the same kind in the same place; others get the competent
    one of this day. Where the old form does not say what the new version asks for, nobody knows whose step it is."""
    assert state.territory is not None
    former = {new: old for old, new in names.items()}
    known_places = {None, *given_places(to, state.form)}
    seen = circumstances(to, state.form, state.facts)
    found, missing, day = {}, [], civil_date(to_instant(at))
    for step, declared in to.steps.items():
        old = former.get(step, step)
        agency = state.agencies.get(old) if _is_done_alike(law.definition.steps.get(old), declared) else None
        if agency is None and declared.territory not in known_places and applies(to, step, seen):
            missing.append(_PLACE_NOT_ASKED.at(step))
            continue
        place = place_of(to, step, state.form, state.territory)
        agency = agency or law.agencies.find_competent(declared.agency, place, day)
        if agency is not None:
            found[step] = agency
        else:
            missing.append(
                Text(
                    vi=f"{step}: không có cơ quan loại {declared.agency} cho {place} vào ngày {day:%d/%m/%Y}",
                    en=f"{step}: no agency of kind {declared.agency} for {place} on {day}",
                )
            )
    if missing:
        words = Text(
            vi="danh bạ cơ quan chưa có cơ quan có thẩm quyền cho mỗi bước của phiên bản mới",
            en="the agency directory names no competent agency for each step of the new version",
        )
        raise _refused(Reason.NO_COMPETENT_AGENCY, words, to, state, command, tuple(missing))
    return found


def _is_done_alike(before: StepDefinition | None, now: StepDefinition) -> bool:
    return before is not None and (before.agency, before.territory) == (now.agency, now.territory)


_PLACE_NOT_ASKED = Text(
    vi="phiên bản mới giao bước này cho một địa bàn mà tờ khai của hồ sơ không ghi",
    en="the new version gives this step to a territory that the form of the case does not name",
)
_KEPT = Text(vi="hồ sơ đã theo phiên bản {to}", en="the case keeps version {to} already")
_NOT_FORESEEN = Text(
    vi="phiên bản {to} không nhận hồ sơ đang giải quyết theo phiên bản {old}; hồ sơ giữ quy định cũ",
    en="version {to} takes no running cases of version {old}; they keep their rules",
)
_AT_REQUEST = Text(
    vi="chỉ chuyển sang phiên bản {to} khi công dân yêu cầu; hãy nêu rõ từng hồ sơ được yêu cầu",
    en="cases come over to version {to} only when the applicant asks; name each case that was asked for",
)
_WITHOUT_TARGET = Text(
    vi="có việc đã bắt đầu mà phiên bản {to} không có bước tương ứng; hãy khai báo trong `running_cases.steps`",
    en="something that has begun has no place in version {to}; say in its `running_cases.steps` what goes on with it",
)
_NO_COUNTERPART = Text(
    vi="phiên bản mới không có bước này; hãy ghi bước thay thế, hoặc `-` nếu bước kết thúc",
    en="the new version has no such step; name the one that goes on with it, or `-` if it ends",
)
_STOPS_THE_CLOCK = Text(
    vi="bước này đã tạm dừng hoặc gia hạn thời hạn; phải có bước thay thế để không mất thời gian đó",
    en="this step has suspended or extended the time limit; a step must go on with it, or that time would be lost",
)
_MACHINE_AT_WORK = Text(
    vi="hệ thống của cơ quan đang (hoặc sẽ) xử lý bước này theo cách khác; hãy chờ bước hoàn thành rồi chuyển",
    en="an agency's system does this step in one version and not in the other; let the step end first",
)


def _not_in_force(to: ProcedureDefinition, day: date) -> Text:
    return Text(
        vi=f"phiên bản {to.version} không có hiệu lực vào ngày {day:%d/%m/%Y}",
        en=f"version {to.version} is not in force on {day:%d/%m/%Y}",
    )


def _words(pattern: Text, to: ProcedureDefinition, old: str) -> Text:
    return Text(vi=pattern.vi.format(to=to.version, old=old), en=pattern.en.format(to=to.version, old=old))


def _refused(
    reason: Reason,
    words: Text,
    to: ProcedureDefinition,
    state: CaseState,
    command: commands.MigrateCase,
    problems: tuple[Text, ...] = (),
) -> CommandRefused:
    return CommandRefused(
        reason,
        words,
        attempted=command.type,
        current=state.status,
        legal_basis=to.running_cases.legal_basis if to.running_cases else (),
        problems=problems,
    )
