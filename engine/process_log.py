"""How a process speaks: a JSON object on each line, readable at a terminal; never a word that a person wrote.

Names, forms and reasons reach a log in one way above all: in the message of an exception, or of a library that quotes it.
So an exception is told by its kind and its place, and the message of a library only where it speaks of the machine.
"""

import io
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TextIO, cast

import structlog
from structlog.typing import EventDict, Processor

LogFormat = Literal["auto", "json", "console"]

OF_THE_MACHINE = frozenset({"uvicorn.error", "lienthong"})
"""Loggers of libraries whose messages quote no data. The others are told by their place in the source."""

_WITH_HANDLERS = ("prefect", "uvicorn")
"""Libraries that give their loggers handlers of their own: Prefect does on import, and to the root, too."""

_FRAMES = 15
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
_log = structlog.get_logger()


def speak(log_format: LogFormat, stream: TextIO | None = None) -> None:
    """From now on everything that this process says goes to `stream`; libraries from their warnings upwards. To be said
    again after the import of Prefect."""
    out = stream or sys.stderr
    at_terminal = log_format == "console" or (log_format == "auto" and out.isatty())
    last: Processor = (
        structlog.dev.ConsoleRenderer(colors=out.isatty())
        if at_terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            where_it_broke,
            last,
        ],
        logger_factory=structlog.PrintLoggerFactory(file=cast(TextIO, _Patient(out))),
    )
    logging.basicConfig(level=logging.WARNING, handlers=[Withholding()], force=True)
    for library in _WITH_HANDLERS:
        take_over(library)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def take_over(logger: str) -> None:
    """A library that brought its own handlers speaks as the rest of the process does."""
    names = [name for name in logging.root.manager.loggerDict if name == logger or name.startswith(f"{logger}.")]
    for name in (logger, *names):
        found = logging.getLogger(name)
        found.handlers.clear()
        found.propagate = True


def where_it_broke(_: Any, __: str, said: EventDict) -> EventDict:
    """In place of a traceback, which quotes messages: the kinds of the exception and its causes, and where it came from."""
    exc_info = said.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    error = exc_info if isinstance(exc_info, BaseException) else exc_info[1] if exc_info else None
    if error is not None:
        said["exception"] = [type(cause).__name__ for cause in _with_causes(error)]
        said["at"] = _places(error.__traceback__)
    return said


class Withholding(logging.Handler):
    """Hands what libraries log on as fields; what they say stays away unless it is known to speak of the machine."""

    def emit(self, record: logging.LogRecord) -> None:
        event = record.getMessage() if record.name in OF_THE_MACHINE else "library_says"
        place = f"{record.module}:{record.lineno} {record.funcName}"
        _log.log(record.levelno, event.strip(), logger=record.name, place=place, exc_info=record.exc_info)


class _Patient(io.TextIOBase):
    """Where a log goes may be full, or gone: then a line is lost, and nothing else."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._out.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._out.flush()


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        yield cause
        seen.add(id(cause))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _places(traceback: TracebackType | None) -> list[str]:
    """The innermost places last, as in a traceback; without the folders of this machine."""
    places = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{'/'.join(Path(code.co_filename).parts[-2:])}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return places[-_FRAMES:]


def _uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    _log.critical("process_failed", exc_info=(kind, error, traceback))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        _log.error("thread_failed", exc_info=args.exc_value)
