"""The tables of one version for the README of its procedure: step, agency, limit, article and certainty, as the file says."""

from collections.abc import Iterable, Iterator, Sequence

from engine.core.agencies import AgencyDirectory
from engine.core.clock_rules import AppliesTo, EndedBy, ExtensionRule, SuspensionRule
from engine.core.condition_words import condition_words
from engine.core.definition import ProcedureDefinition, StepDefinition
from engine.core.definition_basics import LegalBasis, TimeLimit
from engine.core.definition_rules import Outcome
from engine.core.identifiers import StepId
from engine.core.legal_time import Convention
from engine.core.values import Text
from engine.core.words import limit_words
from procedure_defs import readme_words as said


def tables(definition: ProcedureDefinition, directory: AgencyDirectory, language: str) -> str:
    """All tables of the version in Markdown, each behind an empty line; those with nothing in them are left out."""
    drawn = _Tables(definition, directory, language)
    parts = [
        _table(drawn.say(said.STEP_HEAD), drawn.steps()),
        _table(drawn.say(said.WAIT_HEAD), drawn.waits()),
        _table(drawn.say(said.EXTENSION_HEAD), drawn.extensions()),
        _table(drawn.say(said.FEE_HEAD), drawn.fees()),
    ]
    return "\n".join(part for part in parts if part)


def _table(head: str, rows: Iterable[Sequence[str]]) -> str:
    names = head.split("|")
    lines = [_row(cells) for cells in rows]
    return "".join([_row(names), f"|{'---|' * len(names)}\n", *lines]) if lines else ""


def _row(cells: Sequence[str]) -> str:
    return f"|{'|'.join(map(_cell, cells))}|\n"


def _cell(words: str) -> str:
    """On one line; a bar of the author's is no border."""
    shown = " ".join(words.split()).replace("|", "\\|")
    return f" {shown} " if shown else " "


