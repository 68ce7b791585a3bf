"""`lienthong procedures publish`: a checked version is kept for ever; from then on it cannot change."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from cli.entered import entered
from cli.language import Language
from cli.opened_product import opened_product
from engine.core.audit import AuditKind
from engine.core.closing import ClosedBy, Closing
from engine.core.closing_words import closing_words
from engine.core.definition import ProcedureDefinition
from engine.core.errors import Conflict
from engine.core.findings import Level
from engine.core.legal_time import to_datetime, to_instant
from engine.service.publish import PublicationRefused, Published
from engine.wiring import Product
from procedure_defs.catalogue import definition_files, examine
from procedure_defs.linting import linted
from procedure_defs.problems import Problem
from procedure_defs.readme_files import STALE

_DONE = {
    True: {"vi": "đã công bố", "en": "published"},
    False: {"vi": "đã công bố từ trước, không thay đổi gì", "en": "was published before, nothing changed"},
}
_WARNED = {
    "vi": "chưa công bố: hãy sửa các cảnh báo trên, hoặc thêm --despite-warnings",
    "en": "nothing was published: mend the warnings above, or add --despite-warnings",
}
_NONE = {"vi": "không có thủ tục nào trong tệp đã nêu", "en": "no procedure in what was named"}


def publish(
    files: Annotated[list[Path], typer.Argument(help="Definition files of procedures, or folders of them.")],
    by: Annotated[str | None, typer.Option(help="Who publishes; none: the account of this terminal.")] = None,
    language: Language = "vi",
    despite_warnings: Annotated[
        bool, typer.Option("--despite-warnings", help="Publishes although `lint` warns; errors refuse always.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")] = False,
) -> None:
    """Publishes versions: checked, kept in the database, immutable. Running services see them without a restart."""
    if not despite_warnings:
        _refuse_warnings(files, language)
    with opened_product() as product:
        done = [
            _publish(product, definition, by or getpass.getuser(), language)
            for definition in _checked(product, files, language)
        ]
        for published in done:  # when all are: the next one may close the one before
            closing = product.catalogue.find_closing(published.version.procedure, published.version.version)
            typer.echo(_in_json(published, closing) if as_json else _told(published, closing, language))
        for line in [] if as_json else _closed_by(product, done, language):
            typer.echo(line)


def _checked(product: Product, files: list[Path], language: str) -> list[ProcedureDefinition]:
    """Against the agencies and calendars in use, whether or not the file lies beside them."""
    beside = examine(definition_files(product.settings.definitions_dir))
    seen = examine([file for given in files for file in definition_files(given)], beside=beside)
    if seen.problems or not seen.procedures:
        _refuse(*_lines(seen.problems, language) or [_NONE[language]])
    return sorted(seen.procedures, key=lambda p: (p.procedure, p.version))


def _refuse_warnings(files: list[Path], language: Language) -> None:
    """What can never be changed again is looked over once more; a README can be drawn anew at any time."""
    found = linted(files).problems
    warnings = [problem for problem in found if problem.level is Level.WARNING and problem.rule != STALE.id]
    if warnings:
        _refuse(*_lines(warnings, language), _WARNED[language])


def _publish(product: Product, definition: ProcedureDefinition, by: str, language: str) -> Published:
    try:
        published = product.publishing.publish(definition, by)
    except Conflict as conflict:
        _refuse(conflict.words.in_language(language))
    except PublicationRefused as refused:
        name = f"{definition.procedure} {definition.version}"
        _refuse(*(f"{name}: {objection.in_language(language)}" for objection in refused.objections))
    # Also of one that was published before: whoever published it may have died before the trail had it.
    entered(product, AuditKind.VERSION_PUBLISHED, about=f"{definition.procedure} {definition.version}", once=True)
    return published


def _closed_by(product: Product, done: Sequence[Published], language: Language) -> Iterator[str]:
    """The versions published earlier that one of these closes."""
    told = {(one.version.procedure, one.version.version) for one in done}
    followed = {(one.version.procedure, one.version.version) for one in done if one.is_new}
    for other in product.catalogue.all():
        closing = product.catalogue.find_closing(other.procedure, other.version)
        if closing is None or closing.by is not ClosedBy.SUCCESSOR or (other.procedure, other.version) in told:
            continue
        if (other.procedure, closing.successor) in followed:
            yield f"{other.procedure} {other.version}: {closing_words(closing, language)}"


def _told(published: Published, closing: Closing | None, language: Language) -> str:
    version = published.version
    at = f"{to_datetime(to_instant(version.published_at)):%d/%m/%Y %H:%M}"
    done = _DONE[published.is_new][language]
    until = f"; {closing_words(closing, language)}" if closing is not None else ""
    return f"{version.procedure} {version.version}: {done} ({at}, {version.published_by}){until}"


def _in_json(published: Published, closing: Closing | None) -> str:
    said = published.version.model_dump(mode="json", exclude={"content"})
    until = closing.model_dump(mode="json") if closing is not None else None
    return json.dumps({**said, "is_new": published.is_new, "closing": until}, ensure_ascii=False)


def _lines(problems: Sequence[Problem], language: str) -> list[str]:
    return [problem.told.in_language(language) for problem in problems]


def _refuse(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
