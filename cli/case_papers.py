"""`lienthong cases`: the statutory papers of a case, listed and written to files, as they were handed out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.language import Language
from cli.opened_product import opened_product
from engine.core.actors import SYSTEM
from engine.core.day_words import instant_words
from engine.core.errors import NotFound
from engine.core.identifiers import CaseId, DossierCode
from engine.core.values import Text
from engine.service.make_papers import ListedPaper
from engine.wiring import Product

app = typer.Typer(help="Cases: their statutory papers.", no_args_is_help=True)

WhichCase = Annotated[str, typer.Argument(metavar="CASE", help="The id of the case, or its dossier code.")]
_HEADS = (
    Text(vi="Giấy", en="Paper"),
    Text(vi="Mẫu số", en="Form"),
    Text(vi="Tên", en="Title"),
    Text(vi="Của lúc", en="Of"),
    Text(vi="Đã lập lúc", en="Made"),
)
_NOT_MADE = Text(vi="chưa lập", en="not made yet")
_CANNOT = Text(vi="không ghi được tệp {path}: {why}", en="the file {path} cannot be written: {why}")
_WRITTEN = Text(vi="đã ghi {path}, SHA-256 {sha256}", en="{path} written, SHA-256 {sha256}")


@app.command()
def papers(
    case: WhichCase,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")] = False,
    language: Language = "vi",
) -> None:
    """Lists the papers of a case; the first column is what `paper` asks for."""
    with _opened(language) as product:
        found = product.papers.of_case(_id_of(product, case), SYSTEM, product.reader)
    if as_json:
        typer.echo(json.dumps([_as_json(listed) for listed in found], ensure_ascii=False, indent=2))
        return
    table = Table(*(head.in_language(language) for head in _HEADS))
    for listed in found:
        paper, kept = listed.paper, listed.kept
        made = instant_words(kept.made_at, language) if kept else _NOT_MADE.in_language(language)
        title = paper.title.in_language(language)
        table.add_row(paper.name, paper.number, title, instant_words(paper.at, language), made)
    Console(soft_wrap=True).print(table)


@app.command()
def paper(
    case: WhichCase,
    name: Annotated[str, typer.Argument(metavar="PAPER", help="As `papers` names it: receipt-2.")],
    out: Annotated[
        Path | None, typer.Option(help="The file to write; none: named after the dossier, in this folder.")
    ] = None,
    language: Language = "vi",
) -> None:
    """Writes a paper of a case as PDF: the very bytes that were handed out, made now if nobody has made it yet."""
    with _opened(language) as product:
        found = product.papers.get(_id_of(product, case), name, SYSTEM, product.reader)
    path = out or Path(found.file_name)
    try:
        path.write_bytes(found.content)
    except OSError as error:
        typer.echo(_CANNOT.in_language(language).format(path=path, why=error.strerror), err=True)
        raise typer.Exit(1) from None
    typer.echo(_WRITTEN.in_language(language).format(path=path, sha256=found.sha256))


def _as_json(listed: ListedPaper) -> dict[str, object]:
    paper, kept = listed.paper, listed.kept
    return {
        "name": paper.name,
        "form": paper.number,
        "form_set": paper.form_set,
        "title": paper.title.model_dump(),
        "at": paper.at.isoformat(),
        "made_at": kept.made_at.isoformat() if kept else None,
        "sha256": kept.sha256 if kept else None,
        "template": kept.template if kept else None,
    }


@contextmanager
def _opened(language: str) -> Iterator[Product]:
    """The operator of an installation sees every case of it; what is not there ends the command."""
    try:
        with opened_product(language) as product:
            yield product
    except NotFound as nothing:
        typer.echo(nothing.words.in_language(language), err=True)
        raise typer.Exit(1) from None


def _id_of(product: Product, case: str) -> CaseId:
    row = product.queries.find_case_by_code(DossierCode(case))
    return row.case_id if row is not None else CaseId(case)
