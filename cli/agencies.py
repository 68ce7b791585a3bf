"""`lienthong agencies`: the directory as of a day, who is competent, what it said when, and the hand-over of ended ones."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.tree import Tree

from cli import agency_words as words
from cli.editions import directory_editions
from cli.language import Language, usage_error
from cli.opened_product import opened_product
from cli.written_files import told_if_refused
from engine.core.agencies import AgencyDirectory
from engine.core.errors import DefinitionInvalid
from engine.core.identifiers import AgencyId, AgencyKind, TerritoryId
from engine.core.legal_time import civil_date, to_instant
from engine.core.organisation import children, roots
from engine.core.territories import place_on
from engine.core.territory_succession import succession_words, what_became_of
from engine.service.transfer import Transferred
from engine.settings import read_settings
from engine.wiring import build

app = typer.Typer(
    help="Agencies: the directory by date, what it said since when, and succession.", no_args_is_help=True
)


app.command("editions")(directory_editions)


On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="As of this day; none: today.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]


@app.command()
def tree(on: On = None, as_json: AsJson = False, language: Language = "vi") -> None:
    """Shows the agencies that are there on a day, each below the one that it belongs to in reports."""
    directory, day = _asked(on, language)
    if as_json:
        typer.echo(json.dumps([_node(directory, root, day) for root in roots(directory, day)], ensure_ascii=False))
        return
    shown = Tree(f"{day:%d/%m/%Y}")
    for root in roots(directory, day):
        _grow(shown, directory, root, day, language)
    Console().print(shown)


@app.command()
def resolve(
    kind: Annotated[str, typer.Option(help="The kind of agency that a step names.")],
    territory: Annotated[str, typer.Option(help="Where the case belongs; one that was merged since will do.")],
    on: On = None,
    as_json: AsJson = False,
    language: Language = "vi",
) -> None:
    """Says which agency is competent in a territory on a day, in which system it works, and what became of the territory."""
    directory, day = _asked(on, language)
    for name, known, option in ((kind, directory.kinds, "--kind"), (territory, directory.territories, "--territory")):
        if name not in known:
            raise usage_error(words.unknown_name(name), language, option)
    route = directory.route(AgencyKind(kind), TerritoryId(territory), day)
    ended = what_became_of(directory.territories, TerritoryId(territory), day)
    hints = [succession_words(directory.territories, one, language) for one in ended]
    if route is None:
        for line in (words.NOBODY.in_language(language).format(kind=kind, place=territory, day=day), *hints):
            typer.echo(line, err=True)
        raise typer.Exit(1)
    said: dict[str, Any] = {
        "agency": route.agency,
        "title": directory.agencies[route.agency].title.in_language(language),
        "territory_now": place_on(directory.territories, TerritoryId(territory), day),
        "calendar": directory.agencies[route.agency].calendar,
        "system": route.system,
        "is_mirrored": route.is_mirrored,
        "territory_ended": [one.model_dump(mode="json") for one in ended],
    }
    if as_json:
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    where = words.SYSTEM.in_language(language).format(route.system) if route.system else ""
    mirrored = words.MIRRORED.in_language(language) if route.is_mirrored else ""
    typer.echo(f"{route.agency}: {said['title']}{where}{mirrored}")
    for hint in hints:
        typer.echo(hint)


@app.command()
def transfer(
    on: On = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be transferred.")] = False,
    as_json: AsJson = False,
    language: Language = "vi",
) -> None:
    """Gives what ended agencies hold of open cases to their successors; safe to repeat and to interrupt.

    What has no unambiguous successor stays where it is and is listed: its lead decides, step by step.
    """
    day = _day(on, language)
    first, *others = (heading.in_language(language) for heading in words.TRANSFER_HEADINGS)
    table = Table(Column(first, no_wrap=True), *others, "")
    sums: Counter[str] = Counter(looked_at=0, recorded=0, to_decide=0)
    with opened_product(language) as product:
        today = civil_date(to_instant(product.clock.now()))
        if day is not None and day > today and not dry_run:
            raise usage_error(words.not_come(day), language, "--on")
        seen: set[str] = set()
        for found in product.transfers.run(day or today, dry_run=dry_run):
            sums["looked_at"] += found is None or found.case_id not in seen
            if found is None:
                continue
            seen.add(found.case_id)
            sums["recorded"] += found.is_recorded
            sums["to_decide"] += found.due.to_agency is None
            if as_json:
                typer.echo(json.dumps(_said(found), ensure_ascii=False))
            else:
                table.add_row(*_row(found, language))
    if as_json:
        typer.echo(json.dumps(sums))
        return
    if table.row_count:
        Console().print(table)
    typer.echo(words.TRANSFER_SUMS.in_language(language).format(**sums))


def _day(text: str | None, language: str) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise usage_error(words.no_date(str(text)), language, "--on") from None


def _asked(on: str | None, language: str) -> tuple[AgencyDirectory, date]:
    """The directory and the day; the database is not asked, so it need not be there."""
    day = _day(on, language)
    settings = read_settings()
    try:
        with told_if_refused(settings.data_dir, language):
            product = build(settings)
    except DefinitionInvalid as invalid:
        typer.echo(invalid.words.in_language(settings.language), err=True)
        raise typer.Exit(1) from None
    try:
        today = civil_date(to_instant(product.clock.now()))
        return product.catalogue.agencies, day or today
    finally:
        product.close()


def _grow(tree: Tree, directory: AgencyDirectory, name: AgencyId, on: date, language: str) -> None:
    branch = tree.add(f"{name}  [dim]{directory.agencies[name].title.in_language(language)}[/dim]")
    for below in children(directory, name, on):
        _grow(branch, directory, below, on, language)


def _node(directory: AgencyDirectory, name: AgencyId, on: date) -> dict[str, Any]:
    below = [_node(directory, child, on) for child in children(directory, name, on)]
    return {"agency": name, "title": directory.agencies[name].title.model_dump(), "below": below}


def _said(found: Transferred) -> dict[str, Any]:
    return {
        "case_id": found.case_id,
        "dossier_code": found.dossier_code,
        "step": found.due.step,
        "from": found.due.from_agency,
        "to": found.due.to_agency,
        "recorded": found.is_recorded,
    }


def _row(found: Transferred, language: str) -> tuple[str, str, str, str, str]:
    due = found.due
    decided = words.RECORDED if found.is_recorded else words.DECIDE if due.to_agency is None else None
    mark = decided.in_language(language) if decided is not None else ""
    step = due.step or words.COUNTER.in_language(language)
    return (found.dossier_code or found.case_id, step, due.from_agency, due.to_agency or "?", mark)
