"""`lienthong export`, `import`, `backup`, `restore`: the ledger carried elsewhere, kept safe, and put back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Annotated, cast

import typer

from cli import moving_words as words
from cli import usage_words
from cli.ended_by_signal import ended_by_signal
from cli.entered import terminal_account
from cli.language import Language, usage_error
from cli.moving_files import WithoutFiles, pack_files, unpack_files, verify_files
from cli.row_progress import row_progress
from cli.whole_files import whole_file
from cli.written_files import told_if_refused
from engine.core.audit import AuditKind
from engine.core.errors import DefinitionInvalid, EngineError
from engine.core.identifiers import ProcedureId
from engine.core.legal_time import parse_instant, to_datetime
from engine.moves_wiring import CopyRefused, Moves, Selection, Sums
from engine.service.fault_points import FaultPoint, reached
from engine.settings import read_settings

Copy = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, metavar="FILE")]
Replace = Annotated[bool, typer.Option("--replace", help="Take the place of a file of that name.")]
IsPartial = Annotated[bool, typer.Option("--partial", help="The file has only a part of the cases: for reading.")]


def export(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="Where to write; - is standard output.")],
    without_tokens: Annotated[bool, typer.Option("--without-tokens", help="Leave the access tokens out.")] = False,
    procedure: Annotated[str | None, typer.Option(help="Only cases of this procedure: a partial copy.")] = None,
    received_from: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only cases received from this day on: a partial copy.")
    ] = None,
    received_to: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only cases received until this day: a partial copy.")
    ] = None,
    without_files: WithoutFiles = False,
    replace: Replace = False,
    language: Language = "vi",
) -> None:
    """Writes all that is true in the ledger as lines of JSON, as of one instant, while commands go on."""
    selection = Selection(
        procedure=ProcedureId(procedure) if procedure else None,
        received_from=_beginning(received_from, "--received-from", language),
        received_to=_beginning(received_to, "--received-to", language, days=1),
    )
    moves = Moves(read_settings())
    with _told(language), row_progress(words.EXPORTING.in_language(language), language) as told:
        if file == "-":
            sums = moves.export(sys.stdout.buffer, selection, told, with_tokens=not without_tokens)
        else:
            with _written(moves, Path(file), language, replace=replace) as draft, draft.open("wb") as out:
                sums = moves.export(cast(IO[bytes], out), selection, told, with_tokens=not without_tokens)
            if not (without_files or selection.is_partial):
                pack_files(moves, Path(file), language, replace=replace)
        part = "part" if selection.is_partial else "whole"
        _enter(moves, AuditKind.EXPORTED, part + (" without-tokens" if without_tokens else ""), language)
    typer.echo(words.EXPORTED.in_language(language).format(file=file, **_said(sums)), err=True)


def import_(
    file: Copy,
    partial: IsPartial = False,
    verify: Annotated[bool, typer.Option("--verify", help="Only check whether the file could be imported.")] = False,
    language: Language = "vi",
) -> None:
    """Fills an empty database, of either kind, with an export: all of it, or nothing."""
    moves = Moves(read_settings())
    with _told(language):
        if verify:
            _verify(moves, file, language, partial=partial)
            verify_files(moves, file, language)
            return
        with row_progress(words.IMPORTING.in_language(language), language) as told:
            sums = moves.take_in(file, told, partial=partial)
        unpack_files(moves, file, language)
        _enter(moves, AuditKind.IMPORTED, "part" if partial else "whole", language)
    typer.echo(words.IMPORTED.in_language(language).format(file=file, **_said(sums)))


def backup(
    place: Annotated[Path, typer.Argument(metavar="DIR|FILE", help="A folder, or the name of the file.")],
    verify: Annotated[bool, typer.Option("--verify", help="Read the backup to its end and check all of it.")] = False,
    without_files: WithoutFiles = False,
    replace: Replace = False,
    language: Language = "vi",
) -> None:
    """Makes a copy to restore from, as of one instant, while commands go on."""
    moves = Moves(read_settings())
    file = place / f"lienthong-{moves.now():%Y-%m-%dT%H%M%SZ}{moves.suffix}" if place.is_dir() else place
    with _told(language), _written(moves, file, language, replace=replace) as draft:
        with row_progress(words.BACKING_UP.in_language(language), language) as told:
            moves.back_up(draft, told)
        if verify:
            _verify(moves, draft, language, name=file)
    with _told(language):
        if not without_files:
            pack_files(moves, file, language, replace=replace)
            if verify:
                verify_files(moves, file, language)
        _enter(moves, AuditKind.BACKED_UP, moves.suffix, language)
    typer.echo(words.BACKED_UP.in_language(language).format(file=file))


def restore(
    file: Copy,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of the ledger that is here; it is kept aside.")
    ] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Only check whether the file could be restored.")] = False,
    language: Language = "vi",
) -> None:
    """Puts a backup, or an export, in the place of the ledger. Stop the API and the dispatchers before."""
    moves = Moves(read_settings())
    with _told(language):
        if verify:
            _verify(moves, file, language)
            verify_files(moves, file, language)
            return
        with row_progress(words.RESTORING.in_language(language), language) as told:
            kept = moves.restore(file, told, replace=replace)
        unpack_files(moves, file, language)
        _enter(moves, AuditKind.RESTORED, "", language)
    typer.echo(words.RESTORED.in_language(language).format(file=file))
    if kept is not None:
        typer.echo(words.KEPT_ASIDE.in_language(language).format(kept=kept))


def _enter(moves: Moves, kind: AuditKind, about: str, language: Language) -> None:
    """A copy that is made is no less made where its ledger takes no entry, being read-only or full: that is said."""
    reached(FaultPoint.TERMINAL_DONE, kind.value)
    try:
        moves.enter(kind, terminal_account(), about)
        reached(FaultPoint.TERMINAL_ENTERED, kind.value)
    except EngineError as obstacle:
        typer.echo(words.NOT_ENTERED.in_language(language).format(why=obstacle.words.in_language(language)), err=True)


def _verify(moves: Moves, file: Path, language: Language, *, partial: bool = False, name: Path | None = None) -> None:
    with row_progress(words.VERIFYING.in_language(language), language) as told:
        moves.verify(file, told, partial=partial)
    typer.echo(words.VERIFIED.in_language(language).format(file=name or file))


@contextmanager
def _written(moves: Moves, file: Path, language: Language, *, replace: bool) -> Iterator[Path]:
    """Where to write what shall stand at `file` in the end."""
    with told_if_refused(file, language):
        moves.refuse_target(file, replace=replace)
        with whole_file(file, replace=replace) as draft:
            yield draft


@contextmanager
def _told(language: Language) -> Iterator[None]:
    """What cannot be carried is said in words and ends the command with 1; who is asked to end leaves nothing behind."""
    try:
        with ended_by_signal():
            yield
    except (CopyRefused, DefinitionInvalid) as refusal:
        typer.echo(refusal.words.in_language(language), err=True)
        raise typer.Exit(1) from None


def _said(sums: Sums) -> dict[str, int]:
    return {"rows": sum(sums.counts.values()), "events": sums.counts.get("events", 0)}


def _beginning(said: str | None, option: str, language: Language, *, days: int = 0) -> datetime | None:
    """The first instant of a day in Viet Nam, or of one some days after it."""
    if said is None:
        return None
    try:
        day = date.fromisoformat(said) + timedelta(days=days)
    except ValueError:
        raise usage_error(usage_words.no_date(said, "2026-06-30"), language, option) from None
    return to_datetime(parse_instant(f"{day.isoformat()}T00:00:00+07:00"))
