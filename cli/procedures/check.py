"""`lienthong procedures validate`: everything that is wrong in definition files and in those beside them."""

from pathlib import Path
from typing import Annotated

import typer

from cli.language import Language
from cli.procedures.report import AsJson, AsSarif, form_of, tell
from engine.core.values import Text
from procedure_defs.validation import validated

Files = Annotated[
    list[Path] | None,
    typer.Argument(help="Definition files or folders of them; none: everything that is shipped."),
]


_NO_FILES = Text(
    vi="ở đây không có tệp định nghĩa (*.yaml) nào; hãy nêu một tệp, hoặc một thư mục có tệp định nghĩa",
    en="there are no definition files (*.yaml) here; name a file, or a folder that has some",
)


def validate(
    files: Files = None, language: Language = "vi", as_json: AsJson = False, as_sarif: AsSarif = False
) -> None:
    """Checks definition files and prints every problem as `file:line:column: what; how to mend it`."""
    form = form_of(as_json, as_sarif, language)
    seen = validated(files)
    tell(seen.files, seen.problems, form, language)
    if not seen.files:
        typer.echo(_NO_FILES.in_language(language), err=True)
    if seen.problems or not seen.files:
        raise typer.Exit(1)
