"""Where the log goes, and in which form: to standard error, a line or a JSON object a record."""

import json
import logging
from datetime import UTC, datetime
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
    formatter = {"()": "qtsite.logging_setup.ServerFormatter"}
    return {
        "formatters": {"generic": formatter, "access": formatter},
        "handlers": {
            name: {"class": "logging.StreamHandler", "formatter": formatter}
            for name, formatter in (("console", "generic"), ("access", "access"))
        },
    }


class ServerFormatter(logging.Formatter):
    """The same object for what granian says, which answers no request. The supervisor loads nothing
    of the site: what it had loaded its new workers would have, too, when the code is another."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        said = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)
