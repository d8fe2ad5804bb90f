"""`python -m tests.faults.delivery …`: what somebody does in the desk with a delivery.

delivery bring NAME    brings a folder below DELIVERIES_DIR
delivery approve       approves all of what was read
delivery state         does nothing

Prints the states of deliveries, imports and tasks as JSON, and for "state" all of the database.
"""

import json
import sys

import django

from tests.faults.snapshot import take

_TIMES = ("started_at", "finished_at")


def main(order: str, name: str = "") -> None:
    django.setup()
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - after django.setup

    from articles.deliveries import KINDS, approve, bring  # noqa: PLC0415
    from articles.models import Delivery, ImportRun, TaskRun  # noqa: PLC0415

    user, _ = get_user_model().objects.get_or_create(username="head", is_superuser=True)
    if order == "bring":
        bring(name, name, is_upload=False, user=user)
    elif order == "approve":
        delivery = Delivery.objects.get()
        approve(delivery, KINDS, digest=delivery.plan_digest, user=user)
    state = {
        "deliveries": list(Delivery.objects.values("state", "sentence", "counts")),
        "imports": list(ImportRun.objects.values("state", "is_settled", "counts", *_TIMES)),
        "tasks": list(TaskRun.objects.order_by("pk").values("kind", "state", "kills", "sentence")),
    }
    if order == "state":
        state["snapshot"] = take()
    json.dump(state, sys.stdout, default=str)


if __name__ == "__main__":
    main(*sys.argv[1:])
