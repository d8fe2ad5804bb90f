"""Where the log goes, and in which form: to standard error, a line or a JSON object a record."""

from typing import Any

_FORMATTERS = {
    "LINE": {"()": "articles.watching.log_formats.LineFormatter"},
    "JSON": {"()": "articles.watching.log_formats.JsonFormatter"},
}


def configuration(log_format: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: `log_format` is LINE or JSON."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"record": _FORMATTERS[log_format]},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "record"}},
        "root": {"handlers": ["console"], "level": level},
        # Django's own handlers stay silent in production: everything goes through the root.
        "loggers": {"django": {"handlers": [], "propagate": True}},
    }


def of_the_server(log_format: str) -> dict[str, Any] | None:
    """Return what differs from granian's own configuration; None where its lines are right."""
    if log_format == "LINE":
        return None
    return {
        "formatters": {"generic": _FORMATTERS["JSON"], "access": _FORMATTERS["JSON"]},
        "handlers": {
            name: {"class": "logging.StreamHandler", "formatter": formatter}
            for name, formatter in (("console", "generic"), ("access", "access"))
        },
    }
