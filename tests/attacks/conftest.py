"""The served API, shared by the attacks of one file, and everybody's tokens."""

from collections.abc import Iterator

import pytest

from tests.support.served_api import ServedApi, served_api


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApi]:
    with served_api(tmp_path_factory.mktemp("attacked")) as served:
        yield served
