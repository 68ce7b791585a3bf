"""The files of papers beside a copy of the ledger: `NAME.files.tar` is made with it, checked with it, and put back with it."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Annotated, cast

import typer

from cli import moving_words as words
from cli.language import Language
from cli.whole_files import whole_file
from cli.written_files import told_if_refused
from engine.moves_wiring import Moves

WithoutFiles = Annotated[bool, typer.Option("--without-files", help="Leave the files of papers out.")]


def beside(copy: Path) -> Path:
    """Where the files of a copy lie."""
    return copy.with_name(f"{copy.name}.files.tar")


def pack_files(moves: Moves, copy: Path, language: Language, *, replace: bool) -> None:
    """Nothing is written where no event names a file."""
    if not moves.names_files():
        return
    place = beside(copy)
    with told_if_refused(place, language):
        moves.refuse_target(place, replace=replace)
        with whole_file(place, replace=replace) as draft, draft.open("wb") as out:
            done = moves.pack_files(cast(IO[bytes], out))
    typer.echo(words.FILES_PACKED.in_language(language).format(files=done.files, place=place), err=True)
    _tell_missing(done.missing, language)


def verify_files(moves: Moves, copy: Path, language: Language) -> None:
    place = beside(copy)
    if place.exists():
        found = moves.verify_files(place)
        typer.echo(words.FILES_WHOLE.in_language(language).format(files=found, place=place), err=True)


def unpack_files(moves: Moves, copy: Path, language: Language) -> None:
    """After the ledger: what it names and is lacking then is told."""
    place = beside(copy)
    if place.exists():
        put = moves.unpack_files(place)
        typer.echo(words.FILES_PUT_BACK.in_language(language).format(files=put, place=place), err=True)
    _tell_missing(moves.missing_files(), language)


def _tell_missing(missing: int, language: Language) -> None:
    if missing:
        typer.echo(words.FILES_MISSING.in_language(language).format(files=missing), err=True)
