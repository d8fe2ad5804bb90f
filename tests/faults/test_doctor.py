"""`manage.py doctor` without the rights of root, on files that are not as they should be."""

import json
import os
import sqlite3

IS_ROOT = os.geteuid() == 0
# What lets root read and write whatever the rights say (capabilities(7)).
AS_A_USER = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner") if IS_ROOT else ()


def examined(site, *checks):
    """The exit status, and {check: (its status, its sentences)}."""
    outcome = site.run("doctor", "--json", *checks, prefix=AS_A_USER)
    said = json.loads(outcome.stdout)["checks"]
    return outcome.status, {
        name: (one["status"], " ".join(problem["sentence"] for problem in one["problems"]))
        for name, one in said.items()
    }


def test_files_that_cannot_be_read_or_written(sqlite_site):
    folder, media = sqlite_site.folder, sqlite_site.folder / "media"
    media.mkdir()
    checks = ("database", "storage", "permissions")
    assert examined(sqlite_site, *checks)[0] == 0
    media.chmod(0o000)
    folder.chmod(0o500)
    sqlite_site.database_file.chmod(0o400)
    try:
        status, found = examined(sqlite_site, *checks)
    finally:
        folder.chmod(0o700)
        media.chmod(0o700)
        sqlite_site.database_file.chmod(0o600)
    assert status == 2
    assert found["storage"] == ("error", f"{media} cannot be read: articles have no pictures.")
    assert found["permissions"][0] == "error"
    assert f"{folder} cannot be written" in found["permissions"][1]
    assert "database" in found
    assert found["database"][0] != "fine"


def test_a_database_that_is_damaged(sqlite_site):
    assert examined(sqlite_site, "database-file")[0] == 0
    file = sqlite_site.database_file
    with sqlite3.connect(file) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'django_content_type'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with file.open("r+b") as stream:
        stream.seek((page - 1) * size + 8)
        stream.write(b"\xff" * 400)
    status, found = examined(sqlite_site, "database-file")
    assert status == 2
    assert "damaged" in found["database-file"][1] or "malformed" in found["database-file"][1]
