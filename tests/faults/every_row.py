"""`python -m tests.faults.every_row`: prints the digest of each table as Django reads it, which is
the same for the same rows on every database: {"articles_article": [rows, digest], …} as JSON."""

import json
import sys
from hashlib import sha256
from typing import Any

import django
from django.apps import apps

# What a restore itself writes: that everything is shown otherwise, and that it was restored.
OWN = {"articles_pagestamp", "articles_auditentry"}


def main() -> None:
    django.setup()
    json.dump({name: digest for name, digest in _digests() if name not in OWN}, sys.stdout)


def _digests() -> Any:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            rows = sorted(
                json.dumps([*map(_plain, row)], sort_keys=True, default=str)
                for row in model._base_manager.values_list()
            )
            yield model._meta.db_table, [len(rows), sha256("\n".join(rows).encode()).hexdigest()]


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


if __name__ == "__main__":
    main()
