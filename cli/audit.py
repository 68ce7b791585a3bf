"""`lienthong audit`: the chain of seals over what is on record, its proof, and the trail of who did what."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table

from cli import audit_words as words
from cli.asked_instant import moment_of
from cli.entered import entered
from cli.language import Language, usage_error
from cli.opened_product import opened_product
from cli.row_progress import row_progress
from engine.core.audit import AuditEntry, AuditKind
from engine.core.audit_chain import Block
from engine.core.audit_words import KINDS
from engine.core.errors import CursorUnknown, EngineError
from engine.core.identifiers import ActorId, CaseId
from engine.core.legal_time import to_datetime, to_instant
from engine.service.audit_ports import AuditQuery
from engine.service.ports import Page
from engine.service.verify_audit import EVENTS, Difference, Proof
from engine.wiring import build_verification

app = typer.Typer(help="The audit trail: seal, prove, list.", no_args_is_help=True)

DIFFERS = 1
COULD_NOT_LOOK = 2
_SHOWN = 20
_WIDE = 1_000
_HASH = re.compile(r"[0-9a-f]{64}")
AsJson = Annotated[bool, typer.Option("--json", help="JSON, for scripts.")]


@app.command()
def verify(
    expect: Annotated[
        str | None,
        typer.Option("--expect", metavar="HASH", help="Must be in the chain: as `audit head` printed it once."),
    ] = None,
    first: Annotated[
        int, typer.Option("--from", metavar="BLOCK", min=1, help="Take what was sealed before this block for proved.")
    ] = 1,
    as_json: AsJson = False,
    language: Language = "vi",
) -> None:
    """Recomputes every seal and names what was changed, removed or slipped in; writers go on meanwhile.

    Ends with 0 if all is as it was sealed, with 1 if anything is not, with 2 if the ledger could not be looked at. What is
    not sealed yet is counted; a lawful purge is no difference. Who can write into the database can make the whole chain
    anew: only a hash that was kept elsewhere proves that nobody did (`--expect`).
    """
    if expect is not None and not _HASH.fullmatch(expect.strip().lower()):
        raise usage_error(words.NO_HASH, language, "--expect")
    proof, count = Proof(), 0
    shown: list[Difference] = []
    with opened_product(language) as product, row_progress(words.CHECKING.in_language(language), language) as told:
        head = product.sealer.head()
        newest = head.number if head is not None else 0
        if first > max(newest, 1):
            raise usage_error(_no_block(first, newest), language, "--from")
        wanted = expect.strip().lower() if expect is not None else None
        try:
            for found in build_verification(product).differences(proof, told, first, wanted):
                count += 1
                shown += [found] if len(shown) < _SHOWN else []
        except EngineError as obstacle:
            typer.echo(obstacle.words.in_language(language), err=True)
            raise typer.Exit(COULD_NOT_LOOK) from None
    if as_json:
        typer.echo(json.dumps(_in_json(proof, shown, count), ensure_ascii=False))
    else:
        _tell(proof, shown, count, language)
    if count:
        raise typer.Exit(DIFFERS)


@app.command()
def seal(as_json: AsJson = False, language: Language = "vi") -> None:
    """Seals what is new now; the dispatcher does it every few seconds by itself."""
    with opened_product(language) as product:
        done = product.sealer.seal()
    if as_json:
        typer.echo(json.dumps(asdict(done)))
    else:
        typer.echo(words.SEALED.in_language(language).format(rows=done.rows, blocks=done.blocks))


@app.command("head")
def show_head(as_json: AsJson = False, language: Language = "vi") -> None:
    """Prints the hash of the newest block: keep it where nobody who runs this installation can change it."""
    with opened_product(language) as product:
        found = product.sealer.head()
    if as_json:
        typer.echo(json.dumps(_block(found)))
    elif found is None:
        typer.echo(words.EMPTY.in_language(language), err=True)
    else:
        typer.echo(f"{found.hash} {found.number} {found.sealed_at}")
    if found is None:
        raise typer.Exit(1)


@app.command("list")
def list_entries(
    kind: Annotated[AuditKind | None, typer.Option(help="Only this kind.")] = None,
    actor: Annotated[str | None, typer.Option(help="Only of this account.")] = None,
    case: Annotated[str | None, typer.Option(help="Only of this case.")] = None,
    since: Annotated[str | None, typer.Option(metavar="INSTANT", help="From this instant on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="INSTANT", help="Before this instant.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 50,
    after: Annotated[str | None, typer.Option(metavar="PAGE", help="As the page before named it.")] = None,
    as_json: AsJson = False,
    language: Language = "vi",
) -> None:
    """Lists what leaves no event: sign-ins, refusals, looks at cases, tokens, exports. The newest first."""
    with opened_product(language) as product:
        now = product.clock.now()
        asked = AuditQuery(
            kind=kind,
            actor=ActorId(actor) if actor is not None else None,
            case_id=CaseId(case) if case is not None else None,
            since=moment_of(since, now, language).at if since is not None else None,
            until=moment_of(until, now, language).at if until is not None else None,
        )
        try:
            found, following = product.audit.list_entries(asked, Page(limit=limit, after=after))
        except CursorUnknown:
            raise usage_error(words.CURSOR, language, "--after") from None
        entered(product, AuditKind.TRAIL_READ, about="audit list")
    if as_json:
        entries = [entry.model_dump(mode="json") for entry in found]
        typer.echo(json.dumps({"entries": entries, "next": following}, ensure_ascii=False))
        return
    _print_entries(found, language)
    if following is not None:
        typer.echo(words.NEXT.in_language(language).format(following), err=True)


def _print_entries(found: Any, language: Language) -> None:
    if not found:
        typer.echo(words.NO_ENTRIES.in_language(language))
        return
    table = Table(*(Column(heading.in_language(language), overflow="fold") for heading in words.HEADINGS))
    for entry in found:
        table.add_row(*_cells(entry, language))
    console = Console()
    Console(width=None if console.is_terminal else _WIDE).print(table)


def _cells(entry: AuditEntry, language: Language) -> tuple[str, ...]:
    kind = KINDS[entry.kind].in_language(language)
    said = (entry.actor, entry.case_id or "", entry.about, entry.outcome, entry.address)
    return _local(entry.at), kind, *said


def _tell(proof: Proof, shown: list[Difference], count: int, language: Language) -> None:
    for found in shown:
        typer.echo(f"{_place(found, language)}: {words.WRONG[found.wrong].in_language(language)}")
    if count > len(shown):
        typer.echo(words.MORE.in_language(language).format(count - len(shown)))
    if count:
        typer.echo(words.BROKEN.in_language(language).format(count=count))
    elif proof.head is None:
        typer.echo(words.EMPTY.in_language(language))
    else:
        head = {"number": proof.head.number, "hash": proof.head.hash}
        typer.echo(words.WHOLE.in_language(language).format(blocks=proof.blocks, rows=proof.rows, **head))
    if proof.purged or proof.purged_unsealed:
        both = proof.purged + proof.purged_unsealed
        typer.echo(words.PURGED.in_language(language).format(count=both, fresh=proof.purged_unsealed))
    waits = proof.unsealed
    if waits.cases or waits.rows:
        since = _local(waits.since) if waits.since is not None else "?"
        typer.echo(words.UNSEALED.in_language(language).format(cases=waits.cases, rows=waits.rows, since=since))


def _place(found: Difference, language: Language) -> str:
    said = [words.BLOCK.in_language(language).format(found.block)] if found.block is not None else []
    if found.source == EVENTS:
        said.append(words.EVENT.in_language(language).format(found.subject, found.number))
    elif found.source:
        said.append(words.ROW.in_language(language).format(found.source, found.subject, found.number))
    return ", ".join(said) or "--expect"


def _in_json(proof: Proof, shown: list[Difference], count: int) -> dict[str, Any]:
    waits = proof.unsealed
    return {
        "whole": count == 0,
        "differences": count,
        "shown": [asdict(found) for found in shown],
        "blocks": proof.blocks,
        "seals": proof.rows,
        "purged": proof.purged,
        "purged_unsealed": proof.purged_unsealed,
        "head": _block(proof.head),
        "unsealed": {
            "cases": waits.cases,
            "rows": waits.rows,
            "since": waits.since.isoformat() if waits.since is not None else None,
        },
    }


def _block(block: Block | None) -> dict[str, Any] | None:
    return block.model_dump() if block is not None else None


def _no_block(first: int, newest: int) -> Any:
    said = words.NO_BLOCK
    return type(said)(vi=said.vi.format(first, newest), en=said.en.format(first, newest))


def _local(at: Any) -> str:
    return f"{to_datetime(to_instant(at)):%H:%M:%S %d/%m/%Y}"
