"""The page of a visitor who comes at a bad moment: what is wrong, and that the same address will do again soon."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.pages.render import page
from api.problem import language_of
from api.problem_words import TITLES
from engine.core.values import Text

_PAGES = ("/pages/", "/sign-", "/track")


def is_page(request: Request) -> bool:
    """Whether a person looks at the answer, in a browser."""
    path = request.url.path
    return path.startswith(_PAGES) or (path.startswith("/cases/") and path.endswith("/page"))


def page_to_try_again(request: Request, status: int, code: str, words: Text, headers: dict[str, str]) -> HTMLResponse:
    """Nobody is named on it: who the visitor is, is a question to the very database that may be away."""
    request.state.problem = code  # for the log
    language = language_of(request)
    shown = {
        "title": TITLES[code].in_language(language),
        "words": words.in_language(language),
        "again": _again(request),
    }
    answer = page(request, "try_again.html", language, None, status=status, **shown)
    answer.headers.update(headers)
    return answer


def _again(request: Request) -> str:
    """The address that was asked for; a form that was sent is begun anew."""
    query = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
    if request.method == "GET":
        return request.url.path + query
    if request.url.path.startswith("/track"):
        return "/track"
    return "/sign-in" if request.url.path.startswith("/sign-") else request.url.path
