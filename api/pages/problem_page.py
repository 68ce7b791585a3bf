"""A problem as a page: who follows a link that leads nowhere, or asks for what he may not, reads it in his language."""

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from api.pages.render import page
from api.problem import Problem, language_of

_HTML = "text/html"


def is_read_by_a_person(request: Request) -> bool:
    """Browsers name HTML when they open an address; programs that take anything get the document."""
    return _HTML in request.headers.get("accept", "")


def page_of(request: Request, problem: Problem, answer: Response) -> HTMLResponse:
    """The same status and the same words; of the head of the answer all that is not about its body."""
    shown = {
        "title": problem.title,
        "words": problem.detail,
        "problems": problem.problems,
        "status_code": problem.status,
    }
    told = page(request, "problem.html", language_of(request), None, status=problem.status, **shown)
    kept = {name: said for name, said in answer.headers.items() if not name.startswith("content-")}
    told.headers.update({**kept, "Vary": "Accept"})
    return told
