"""`lienthong procedures publish`: a checked version is kept for ever; from then on it cannot change."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from cli.opened_product import opened_product
from engine.core.definition import ProcedureDefinition
from engine.core.errors import Conflict
from engine.core.findings import Level
from engine.core.legal_time import to_datetime, to_instant
from engine.service.publish import PublicationRefused, Published
from engine.wiring import Product
from procedure_defs.catalogue import definition_files, examine
from procedure_defs.linting import linted
from procedure_defs.readme_files import STALE

Language = Literal["vi", "en"]
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
    language: Annotated[Language, typer.Option("--lang", help="vi or en.")] = "vi",
    despite_warnings: Annotated[
        bool, typer.Option("--despite-warnings", help="Publishes although `lint` warns; errors refuse always.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")] = False,
) -> None:
    """Publishes versions: checked, kept in the database, immutable. Running services see them without a restart."""
    if not despite_warnings:
        _refuse_warnings(files, language)
    with opened_product() as product:
        for definition in _checked(product, files, language):
            published = _publish(product, definition, by or getpass.getuser(), language)
            typer.echo(_in_json(published) if as_json else _told(published, language))


def _checked(product: Product, files: list[Path], language: Language) -> list[ProcedureDefinition]:
    """Against the agencies and calendars in use, whether or not the file lies beside them."""
    beside = examine(definition_files(product.settings.definitions_dir))
    seen = examine([file for given in files for file in definition_files(given)], beside=beside)
    if seen.problems or not seen.procedures:
        _refuse(*map(str, seen.problems) if seen.problems else [_NONE[language]])
    return sorted(seen.procedures, key=lambda p: (p.procedure, p.version))


def _refuse_warnings(files: list[Path], language: Language) -> None:
    """What can never be changed again is looked over once more; a README can be drawn anew at any time."""
    found = linted(files).problems
    warnings = [problem for problem in found if problem.level is Level.WARNING and problem.rule != STALE.id]
    if warnings:
        _refuse(*map(str, warnings), _WARNED[language])


def _publish(product: Product, definition: ProcedureDefinition, by: str, language: Language) -> Published:
    try:
        return product.publishing.publish(definition, by)
    except Conflict as conflict:
        _refuse(conflict.words.in_language(language))
    except PublicationRefused as refused:
        name = f"{definition.procedure} {definition.version}"
        _refuse(*(f"{name}: {objection.in_language(language)}" for objection in refused.objections))


def _told(published: Published, language: Language) -> str:
    version = published.version
    at = f"{to_datetime(to_instant(version.published_at)):%d/%m/%Y %H:%M}"
    done = _DONE[published.is_new][language]
    return f"{version.procedure} {version.version}: {done} ({at}, {version.published_by})"


def _in_json(published: Published) -> str:
    said = published.version.model_dump(mode="json", exclude={"content"})
    return json.dumps({**said, "is_new": published.is_new}, ensure_ascii=False)


def _refuse(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
