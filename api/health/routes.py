"""Whether the product lives and is ready; for monitoring, without a token."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api.dependencies import TheProduct
from api.errors import STATUS, problem_responses
from api.health import schemas
from api.problem import language_of, problem_answer
from engine.core.values import Text

router = APIRouter(tags=["health"])


@router.get("/health", summary="Is the process alive?")
def get_health() -> schemas.Health:
    """Answers without touching anything."""
    return schemas.Health()


@router.get(
    "/ready",
    summary="Is the product ready?",
    response_model=schemas.Readiness,
    responses=problem_responses("not_ready"),
)
def get_readiness(product: TheProduct, request: Request) -> schemas.Readiness | JSONResponse:
    """The database answers, its tables are those of this version, and the process is not about to stop. Prefect may be
    away or behind: no agency's work waits for it."""
    problems = product.find_obstacles()
    if not problems:
        return schemas.Readiness.model_validate(product.condition(problems).told)
    detail = Text(vi="hãy chờ, hoặc khắc phục điều được nêu", en="wait, or mend what is named")
    told = [problem.in_language(language_of(request)) for problem in problems]
    return problem_answer(request, STATUS["not_ready"], "not_ready", detail, problems=told)
