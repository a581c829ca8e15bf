"""Logs: one JSON line an event, with fixed keys; names, ID numbers and phones never belong in one."""

import structlog


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
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        '()': structlog.stdlib.ProcessorFormatter,
        'processors': [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        'foreign_pre_chain': chain,
    }
    return {
        'version': 1,
        'disable_existing_loggers': False,
        'formatters': {'lines': formatter},
        'handlers': {'stderr': {'class': 'logging.StreamHandler', 'formatter': 'lines'}},
        'root': {'handlers': ['stderr'], 'level': level},
        'loggers': {'kafka': {'level': 'CRITICAL'}, 'axes': {'level': 'ERROR'}, 'django.server': {'level': 'WARNING'}},
    }
