"""`lienthong procedures end`: from a day on a published version takes no new dossiers; recorded with its legal basis."""

from __future__ import annotations

import getpass
import json
from datetime import date
from typing import Annotated, NoReturn

import typer

from cli import usage_words as words
from cli.entered import entered
from cli.known_names import known_procedure, known_version
from cli.language import Language, usage_error
from cli.opened_product import opened_product
from engine.core.audit import AuditKind
from engine.core.closing_words import closing_words
from engine.core.definition_basics import Certainty, LegalBasis
from engine.core.errors import Conflict, NotFound
from engine.core.legal_time import to_datetime, to_instant
from engine.service.end_version import Ended
from engine.service.publish import PublicationRefused
from engine.wiring import Product

_DONE = {
    True: {"vi": "đã ghi nhận", "en": "recorded"},
    False: {"vi": "đã ghi nhận từ trước, không thay đổi gì", "en": "was recorded before, nothing changed"},
}
_OPEN = {"vi": "nhận hồ sơ, chưa rõ ngày kết thúc", "en": "takes dossiers, no end is known"}
_GO_ON = {
    "vi": "hồ sơ đã tiếp nhận vẫn giải quyết theo phiên bản này",
    "en": "cases that were received go on under this version",
}


def _day(text: str, language: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise usage_error(words.no_date(text, "2026-06-30"), language, "--last-day") from None


def end(
    procedure: Annotated[str, typer.Argument(help="The procedure, e.g. judicial-record.")],
    version: Annotated[str, typer.Argument(help="The published version that ends.")],
    ref: Annotated[str, typer.Option("--basis", help="The document that ends it, e.g. `NĐ 301/2026/NĐ-CP`.")],
    last_day: Annotated[
        str | None,
        typer.Option("--last-day", metavar="DATE", help="The last day on which dossiers are received."),
    ] = None,
    take_back: Annotated[
        bool, typer.Option("--take-back", help="It does not end after all; the basis says by what.")
    ] = False,
    article: Annotated[str | None, typer.Option(help="The article and clause, e.g. `18(1)`.")] = None,
    certainty: Annotated[
        Certainty, typer.Option(help="How sure it is; leave it out only for what was read in the official text.")
    ] = Certainty.VERIFIED,
    note: Annotated[str | None, typer.Option(help="What a reader has to know about it.")] = None,
    by: Annotated[str | None, typer.Option(help="Who records it; none: the account of this terminal.")] = None,
    language: Language = "vi",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")] = False,
) -> None:
    """Ends a published version without touching it. Given again with another day, the end is moved.

    Running services refuse new dossiers after the last day without a restart.
    """
    if (last_day is None) == (not take_back):
        raise usage_error(words.DAY_OR_TAKE_BACK, language, "--last-day")
    last = _day(last_day, language) if last_day is not None else None
    basis = LegalBasis(ref=ref, article=article, certainty=certainty, note=note)
    with opened_product(language) as product:
        ended = _recorded(product, procedure, version, last, basis, by or getpass.getuser(), language)
        if ended.is_new:
            entered(product, AuditKind.VERSION_ENDED, about=f"{ended.ending.procedure} {ended.ending.version}")
    typer.echo(_in_json(ended) if as_json else _told(ended, language))


def _recorded(
    product: Product,
    procedure: str,
    version: str,
    last_day: date | None,
    basis: LegalBasis,
    by: str,
    language: Language,
) -> Ended:
    product.catalogue.refresh()
    name = known_procedure(product.catalogue, procedure, language, "PROCEDURE")
    known = known_version(product.catalogue, name, version, language, "VERSION")
    try:
        return product.endings.end(name, known, last_day, (basis,), by)
    except (Conflict, NotFound) as failed:
        _refuse(failed.words.in_language(language))
    except PublicationRefused as refused:
        _refuse(*(f"{procedure} {version}: {objection.in_language(language)}" for objection in refused.objections))


def _told(ended: Ended, language: Language) -> str:
    ending = ended.ending
    at = f"{to_datetime(to_instant(ending.recorded_at)):%d/%m/%Y %H:%M}"
    until = closing_words(ended.closing, language) if ended.closing is not None else _OPEN[language]
    done = f"{_DONE[ended.is_new][language]} ({at}, {ending.recorded_by})"
    return f"{ending.procedure} {ending.version}: {until}; {_GO_ON[language]}\n{done}"


def _in_json(ended: Ended) -> str:
    closing = ended.closing.model_dump(mode="json") if ended.closing is not None else None
    said = {**ended.ending.model_dump(mode="json"), "is_new": ended.is_new, "closing": closing}
    return json.dumps(said, ensure_ascii=False)


def _refuse(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
