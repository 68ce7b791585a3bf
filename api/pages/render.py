"""Pages are made of templates with escaping on; dates and spans are said as people say them."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from api.cookies import COOKIE
from api.dependencies import product_of
from api.pages.form_words import word_of
from api.pages.texts import TEXTS
from engine.core.actors import Actor, Permission
from engine.core.basis_words import basis_words
from engine.core.day_words import due_words, instant_words, span_words

NOTHING = "–"

_OF_THE_MACHINERY = (Permission.ADMINISTER, Permission.PUBLISH, Permission.EXECUTE)
"""Whoever runs the installation or writes its procedures is shown how they are executed, and the API; nobody else asks."""

_ENVIRONMENT = Environment(
    loader=PackageLoader("api.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    request: Request, template: str, language: str, actor: Actor | None, *, status: int = 200, **shown: Any
) -> HTMLResponse:
    """An HTML answer; templates get `t` for fixed texts and `when`, `due`, `span` for times."""
    html = _ENVIRONMENT.get_template(template).render(
        lang=language,
        actor=actor,
        sees_figures=actor is not None and actor.may(Permission.READ_AGENCY),
        sees_machinery=actor is not None and any(actor.may(one) for one in _OF_THE_MACHINERY),
        t=lambda key: TEXTS[key].in_language(language),
        say=lambda text: text.in_language(language),
        when=lambda at: when(at, language),
        due=lambda at: due(at, language),
        prose=prose,
        cited=lambda basis: basis_words(basis, language),
        span=lambda seconds: span(seconds, language),
        exact_span=lambda seconds: span_words(seconds, language),
        here=request.url.path,
        stand_ins=_stand_ins(request, actor),
        head_word=word_of(request),
        other_language_href=_with_language(request, "vi" if language == "en" else "en"),
        link=lambda path, **query: _link(path, language, query),
        **shown,
    )
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})


def _stand_ins(request: Request, actor: Actor | None) -> list[tuple[str, str]]:
    """Delegation -> who is away: what a visitor who is signed in may choose from in the head of a page."""
    if actor is None or not actor.may(Permission.DELEGATE) or COOKIE not in request.cookies:
        return []
    return [(held.id, name) for held, name in product_of(request).delegating.held_by(actor)]


def when(at: datetime | None, language: str) -> str:
    """`16:00 ngày 28/08/2026`, in Vietnam; a dash for what is not there."""
    return instant_words(at, language) if at is not None else NOTHING


def due(at: datetime | None, language: str) -> str:
    """By when: what is due at midnight is due by the end of the day before."""
    return due_words(at, language) if at is not None else NOTHING


def span(seconds: int, language: str) -> str:
    """`7 giờ 30 phút`; the sign is left to the words around it."""
    hours, minutes = divmod(abs(seconds) // 60, 60)
    units = ("h", "min") if language == "en" else ("giờ", "phút")
    parts = [f"{number} {unit}" for number, unit in zip((hours, minutes), units, strict=True) if number]
    return " ".join(parts) or f"0 {units[1]}"


def prose(text: str) -> Markup:
    """The little Markdown of our own descriptions: `code`, **strong**, and points that begin with a star."""
    marked = str(escape(text))
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", marked)
    marked = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked)
    parts = [part.replace("\n", " ") for part in re.split(r"\n(?:\n|(?=\* ))", marked.strip())]
    said = "".join(f"<li>{part[2:]}</li>" if part.startswith("* ") else f"<p>{part}</p>" for part in parts)
    return Markup(re.sub(r"((?:<li>.*?</li>)+)", r"<ul>\1</ul>", said))


def _with_language(request: Request, language: str) -> str:
    query = {**dict(request.query_params), "lang": language}
    return f"{request.url.path}?{urlencode(query)}"


def _link(path: str, language: str, query: dict[str, Any]) -> str:
    """A path of ours that keeps the language that was asked for."""
    said = {name: value for name, value in query.items() if value not in (None, "")}
    kept = {**said, "lang": "en"} if language == "en" else said
    return f"{path}?{urlencode(kept)}" if kept else path
