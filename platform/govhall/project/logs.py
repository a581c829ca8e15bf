"""Logs: one JSON line an event, with fixed keys; names, ID numbers and phones never belong in one."""

import re
import traceback
from types import TracebackType

import structlog
from structlog.typing import EventDict, WrappedLogger

# What an exception or a library says may quote what somebody typed: numbers of cards and telephones, and Chinese text.
_QUOTED = re.compile(r'[0-9]{11,}[0-9Xx]?|[^\x00-\x7f]+')
_LONGEST_REASON = 300


def configure_logs(level: str) -> dict[str, object]:
    """Set structlog up and return Django's LOGGING, so that both write the same lines to standard error."""
    chain: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt='iso', utc=True),
    ]
    structlog.configure(
        processors=[
            *chain,
            structlog.processors.ExceptionRenderer(stack_text),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        '()': structlog.stdlib.ProcessorFormatter,
        'processors': [
            structlog.processors.ExceptionRenderer(stack_text),  # of the framework's records: ours have theirs by now
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        'foreign_pre_chain': [*chain, _without_quotes],
    }
    return {
        'version': 1,
        'disable_existing_loggers': False,
        'formatters': {'lines': formatter},
        'handlers': {'stderr': {'class': 'logging.StreamHandler', 'formatter': 'lines'}},
        'root': {'handlers': ['stderr'], 'level': level},
        'loggers': {'kafka': {'level': 'CRITICAL'}, 'axes': {'level': 'ERROR'}, 'django.server': {'level': 'WARNING'}},
    }


def stack_text(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    """The stack of an exception and of its causes, without what they quote of people (see `without_quotes`)."""
    shown = traceback.TracebackException(*exc_info, compact=True)
    _clean(shown)
    return ''.join(shown.format())


def without_quotes(text: str) -> str:
    """Text of a library's with long numbers and Chinese replaced, PostgreSQL's DETAIL and what follows left out."""
    return _QUOTED.sub('…', text.partition('\nDETAIL:')[0])[:_LONGEST_REASON]


def _clean(shown: traceback.TracebackException) -> None:
    """`str()` is what prints an exception's words; the lines of code, which quote nobody, stay as they are."""
    shown._str = without_quotes(str(shown))  # type: ignore[attr-defined]
    for behind in (shown.__cause__, shown.__context__, *(shown.exceptions or ())):
        if behind is not None:
            _clean(behind)


def _without_quotes(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """A library's words hold an exception's, as Celery's do, or an address that somebody typed."""
    event['event'] = without_quotes(str(event['event']))
    return event
