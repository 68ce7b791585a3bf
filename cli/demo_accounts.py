"""Invented people to try the product with: one for each office of the directory, in the first commune with a counter also a
lead and a colleague in each, a manager, an auditor, and the citizens' portal."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from pydantic import TypeAdapter

from engine.core.actors import Actor, Role
from engine.core.agencies import AgencyDirectory
from engine.core.identifiers import ActorId, AgencyId
from engine.core.legal_time import civil_date, to_instant
from engine.core.values import Text, Value
from engine.service.token_ports import TokenBook

ONE_STOP_KIND = "one_stop_unit"
_SURNAMES = ("Lê", "Trần", "Phạm", "Vũ", "Đỗ", "Bùi", "Hồ")
_MIDDLES = ("Thị", "Văn")
_GIVEN = ("Tận Tụy", "Chu Đáo", "Công Tâm", "Liêm Chính", "Kỷ Cương")
_OFFICER = Text(vi="Cán bộ một cửa", en="One-stop officer")
_CASEWORKER = Text(vi="Cán bộ xử lý", en="Caseworker")
_LEAD = Text(vi="Lãnh đạo cơ quan", en="Agency lead")
_MANAGER = Text(vi="Lãnh đạo theo dõi toàn bộ hồ sơ", en="Manager who sees every case")
_AUDITOR = Text(vi="Cán bộ kiểm tra (chỉ xem)", en="Auditor (looks on)")
_PORTAL = Text(vi="Cổng dịch vụ công (người dân nộp trực tuyến)", en="Public-service portal (citizens online)")


class DemoAccount(Value):
    """Who one may sign in as; `token` is written to a file that only its owner reads, never in real use."""

    name: str
    role: Role
    agency: str | None
    territory: str | None
    token: str
    words: Text
    post: str = ""
    """What tells it from others of the same agency in its id; nothing for the first."""


_ADAPTER: TypeAdapter[tuple[DemoAccount, ...]] = TypeAdapter(tuple[DemoAccount, ...])


def provide_accounts(file: Path, directory: AgencyDirectory, tokens: TokenBook, now: datetime) -> Sequence[DemoAccount]:
    """The accounts of the file, made at the first time; their tokens are good in the database, old or new."""
    accounts = _read(file) if file.exists() else _invented(directory, civil_date(to_instant(now)))
    _write(file, accounts)
    for account in accounts:
        tokens.issue(_actor(account), now, token=account.token)
    return accounts


def _invented(directory: AgencyDirectory, on: date) -> tuple[DemoAccount, ...]:
    there = {name: agency for name, agency in directory.agencies.items() if agency.valid.contains(on)}
    offices = [
        _account(number, Role.ONE_STOP_OFFICER if agency.kind == ONE_STOP_KIND else Role.CASEWORKER, name, directory)
        for number, (name, agency) in enumerate(there.items())
    ]
    count = len(offices)
    everywhere = (
        _account(count, Role.MANAGER, None, directory),
        _account(count + 1, Role.CITIZEN_PORTAL, None, directory),
        _account(count + 2, Role.AUDITOR, None, directory),
    )
    return (*offices, *everywhere, *_beside(offices, count + len(everywhere), directory))


def _beside(offices: Sequence[DemoAccount], count: int, directory: AgencyDirectory) -> Iterator[DemoAccount]:
    """Work is given to colleagues, done for who is away, and extended by a lead: one commune is enough to play that."""
    counters = (one.territory for one in offices if one.role is Role.ONE_STOP_OFFICER)
    commune = next(counters, None)
    desks = [
        AgencyId(one.agency)
        for one in offices
        if one.agency and one.role is Role.CASEWORKER and one.territory == commune
    ]
    posts = [
        (desk, role, post) for desk in desks for role, post in ((Role.AGENCY_LEAD, "lead"), (Role.CASEWORKER, "second"))
    ]
    for number, (desk, role, post) in enumerate(posts, start=count):
        yield _account(number, role, desk, directory, post)


_PARTS = {
    Role.ONE_STOP_OFFICER: _OFFICER,
    Role.CASEWORKER: _CASEWORKER,
    Role.AGENCY_LEAD: _LEAD,
    Role.MANAGER: _MANAGER,
    Role.CITIZEN_PORTAL: _PORTAL,
    Role.AUDITOR: _AUDITOR,
}


def _account(
    number: int, role: Role, agency: AgencyId | None, directory: AgencyDirectory, post: str = ""
) -> DemoAccount:
    part = _PARTS[role]
    office = directory.agencies[agency] if agency else None
    return DemoAccount(
        name=_name_of(number),
        role=role,
        agency=agency,
        territory=office.territory if office else None,
        token=secrets.token_urlsafe(32),
        words=Text(vi=f"{part.vi}, {office.title.vi}", en=f"{part.en}, {office.title.en}") if office else part,
        post=post,
    )


def _name_of(number: int) -> str:
    """The three lists turn at their own paces: 70 names, then again with a number behind."""
    name = f"{_SURNAMES[number % 7]} {_MIDDLES[number % 2]} {_GIVEN[number % 5]}"
    return f"{name} {number // 70 + 1}" if number >= 70 else name


def _actor(account: DemoAccount) -> Actor:
    return Actor(
        id=ActorId("-".join(filter(None, ("demo", account.agency or account.role.value, account.post)))),
        name=account.name,
        agency=AgencyId(account.agency) if account.agency else None,
        # The play enters what happened in the days before: a permission of its own.
        roles=(account.role, Role.LATE_ENTRY) if account.agency else (account.role,),
    )


def _read(file: Path) -> tuple[DemoAccount, ...]:
    return _ADAPTER.validate_json(file.read_bytes())


def _write(file: Path, accounts: tuple[DemoAccount, ...]) -> None:
    """For the owner alone from the first byte on, and in one piece."""
    draft = file.with_name(file.name + ".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        said = [account.model_dump(mode="json") for account in accounts]
        json.dump(said, out, ensure_ascii=False, indent=2)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
