"""Forms of a record of the log: a line to read, or an object to search (LOG_FORMAT)."""

import json
import logging
import re
import time
from typing import Any

from articles.watching.page_kinds import PREVIEW
from articles.watching.request_context import CurrentRequest, current_request

# What every record has; the rest is what somebody gave along as `extra`.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Django's, of no use as text: the request is named by its identifier.
_LEFT_OUT = frozenset({"request", "server_time", "sql", "params", "alias"})
# Who has such an address may choose a password, or read a draft: Django logs the addresses of what
# it refuses, also those that still count.
_SECRET = re.compile(r"(/admin/new-password/|/preview/)[^/?\s\"'\\]{20,}")


class LineFormatter(logging.Formatter):
    """`2026-11-30 12:00:00,000 WARNING articles.web [4f0c…]: words`."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}{of_request}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        request = current_request()
        record.of_request = f" [{request.id}]" if request else ""
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        return _without_secrets(super().format(record))


class JsonFormatter(logging.Formatter):
    """One object a line: time (UTC, RFC 3339), level, logger, message, request_id, kind, method and
    path where a request is answered, `exception` with its traceback, and whatever a call gave as
    `extra`. The message is as a line would have it."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": _moment(record.created),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := current_request():
            said |= {
                "request_id": request.id,
                "kind": request.kind,
                "method": request.method,
                "path": _path(request),
            }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            said["stack"] = record.stack_info
        for name, value in vars(record).items():
            if name not in _USUAL and name not in _LEFT_OUT:
                said.setdefault(name, value)
        said["process"] = record.process
        return _without_secrets(json.dumps(said, ensure_ascii=False, default=str))


def _without_secrets(text: str) -> str:
    return _SECRET.sub(r"\1…", text)


def _path(request: CurrentRequest) -> str:
    """The address as it was asked for (PEP 3333: bytes as Latin-1). That of a shared draft is a
    secret."""
    if request.kind == PREVIEW:
        return "/preview/…"
    return request.path.encode("latin-1", "replace").decode(errors="replace")


def _moment(seconds: float) -> str:
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds % 1 * 1000):03d}Z"
