"""Fixtures of the couriers' tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED,
    PREFECT_LOGGING_LEVEL,
    PREFECT_LOGGING_TO_API_ENABLED,
    temporary_settings,
)

from tests.support.prefect_server import PrefectServer


@pytest.fixture
def talking_to_prefect(prefect_server: PrefectServer) -> Iterator[None]:
    """Prefect's client in this very process talks to the suite's server."""
    wanted = {
        PREFECT_API_URL: prefect_server.api_url,
        PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED: False,
        PREFECT_LOGGING_TO_API_ENABLED: False,
        PREFECT_LOGGING_LEVEL: "CRITICAL",
    }
    with temporary_settings(updates=wanted):
        yield
