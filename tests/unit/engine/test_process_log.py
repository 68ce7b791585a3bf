"""What a process says: JSON lines or words for a terminal, and of an exception its kind and place, never its message."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy import text

from engine.core.errors import InvariantBroken
from engine.process_log import speak, take_over
from engine.store.database import Database

NAME = "Canary Thị Bí Mật"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logging belongs to the whole process: handed back as it was."""
    root = logging.getLogger()
    handlers, level, hook = list(root.handlers), root.level, threading.excepthook
    of_libraries = [logger for logger in root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    as_they_were = [(logger, list(logger.handlers), logger.propagate) for logger in of_libraries]
    yield
    for logger, had, propagates in as_they_were:
        logger.handlers[:], logger.propagate = had, propagates
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    threading.excepthook = hook
    structlog.reset_defaults()


@pytest.fixture
def out() -> io.StringIO:
    said = io.StringIO()
    speak("json", said)
    return said


def lines(said: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_each_line_is_an_object(out: io.StringIO) -> None:
    structlog.get_logger().info("entered", case="c-1", version=3)
    (line,) = lines(out)
    assert (line["event"], line["case"], line["version"], line["level"]) == ("entered", "c-1", 3, "info")
    assert line["timestamp"]


def test_at_a_terminal_it_is_words() -> None:
    said = io.StringIO()
    speak("console", said)
    structlog.get_logger().info("entered", version=3)
    assert "entered" in said.getvalue() and "version=3" in said.getvalue() and not said.getvalue().startswith("{")


def test_an_exception_is_told_without_its_message(out: io.StringIO) -> None:
    try:
        _fail()
    except InvariantBroken:
        structlog.get_logger().exception("turn_failed")
    (line,) = lines(out)
    assert line["exception"] == ["InvariantBroken", "ValueError"]
    assert line["at"][-1].startswith("engine/test_process_log.py:") and line["at"][-1].endswith(" _fail")
    assert NAME not in out.getvalue()


def test_what_libraries_quote_is_withheld(out: io.StringIO) -> None:
    logging.getLogger("prefect.flow_runs").error(f"Encountered an exception: {NAME}")
    logging.getLogger("somebody.else").warning("bad value %r", NAME)
    found = lines(out)
    assert [line["logger"] for line in found] == ["prefect.flow_runs", "somebody.else"]
    assert all(line["place"].startswith("test_process_log:") for line in found)
    assert NAME not in out.getvalue()


def test_prefect_on_import_does_not_get_the_last_word() -> None:
    from prefect.logging.configuration import setup_logging

    said = io.StringIO()
    speak("json", said)
    setup_logging(incremental=False)
    speak("json", said)
    logging.getLogger("prefect.flow_runs").error(NAME)
    logging.getLogger("asyncio").error(NAME)
    assert [line["logger"] for line in lines(said)] == ["prefect.flow_runs", "asyncio"]
    assert NAME not in said.getvalue()


def test_what_the_server_says_of_itself_is_told(out: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").warning("Started server process [%d]", 7)
    assert lines(out)[0]["event"] == "Started server process [7]"


def test_a_library_with_handlers_of_its_own_speaks_as_we_do(out: io.StringIO) -> None:
    own = io.StringIO()
    logger = logging.getLogger("prefect.a_test_of_ours")
    logger.addHandler(logging.StreamHandler(own))
    take_over("prefect.a_test_of_ours")
    logger.error(NAME)
    assert (own.getvalue(), len(lines(out))) == ("", 1)


def test_a_thread_that_dies_quotes_nothing(out: io.StringIO) -> None:
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()
    (line,) = lines(out)
    assert line["event"] == "thread_failed"
    assert NAME not in out.getvalue()


def test_an_error_of_the_database_quotes_no_values(tmp_path: Any) -> None:
    database = Database(f"sqlite:///{tmp_path / 'any.db'}")
    with pytest.raises(Exception, match="no such function") as raised, database.read() as connection:
        connection.execute(text("SELECT unheard_of(:name)"), {"name": NAME})
    database.close()
    assert NAME not in str(raised.value)


def _fail() -> None:
    try:
        raise ValueError(NAME)
    except ValueError as error:
        raise InvariantBroken(NAME) from error