class _Tables:
    """The rows of one version in one language."""

    def __init__(self, definition: ProcedureDefinition, directory: AgencyDirectory, language: str) -> None:
        self._definition = definition
        self._directory = directory
        self._language = language

    def say(self, text: Text, **values: str) -> str:
        words = text.in_language(self._language)
        return words.format(**values) if values else words  # a title of the author's may hold braces of its own

    def steps(self) -> Iterator[Sequence[str]]:
        for step, declared in self._definition.steps.items():
            kind = self._directory.kinds.get(declared.agency)
            agency = self.say(kind.title) if kind is not None else declared.agency
            limited = [self._limits(declared.within, declared.within_when), *self._besides(declared)]
            counted = self._counting(declared.counting) if declared.within is not None else "–"
            none = (
                self.say(said.NO_LIMIT, why=self.say(declared.without_limit.reason)) if declared.without_limit else ""
            )
            limit = none or "; ".join(limited)
            yield self._named(step), agency, limit, counted, *self._bases(declared.legal_basis)
            for earlier, rule in declared.returns.items():
                back = self.say(said.MAY_RETURN, step=self._title(earlier), why=self.say(rule.title))
                yield back, agency, "–", "–", *self._bases(rule.legal_basis)
        yield from self._total()

    def _named(self, step: StepId) -> str:
        declared = self._definition.steps[step]
        words = [self.say(declared.title)]
        if declared.run is not None:
            words.append(self.say(said.AUTOMATIC))
        if declared.when is not None:
            words.append(self.say(said.IF, condition=self._condition(declared.when)))
        return "; ".join(words)

    def _besides(self, declared: StepDefinition) -> Iterator[str]:
        if declared.run is not None and declared.run.answer_within is not None:
            yield self.say(said.ANSWERED, within=self._limit(declared.run.answer_within))
        if declared.on_silence is not None:
            key = said.CONSENT if declared.on_silence.means is Outcome.COMPLETED else said.REFUSAL
            yield self.say(key)

    def _total(self) -> Iterator[Sequence[str]]:
        total = self._definition.total
        name = self.say(said.TOTAL)
        if total.covers:
            name = self.say(said.TOTAL_OF, steps=", ".join(map(self._title, total.covers)))
        if total.without_limit is not None:
            limit, counted = self.say(said.NO_LIMIT, why=self.say(total.without_limit.reason)), "–"
        else:
            limit, counted = self._limits(total.within, total.within_when), self._counting(total.counting)
        yield name, "", limit, counted, *self._bases(total.legal_basis)
        if total.cut_off is not None:
            basis = total.cut_off_basis or total.legal_basis
            received, counts = self.say(said.CUT_OFF_AFTER, at=total.cut_off), self.say(said.CUT_OFF_COUNTS)
            yield self.say(said.CUT_OFF), "", received, counts, *self._bases(basis)
        if (published := total.published) is not None:
            yield self.say(said.PUBLISHED), "", self._limit(published.within), "–", *self._bases(published.legal_basis)
        if (before := self._definition.before_event) is not None:
            least = self.say(said.AT_LEAST, limit=self._limit(before.at_least))
            if before.exempt_when is not None:
                least += f"; {self.say(said.EXEMPT, condition=self._condition(before.exempt_when))}"
            applicant = self.say(said.APPLICANT)
            yield self.say(before.title), applicant, least, self.say(said.BACKWARDS), *self._bases(before.legal_basis)

    def waits(self) -> Iterator[Sequence[str]]:
        for name, rule in self._definition.suspensions.items():
            asked = [self.say(rule.title)]
            if rule.ask_within is not None:
                asked.append(self.say(said.ASKED_WITHIN, limit=self._limit(rule.ask_within)))
            if rule.max is not None:
                asked.append(self._times(rule.max))
            term = self._limits(rule.applicant_term, rule.applicant_term_when) or self._ended(rule)
            yield (
                "; ".join(asked),
                self._users(name),
                term,
                self._expiry(rule),
                self._effect(rule),
                *self._bases(rule.legal_basis),
            )

    def _ended(self, rule: SuspensionRule) -> str:
        return self.say(said.BY_AGENCY if rule.ended_by is EndedBy.AGENCY else said.NO_TERM)

    def _expiry(self, rule: SuspensionRule) -> str:
        if rule.applicant_term is None:
            return "–"
        told = self.say(said.EXPIRY[rule.on_expiry])
        if rule.tell_within is not None:
            told += f"; {self.say(said.TOLD_WITHIN, limit=self._limit(rule.tell_within))}"
        return told

    def _effect(self, rule: SuspensionRule) -> str:
        words = self.say(said.EFFECT[rule.effect])
        return f"{words}; {self.say(said.TOTAL_TOO)}" if rule.applies_to is AppliesTo.BOTH else words

    def extensions(self) -> Iterator[Sequence[str]]:
        for name, rule in self._definition.extensions.items():
            before = {0: said.NO_NOTICE, 1: said.DAY_BEFORE}.get(rule.notice_days, said.DAYS_BEFORE)
            when = self.say(before, days=str(rule.notice_days))
            moves = self.say(said.MOVES[rule.applies_to])
            how_often = f"{self._times(rule.max)}{self._at_most(rule)}"
            yield self.say(rule.title), self._users(name), when, how_often, moves, *self._bases(rule.legal_basis)

    def _at_most(self, rule: ExtensionRule) -> str:
        if rule.at_most is None:
            return ""
        cap = self._limit(rule.at_most) if isinstance(rule.at_most, TimeLimit) else self.say(said.AS_LONG_AGAIN)
        return f"; {self.say(said.AT_MOST, limit=cap)}"

    def fees(self) -> Iterator[Sequence[str]]:
        for fee in self._definition.fees.values():
            owed = [
                f"{fee.amount:,}".replace(",", ".") + " đồng" if fee.amount is not None else self.say(said.NOT_FIXED)
            ]
            if fee.when is not None:
                owed.append(self.say(said.IF, condition=self._condition(fee.when)))
            if fee.exempt_when is not None:
                owed.append(self.say(said.EXEMPT, condition=self._condition(fee.exempt_when)))
            yield self.say(fee.title), "; ".join(owed), *self._bases(fee.legal_basis)

    def _limits(self, within: TimeLimit | None, variants: dict[str, TimeLimit]) -> str:
        limits = [self._limit(within)] if within is not None else []
        for condition, limit in variants.items():
            limits.append(self.say(said.LIMIT_IF, limit=self._limit(limit), condition=self._condition(condition)))
        return "; ".join(limits)

    def _limit(self, limit: TimeLimit) -> str:
        return self.say(limit_words(limit))

    def _condition(self, condition: str) -> str:
        return condition_words(condition, self._definition, self._language)

    def _counting(self, convention: Convention) -> str:
        return self.say(said.COUNTING[convention])

    def _times(self, times: int) -> str:
        return self.say(said.ONCE) if times == 1 else self.say(said.TIMES, times=str(times))

    def _users(self, name: str) -> str:
        return ", ".join(self._title(step) for step, d in self._definition.steps.items() if name in d.may)

    def _title(self, step: str) -> str:
        return self.say(self._definition.steps[StepId(step)].title)

    def _bases(self, bases: Iterable[LegalBasis]) -> tuple[str, str]:
        """The articles line by line, and beside each how sure we are of it and what there is to know."""
        listed = list(bases)
        where = [f"{one.ref} {said.article(one.article, self._language)}".strip() for one in listed]
        sure = [self._sure(one) for one in listed]
        return "<br>".join(where), "<br>".join(sure)

    def _sure(self, basis: LegalBasis) -> str:
        certainty = self.say(said.CERTAINTY[basis.certainty])
        return f"{certainty}: {basis.note}" if basis.note else certainty
