"""Retention: which closed cases are past their period, legal holds, and the purge, each case in a transaction of its own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from engine.core.audit import AuditEntry, AuditKind
from engine.core.basis_words import basis_words
from engine.core.errors import NotFound, RetentionRefused
from engine.core.identifiers import CaseId, DossierCode, ProcedureId, ProcedureVersion
from engine.core.legal_time import civil_date, to_instant
from engine.core.retention import RetentionAct, RetentionActKind, RetentionRule, is_held, is_purged, kept_until, longest
from engine.core.values import Text
from engine.service.fault_points import FaultPoint, reached
from engine.service.file_ports import FileStore
from engine.service.handle_command import CommandHandler
from engine.service.ports import Clock, DefinitionCatalogue
from engine.service.purge_case import CasePurge, Outcome
from engine.service.retention_ports import ClosedCase, LockedCase, RetentionBook

BATCH = 200
_DONE = frozenset({Outcome.PURGED, Outcome.RECORDED})
_ENTERED_AS = {
    RetentionActKind.HOLD: AuditKind.CASE_HELD,
    RetentionActKind.RELEASE: AuditKind.CASE_RELEASED,
    RetentionActKind.PURGE: AuditKind.CASE_PURGED,
}


class EntryOf(Protocol):
    """The entry of an act of this kind on this case."""

    def __call__(self, kind: AuditKind, *, case_id: CaseId) -> AuditEntry: ...


@dataclass(frozen=True, slots=True)
class PastPeriod:
    """A closed case whose retention period is over."""

    case_id: CaseId
    dossier_code: DossierCode | None
    procedure: ProcedureId
    closed_at: datetime
    kept_until: datetime
    rule: RetentionRule
    outcome: Outcome
    events: int = 0


class Retention:
    """Goes through closed cases page by page; may be cut off anywhere, and run again."""

    def __init__(
        self,
        book: RetentionBook,
        handler: CommandHandler,
        catalogue: DefinitionCatalogue,
        clock: Clock,
        stores: Sequence[FileStore],
        entry_of: EntryOf | None = None,
    ) -> None:
        """`entry_of`: what is entered in the audit trail with each act; none: nothing is."""
        self._book = book
        self._handler = handler
        self._catalogue = catalogue
        self._clock = clock
        self._entry_of = entry_of
        self._one = CasePurge(handler, catalogue, clock, stores)

    def past_period(self, at: datetime | None = None) -> Iterator[PastPeriod]:
        """What a purge at that instant would look at; nothing is written. Nothing is there without a declared period."""
        self._handler.refresh()
        at = at or self._clock.now()
        for procedure, rules in self._declared(at).items():
            yield from self._of_procedure(procedure, rules, at)

    def purge(self, by: str, reason: str, at: datetime | None = None) -> Iterator[PastPeriod]:
        """Takes the personal data out of each case that is past its period; never of one that is held."""
        if at is not None and at > self._clock.now():
            raise RetentionRefused(_AHEAD)
        for found in self.past_period(at):
            if found.outcome is Outcome.DUE:
                yield self._purge(found, by, reason)
                reached(FaultPoint.BETWEEN_CASES, "purge")
            else:
                yield found

    def hold(self, case_id: CaseId, by: str, reason: str, basis: str) -> RetentionAct:
        """From now on the case is not purged, whatever its period. Raises `NotFound`, `RetentionRefused`."""
        with self._existing(case_id) as case:
            acts = case.acts()
            if is_purged(acts):
                raise RetentionRefused(_PURGED)
            if is_held(acts):
                raise RetentionRefused(_HELD)
            return self._record(case, case_id, RetentionActKind.HOLD, by, reason, basis)

    def release(self, case_id: CaseId, by: str, reason: str) -> RetentionAct:
        """The hold is over. Raises `NotFound`, `RetentionRefused`."""
        with self._existing(case_id) as case:
            if not is_held(case.acts()):
                raise RetentionRefused(_NOT_HELD)
            return self._record(case, case_id, RetentionActKind.RELEASE, by, reason, "")

    def acts(self) -> Iterator[RetentionAct]:
        """Everything on record."""
        after: tuple[str, int] | None = None
        while found := self._book.acts(after, BATCH):
            yield from found
            after = (found[-1].case_id, found[-1].number)

    def reapply(self, acts: Sequence[RetentionAct]) -> Iterator[tuple[RetentionAct, Outcome]]:
        """What a ledger that was restored has forgotten: each act again, with who, when and why as they were."""
        self._handler.refresh()
        for case_id, given in _by_case(acts).items():
            yield from self._given_again(case_id, given)
            reached(FaultPoint.BETWEEN_CASES, "purge")

    def settle(self, *, compact: bool) -> bool:
        """False: try again when nobody reads; the write-ahead log still has what was there."""
        return self._book.settle(compact=compact)

    def _declared(self, at: datetime) -> dict[ProcedureId, dict[ProcedureVersion | None, RetentionRule | None]]:
        """Of each procedure the rule of each version, and, under null, that of the newest in force."""
        today = civil_date(to_instant(at))
        found: dict[ProcedureId, dict[ProcedureVersion | None, RetentionRule | None]] = {}
        for version in sorted(self._catalogue.all(), key=lambda one: one.effective.first):
            rules = found.setdefault(version.procedure, {})
            rules[version.version] = version.retention
            if version.effective.first <= today:
                rules[None] = version.retention
        return {procedure: rules for procedure, rules in found.items() if any(rules.values())}

    def _of_procedure(
        self, procedure: ProcedureId, rules: dict[ProcedureVersion | None, RetentionRule | None], at: datetime
    ) -> Iterator[PastPeriod]:
        after: CaseId | None = None
        while page := self._book.closed_before(procedure, at, after, BATCH):
            acts = _by_case(self._book.acts_of([case.case_id for case in page]))
            for case in page:
                rule = longest([rules.get(case.version), rules.get(None)])
                if rule is not None and (until := kept_until(rule, case.closed_at)) <= at:
                    yield _past(case, rule, until, acts.get(case.case_id, ()))
            after = page[-1].case_id

    def _purge(self, found: PastPeriod, by: str, reason: str) -> PastPeriod:
        basis = basis_words(found.rule.legal_basis, "vi")
        with self._book.locked(found.case_id) as case:
            number = 1 + len(case.acts())
            act = RetentionAct(
                case_id=found.case_id,
                number=number,
                act=RetentionActKind.PURGE,
                at=self._clock.now(),
                by=by,
                reason=reason,
                basis=basis,
            )
            outcome, events = self._one.carry_out(case, act)
            self._enter(case, act, outcome)
        return replace(found, outcome=outcome, events=events)

    def _given_again(self, case_id: CaseId, given: Sequence[RetentionAct]) -> list[tuple[RetentionAct, Outcome]]:
        with self._book.locked(case_id) as case:
            if not case.history():
                return [(act, Outcome.MISSING) for act in given]
            known = case.acts()
            if [_without_count(act) for act in given[: len(known)]] != [_without_count(act) for act in known]:
                return [(act, Outcome.DIFFERS) for act in given]
            done = [(act, self._again(case, act)) for act in given[len(known) :]]
            for act, outcome in done:
                self._enter(case, act, outcome)
            return done

    def _again(self, case: LockedCase, act: RetentionAct) -> Outcome:
        if act.act is RetentionActKind.PURGE:
            return self._one.carry_out(case, act)[0]
        case.record(act)
        return Outcome.RECORDED

    @contextmanager
    def _existing(self, case_id: CaseId) -> Iterator[LockedCase]:
        with self._book.locked(case_id) as case:
            if not case.history():
                raise NotFound(_NO_CASE)
            yield case

    def _record(
        self, case: LockedCase, case_id: CaseId, kind: RetentionActKind, by: str, reason: str, basis: str
    ) -> RetentionAct:
        number, at = 1 + len(case.acts()), self._clock.now()
        act = RetentionAct(case_id=case_id, number=number, act=kind, at=at, by=by, reason=reason, basis=basis)
        case.record(act)
        self._enter(case, act, Outcome.RECORDED)
        return act

    def _enter(self, case: LockedCase, act: RetentionAct, outcome: Outcome) -> None:
        """Beside the act itself, which says why: the trail has everything that one account did in one list."""
        if self._entry_of is not None and outcome in _DONE:
            case.enter(self._entry_of(_ENTERED_AS[act.act], case_id=act.case_id))


def _past(case: ClosedCase, rule: RetentionRule, until: datetime, acts: Sequence[RetentionAct]) -> PastPeriod:
    return PastPeriod(
        case_id=case.case_id,
        dossier_code=case.dossier_code,
        procedure=case.procedure,
        closed_at=case.closed_at,
        kept_until=until,
        rule=rule,
        outcome=Outcome.HELD if is_held(acts) else Outcome.DUE,
    )


def _by_case(acts: Sequence[RetentionAct]) -> Mapping[CaseId, list[RetentionAct]]:
    found: dict[CaseId, list[RetentionAct]] = {}
    for act in acts:
        found.setdefault(act.case_id, []).append(act)
    return found


def _without_count(act: RetentionAct) -> RetentionAct:
    return act.model_copy(update={"events": 0})


_NO_CASE = Text(vi="không có hồ sơ này", en="there is no such case")
_HELD = Text(
    vi="hồ sơ đang được tạm giữ, không tiêu hủy; không thay đổi gì", en="the case is held already; nothing was changed"
)
_NOT_HELD = Text(vi="hồ sơ không bị tạm giữ; không thay đổi gì", en="the case is not held; nothing was changed")
_PURGED = Text(
    vi="dữ liệu cá nhân của hồ sơ đã được tiêu hủy; không còn gì để giữ",
    en="the personal data of the case were purged; there is nothing left to hold",
)
_AHEAD = Text(
    vi="không thể tiêu hủy trước thời điểm ở tương lai; hãy dùng --dry-run để xem trước",
    en="nothing can be purged ahead of its time; use --dry-run to look ahead",
)
