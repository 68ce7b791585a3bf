"""The page of the shipped procedures: one row for each, with its versions, its total and what it shows, read off the files.

`python -m cli.procedure_table > docs/procedures.md` writes the page anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from engine.core.clock_rules import EndedBy, OnExpiry
from engine.core.definition import Effective, ProcedureDefinition, Total
from engine.core.definition_basics import Certainty
from engine.core.definition_rules import Join, Outcome, Part
from engine.core.legal_time import ClockEffect, PauseKind, Unit
from procedure_defs.catalogue import SHIPPED, load_catalogue
from procedure_defs.reader import read_file
from procedure_defs.worked_examples import EXAMPLES_FILE


def main() -> None:
    """Prints the page."""
    print(page(), end="")


def page() -> str:
    """The whole page `docs/procedures.md`."""
    shipped = load_catalogue().all()
    names = sorted({definition.procedure for definition in shipped})
    rows = [_row([d for d in shipped if d.procedure == name], SHIPPED / name) for name in names]
    return (
        "# The shipped procedures\n\n"
        "Generated from `procedure_defs/` by `python -m cli.procedure_table`; do not edit. Each procedure has a README with its "
        "articles and with how they were read. Steps and total are those of the newest version, what it shows of all.\n\n"
        f"{len(names)} procedures, {len(shipped)} versions, {sum(_stories(SHIPPED / name) for name in names)} worked examples.\n\n"
        "| Procedure | Versions (received) | Steps | Total | Worked examples | What it shows |\n"
        "|---|---|---|---|---|---|\n" + "".join(rows)
    )


def features(*versions: ProcedureDefinition) -> tuple[str, ...]:
    """What of the language one of the versions uses, in a stable order."""
    return tuple(name for name, is_used in FEATURES.items() if any(map(is_used, versions)))


def _unsure(definition: ProcedureDefinition) -> bool:
    """Whether a limit rests on nothing that was read."""
    rests_on = [definition.total.legal_basis, *(step.legal_basis for step in definition.steps.values())]
    return any(all(basis.certainty is Certainty.UNVERIFIED for basis in bases) for bases in rests_on)


def _side_by_side(definition: ProcedureDefinition) -> bool:
    ways = [tuple(sorted(step.needs)) for step in definition.steps.values()]
    return len(set(ways)) < len(ways)


def _units(definition: ProcedureDefinition) -> set[Unit]:
    limits = [step.within for step in definition.steps.values()] + [definition.total.within]
    return {limit.unit for limit in limits if limit is not None}


FEATURES: dict[str, Callable[[ProcedureDefinition], bool]] = {
    "steps side by side": _side_by_side,
    "optional steps": lambda d: any(s.when for s in d.steps.values()),
    "the first of several": lambda d: any(s.join is Join.ANY for s in d.steps.values()),
    "automatic steps": lambda d: any(s.run for s in d.steps.values()),
    "variants of a limit": lambda d: bool(d.total.within_when) or any(s.within_when for s in d.steps.values()),
    "limits in different units": lambda d: len(_units(d)) > 1,
    "consulted agencies": lambda d: any(s.part is Part.CONSULTED for s in d.steps.values()),
    "silence is consent": lambda d: any(
        s.on_silence and s.on_silence.means is Outcome.COMPLETED for s in d.steps.values()
    ),
    "return to an earlier step": lambda d: any(s.returns for s in d.steps.values()),
    "supplement that suspends": lambda d: _waits(d, PauseKind.SUPPLEMENT, ClockEffect.SUSPEND),
    "supplement that counts anew": lambda d: _waits(d, PauseKind.SUPPLEMENT, ClockEffect.RESTART),
    "stopped without supplement": lambda d: any(r.on_expiry is OnExpiry.STOP for r in d.suspensions.values()),
    "refused without supplement": lambda d: any(r.on_expiry is OnExpiry.REFUSE for r in d.suspensions.values()),
    "waits for a payment": lambda d: any(r.kind is PauseKind.FINANCIAL for r in d.suspensions.values()),
    "a wait that stops nothing": lambda d: any(r.effect is ClockEffect.NONE for r in d.suspensions.values()),
    "a wait that the agency ends": lambda d: any(r.ended_by is EndedBy.AGENCY for r in d.suspensions.values()),
    "deadline before an event": lambda d: d.before_event is not None,
    "deadline after an event": lambda d: d.after_event is not None,
    "a published term beside the law's": lambda d: bool(
        d.total.published or (d.after_event and d.after_event.published)
    ),
    "steps in another territory": lambda d: any(s.territory for s in d.steps.values()),
    "cut-off": lambda d: d.total.cut_off is not None,
    "steps outside the total": lambda d: d.total.within is not None and len(d.covered_steps()) < len(d.steps),
    "facts that an agency establishes": lambda d: bool(d.facts),
    "fees": lambda d: bool(d.fees),
    "running cases at request": lambda d: d.running_cases is not None and d.running_cases.rule.value == "at_request",
    "a limit that was not read": _unsure,
}
"""Name of a feature -> whether a definition uses it."""


def _waits(definition: ProcedureDefinition, kind: PauseKind, effect: ClockEffect) -> bool:
    return any(rule.kind is kind and rule.effect is effect for rule in definition.suspensions.values())


def _row(versions: Sequence[ProcedureDefinition], folder: Path) -> str:
    ordered = sorted(versions, key=lambda d: d.version)
    newest = ordered[-1]
    cells = [
        f"[{newest.title.en}](../procedure_defs/{newest.procedure}/README.md)<br>`{newest.procedure}`",
        "<br>".join(_received(d.effective) for d in ordered),
        str(len(newest.steps)),
        _total(newest.total),
        str(_stories(folder)),
        ", ".join(features(*ordered)),
    ]
    return f"| {' | '.join(cells)} |\n"


def _received(effective: Effective) -> str:
    return f"{effective.first} – {effective.last}" if effective.last else f"from {effective.first}"


def _total(total: Total) -> str:
    return "<br>".join(_limits(total))


def _limits(total: Total) -> Iterator[str]:
    yield _in_words(str(total.within)) if total.within is not None else "none"
    yield from (f"or {_in_words(str(limit))}" for limit in dict.fromkeys(total.within_when.values()))
    if total.published is not None:
        yield f"published: {_in_words(str(total.published.within))}"


def _in_words(limit: str) -> str:
    words = limit.replace("_", " ")
    return words.removesuffix("s") if words.startswith("1 ") else words


def _stories(folder: Path) -> int:
    return len(read_file(folder / EXAMPLES_FILE).data["worked_examples"])


if __name__ == "__main__":
    main()
