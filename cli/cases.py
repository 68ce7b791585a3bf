"""`lienthong explain` and `lienthong lateness`: questions about cases, read from the ledger of this installation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer

from cli import usage_words as words
from cli.language import Language, usage_error
from cli.opened_product import opened_product
from engine.core.actors import SYSTEM
from engine.core.errors import NotFound
from engine.core.identifiers import CaseId, DossierCode, StepId
from engine.core.lateness import count_lateness, lateness_of
from engine.core.legal_time import DeadlineError, parse_instant, to_datetime
from engine.core.time_shares import attribution_of, attribution_sentences
from engine.core.values import Text
from engine.service.explanation_record import explanation_record
from engine.wiring import Product

WhichCase = Annotated[str, typer.Argument(metavar="CASE", help="The id of the case, or its dossier code.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts: every day and stretch.")]


_TIME = Text(vi="Thời gian đã qua ở từng nơi", en="Where the time went")


def _instant(text: str | None, language: str, option: str) -> datetime | None:
    if text is None:
        return None
    try:
        return to_datetime(parse_instant(text))
    except DeadlineError:
        raise usage_error(words.no_exact_instant(text), language, option) from None


def explain(
    case: WhichCase,
    step: Annotated[str | None, typer.Option(help="One step only; none: the whole case and each step.")] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="As the law saw it at this instant; none: now.")
    ] = None,
    language: Language = "vi",
    as_json: AsJson = False,
) -> None:
    """Says why the due dates of a case are what they are: what is counted, passed over, suspended, and by which law."""
    asked_at = _instant(as_of, language, "--as-of")
    with _opened(language) as product:
        view = product.reader.get_view(_id_of(product, case), SYSTEM, asked_at)
        record = explanation_record(view, language, StepId(step) if step else None)
        had = attribution_of(view.law, view.state, view.as_of) if step is None else None
    if as_json:
        typer.echo(record.model_dump_json(indent=2))
        return
    for note in record.notes:
        typer.echo(f"{note.sentence}\n")
    for told in record.due_dates:
        typer.echo(f"{told.title.in_language(language)}\n")
        typer.echo("".join(f"  {sentence}\n" for sentence in told.sentences))
    if had is not None and had.total_seconds:
        typer.echo(f"{_TIME.in_language(language)}\n")
        typer.echo("".join(f"  {sentence}\n" for sentence in attribution_sentences(had, language)))


def lateness(
    cases: Annotated[list[str], typer.Argument(metavar="CASE...", help="Ids of cases, or their dossier codes.")],
    period_end: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="The end of the reporting period; none: now.")
    ] = None,
    language: Language = "vi",
) -> None:
    """Says in JSON how timely cases were, by law and by the metric of Decision 766/QĐ-TTg, and counts them."""
    asked_at = _instant(period_end, language, "--period-end")
    with _opened(language) as product:
        end = asked_at or product.clock.now()
        views = [product.reader.get_view(_id_of(product, case), SYSTEM, end) for case in cases]
    found = [lateness_of(view.law, view.state, end) for view in views]
    said = {
        "cases": [case.model_dump(mode="json") for case in found],
        "counts": count_lateness(found).model_dump(mode="json"),
    }
    typer.echo(json.dumps(said, ensure_ascii=False, indent=2))


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
