"""Who may what as a page, read off the tables by which the product decides.

`python -m cli.role_table > docs/reference/roles.md` writes the page anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.core.operations import ACTS_ON_ACCOUNTS, COMMANDS, IN_BATCHES, PAGES, PUBLIC, QUESTIONS
from engine.core.roles import GRANTS, PERMISSION_WORDS, REACH_WORDS, ROLE_WORDS, Permission, Reach, Role

_HEAD = """# Who may what

Generated from `engine/core/roles.py` and `engine/core/operations.py` by
`python -m cli.role_table > docs/reference/roles.md`; do not edit.

An account has roles, perhaps an agency, and perhaps procedures for which alone it is. What no role gives is denied.
Who has no role for an operation is refused before anything else is looked at; a case that the permission does not
reach is not found, as if it were not there.
"""
_REACHES = """An account of a role that reaches sub-units, and that names no agency, is the whole province's. Which agency belongs to
which is read off the directory of today (`parent`); one that has ended counts where it belonged on its last day.

A dossier that was not received yet is seen by the one-stop officers of the unit that it awaits, by those above that
unit, and by who handed it in. A step is worked on by the agency that has it alone, a dossier is given to another unit by
the unit that has it alone, and a claimed step is one person's, whatever the reach.
"""
_TABLES = ({**COMMANDS, **IN_BATCHES}, QUESTIONS, ACTS_ON_ACCOUNTS, PAGES)


def main() -> None:
    """Prints the page."""
    print(page(), end="")


def page() -> str:
    """The whole page `docs/reference/roles.md`."""
    return "\n".join([_HEAD, *_roles(), *_reaches(), *_operations()]) + "\n"


def _roles() -> Iterator[str]:
    yield "## Roles\n"
    yield "| Role | | Permission | | Reaches |\n|---|---|---|---|---|"
    for role in Role:
        for number, (permission, reach) in enumerate(GRANTS[role].items()):
            named = (f"`{role.value}`", f"{ROLE_WORDS[role].en} ({ROLE_WORDS[role].vi})") if number == 0 else ("", "")
            yield _row(*named, f"`{permission.value}`", PERMISSION_WORDS[permission].en, f"`{reach.value}`")
    yield ""


def _reaches() -> Iterator[str]:
    yield "## How far a permission reaches\n"
    yield "| Reach | Cases |\n|---|---|"
    for reach in Reach:
        yield _row(f"`{reach.value}`", REACH_WORDS[reach].en)
    yield f"\n{_REACHES}"


def _operations() -> Iterator[str]:
    yield "## What each operation needs\n"
    yield "| Permission | Commands | Questions | Acts on accounts | Pages |\n|---|---|---|---|---|"
    for permission in Permission:
        yield _row(f"`{permission.value}`", *(_of(permission, table) for table in _TABLES))
    yield f"\nFor everybody: {_listed(sorted(PUBLIC))}, the OpenAPI document and the files of the pages."


def _of(permission: Permission, table: Mapping[str, Permission]) -> str:
    return _listed(name for name, needed in table.items() if needed is permission)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
