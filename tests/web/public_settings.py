"""The settings of a site at a public address, as a process of such a site has them."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_NAMES = (
    *("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"),
    *("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_REFERRER_POLICY"),
)
_CODE = f"""import json
from qtsite import settings
print(json.dumps({{name: getattr(settings, name) for name in {_NAMES!r}}}))"""


@cache
def public_settings(url="https://learn.example.org"):
    """{name: value} of the settings that depend on the address."""
    variables = {**os.environ, "SITE_URL": url, "SECRET_KEY": "x" * 60}
    done = subprocess.run(
        [sys.executable, "-c", _CODE], cwd=ROOT, env=variables, capture_output=True, check=True
    )
    return json.loads(done.stdout)


def make_public(settings):
    """Let the settings of a test be those of a public site that `testserver` answers for."""
    for name, value in public_settings().items():
        setattr(settings, name, value)
    settings.ALLOWED_HOSTS = ["testserver"]
    return settings
