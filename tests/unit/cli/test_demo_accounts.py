"""Demo accounts: one for each office, the same people and tokens at every start, readable by their owner alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.demo_accounts import provide_accounts
from engine.core.actors import Role
from engine.settings import Settings
from engine.wiring import Product, build, migrate

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)


@pytest.fixture
def product(tmp_path: Path) -> Product:
    settings = Settings(data_dir=tmp_path)
    migrate(settings)
    return build(settings)


def test_every_office_has_somebody(product: Product, tmp_path: Path) -> None:
    directory = product.catalogue.agencies
    accounts = provide_accounts(tmp_path / "accounts.json", directory, product.tokens, NOW)
    assert {account.agency for account in accounts if account.agency} == {
        name for name, agency in directory.agencies.items() if agency.valid.contains(NOW.date())
    }
    everywhere = {Role.MANAGER, Role.AUDITOR, Role.CITIZEN_PORTAL}
    assert {account.role for account in accounts} == {
        *(Role.ONE_STOP_OFFICER, Role.CASEWORKER, Role.AGENCY_LEAD),
        *everywhere,
    }
    for account in accounts:
        actor = product.tokens.find_actor(account.token, NOW)
        assert actor is not None and actor.name == account.name and actor.roles[0] == account.role
    product.close()


def test_a_second_start_has_the_same_people(product: Product, tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    first = provide_accounts(file, product.catalogue.agencies, product.tokens, NOW)
    product.tokens.revoke(first[0].token, NOW)
    second = provide_accounts(file, product.catalogue.agencies, product.tokens, NOW)
    assert second == first
    assert product.tokens.find_actor(first[0].token, NOW) is not None
    assert file.stat().st_mode & 0o777 == 0o600
    product.close()


def test_one_commune_has_leads_and_colleagues(product: Product, tmp_path: Path) -> None:
    accounts = provide_accounts(tmp_path / "accounts.json", product.catalogue.agencies, product.tokens, NOW)
    led = {one.agency: one.territory for one in accounts if one.role is Role.AGENCY_LEAD}
    assert len(led) >= 2 and len(set(led.values())) == 1
    for agency in led:
        actors = [product.tokens.find_actor(one.token, NOW) for one in accounts if one.agency == agency]
        assert len({actor.id for actor in actors if actor is not None}) == 3, "a caseworker, a colleague, a lead"
    product.close()


def test_no_two_people_share_a_name(product: Product, tmp_path: Path) -> None:
    accounts = provide_accounts(tmp_path / "accounts.json", product.catalogue.agencies, product.tokens, NOW)
    assert len({account.name for account in accounts}) == len(accounts) > 5
    product.close()
