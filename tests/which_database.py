"""The database that the tests are to run on."""

import os

DATABASE_URL = os.environ.get("DATABASE_URL", "")
IS_POSTGRESQL = DATABASE_URL.startswith("postgres")
