"""How findings are told: as lines for people, as JSON for scripts, as SARIF for editors and CI."""

import json
from collections.abc import Sequence
from enum import Enum
from typing import Annotated, NoReturn

import typer

from cli import usage_words as words
from cli.language import usage_error
from engine.core.findings import Level
from engine.core.values import Text
from procedure_defs.problems import Problem

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]
AsSarif = Annotated[bool, typer.Option("--sarif", help="Answer in SARIF 2.1.0, for editors and CI.")]
NOT_ONE_VERSION = Text(
    vi="{file} có {n} phiên bản thủ tục: hãy nêu tệp của một phiên bản",
    en="{file} defines {n} versions of procedures: name the file of one",
)
WRITTEN = Text(vi="đã ghi {file}", en="{file} written")
_LEVELS = {
    Level.ERROR: Text(vi="lỗi", en="problem"),
    Level.WARNING: Text(vi="cảnh báo", en="warning"),
    Level.NOTE: Text(vi="lưu ý", en="note"),
}
_FILES = Text(vi="tệp", en="file")
_CHECKED = Text(vi="đã kiểm tra {files}: {sum}{hint}", en="{files} checked, {sum}{hint}")
_NO_PROBLEMS = Text(vi="không có lỗi", en="no problems")
_HINT = Text(vi=" (thêm --notes để xem lưu ý)", en=" (--notes shows them)")


class Form(Enum):
    """In which form a command answers."""

    LINES = "lines"
    JSON = "json"
    SARIF = "sarif"


def form_of(as_json: bool, as_sarif: bool, language: str) -> Form:
    if as_json and as_sarif:
        raise usage_error(words.ONE_FORM, language, "--json")
    return Form.SARIF if as_sarif else Form.JSON if as_json else Form.LINES


def tell(files: Sequence[str], found: Sequence[Problem], form: Form, language: str, *, with_notes: bool = True) -> None:
    """Prints what was found in the files; without notes people read only how many there are."""
    if form is Form.JSON:
        answer = {"files": list(files), "problems": [problem.as_json(language) for problem in found]}
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    elif form is Form.SARIF:
        from cli.procedures.sarif import sarif_log

        typer.echo(json.dumps(sarif_log(found, language), ensure_ascii=False, indent=2))
    else:
        shown = [problem for problem in found if with_notes or problem.level is not Level.NOTE]
        hint = "" if len(shown) == len(found) else _HINT.in_language(language)
        checked = _CHECKED.in_language(language).format(
            files=_count(len(files), _FILES, language), sum=_sum(found, language), hint=hint
        )
        typer.echo("\n".join([*(_line(problem, language) for problem in shown), checked]))


def refuse(problems: Sequence[Problem], language: str) -> NoReturn:
    """Prints the problems as errors and ends the command."""
    for problem in problems:
        typer.echo(problem.told.in_language(language), err=True)
    raise typer.Exit(1)


def _line(problem: Problem, language: str) -> str:
    if problem.level is Level.ERROR:
        return problem.told.in_language(language)
    level = _LEVELS[problem.level].in_language(language)
    return f"{problem.place}: {level} {problem.rule}: {problem.advice.in_language(language)}"


def _sum(found: Sequence[Problem], language: str) -> str:
    counted = [(sum(p.level is level for p in found), noun) for level, noun in _LEVELS.items()]
    return ", ".join(_count(n, noun, language) for n, noun in counted if n) or _NO_PROBLEMS.in_language(language)


def _count(n: int, noun: Text, language: str) -> str:
    return f"{n} {noun.in_language(language)}{'s' if language == 'en' and n != 1 else ''}"
