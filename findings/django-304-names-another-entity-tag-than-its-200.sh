#!/usr/bin/env bash
# Django 5.2.19, GZipMiddleware above ConditionalGetMiddleware (the order of Django's own docs).
#
# Seen: the 200 of a compressed page has a weak entity tag and "Vary: Accept-Encoding"; the 304 for
# the same request, with that tag, has the strong one and no Vary.
#
#   200 W/"…" Accept-Encoding
#   304 "…" None
#
# Who meets it: a cache that keeps answers with their headers. A 304 must repeat the ETag and Vary
# that the 200 would have (RFC 9110, 15.4.5); a cache that updates what it keeps from this one (RFC
# 9111, 3.2) holds compressed bytes under a strong tag, for every encoding.
# Why it surprises: both middlewares know of each other (GZip makes the tag weak on purpose), but a
# 304 is shorter than the 200 bytes from which GZip looks at an answer at all.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet Django==5.2.19
cat >"$work/seen.py" <<'PYTHON'
import re
import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
settings.configure(
    SECRET_KEY="only here", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
    ],
)
django.setup()
urlpatterns = [path("", lambda request: HttpResponse("a line of a page\n" * 100))]
from django.test import Client
client = Client(headers={"accept-encoding": "gzip"})
first = client.get("/")
again = client.get("/", headers={"if-none-match": first["ETag"]})
for answer in (first, again):
    tag = re.sub("[0-9a-f]{32}", "…", answer["ETag"])
    print(answer.status_code, tag, answer.headers.get("Vary"))
PYTHON
"$work/venv/bin/python" "$work/seen.py" | tee "$work/out"
diff - "$work/out" <<'OUT'
200 W/"…" Accept-Encoding
304 "…" None
OUT
