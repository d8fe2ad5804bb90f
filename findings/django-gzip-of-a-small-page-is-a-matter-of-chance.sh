#!/usr/bin/env bash
# Django 5.2.19, GZipMiddleware.
#
# Seen: the same small page, asked for 300 times with "Accept-Encoding: gzip", comes compressed in
# some answers and plain in others. The middleware puts up to 100 random bytes into the gzip header
# and gives the plain body where the result is not shorter, so the dice decide.
#
#   230 bytes: some of 300 compressed, some not
#   839 bytes: 300 of 300 compressed
#
# Who meets it: whoever compares a site with its published copy, or a cache that keeps the first
# answer. Content-Length and Content-Encoding of a page that nobody changed come and go.
# Why it surprises: whether compressing is worth it looks like a property of the page.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet Django==5.2.19
cat >"$work/seen.py" <<'PYTHON'
import random, sys
import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
settings.configure(
    SECRET_KEY="only here", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"],
    MIDDLEWARE=["django.middleware.gzip.GZipMiddleware"],
)
django.setup()
dice = random.Random(1)
def page(request, words):
    return HttpResponse(" ".join(words_of[words]), content_type="text/plain")
words_of = {n: [f"{dice.getrandbits(24):06x}" for _ in range(n)] for n in (33, 120)}
urlpatterns = [path("<int:words>", page)]
from django.test import Client
client = Client(headers={"accept-encoding": "gzip"})
for words in words_of:
    given = [client.get(f"/{words}").has_header("Content-Encoding") for _ in range(300)]
    size = words * 7 - 1
    print(f"{size} bytes: {sum(given)} of {len(given)} compressed", file=sys.stderr)
    print(size, "always" if all(given) else "sometimes" if any(given) else "never")
PYTHON
"$work/venv/bin/python" "$work/seen.py" >"$work/out"
diff - "$work/out" <<'OUT'
230 sometimes
839 always
OUT
