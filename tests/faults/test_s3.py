"""Backups of media in a bucket into a bucket: a killed command and a killed service leave no half
archive, and what is restored is what there was."""

import random
import time

from tests.faults.test_backups import tables_of
from tests.s3_server import BUCKET, running_s3

ARCHIVE = f"s3://{BUCKET}/backups/library.tar.gz"
MEDIA = {f"media/a/{number}.bin": random.Random(number).randbytes(20_000) for number in range(40)}


def test_a_backup_in_a_bucket_is_whole_or_not_there_and_comes_back(library, make_site):
    with running_s3() as s3:
        site, other = library.site, make_site("other")
        for one in (site, other):
            one.variables |= s3.variables
        for name, data in MEDIA.items():
            s3.client.put_object(Bucket=BUCKET, Key=name, Body=data)

        # The command is killed as soon as it has begun an upload.
        process = site.start("backup", ARCHIVE)
        while process.poll() is None and not s3.uploads():
            time.sleep(0.01)
        process.kill()
        process.communicate()
        if process.returncode:
            assert s3.names("backups/") == []

        # The service is gone: a sentence.
        s3.kill()
        failed = site.run("backup", ARCHIVE)
        assert failed.status == 1
        assert f"{ARCHIVE} was not written: Could not connect" in failed.stderr
        s3.start()

        if not s3.names("backups/"):
            made = site.run("backup", ARCHIVE)
            assert made.status == 0, made.stderr
            assert f"{len(MEDIA)} uploaded files" in made.stdout
        assert "is whole" in site.run("verify_backup", ARCHIVE).stdout
        assert "exists already" in site.run("backup", ARCHIVE).stderr

        # Into an empty site, whose bucket has lost its media.
        for name in MEDIA:
            s3.client.delete_object(Bucket=BUCKET, Key=name)
        restored = other.run("restore", ARCHIVE)
        assert restored.status == 0, restored.stderr
        assert {name: s3.body(name) for name in s3.names("media/")} == MEDIA
        before, after = tables_of(site), tables_of(other)
        assert {name for name in before if before[name] != after[name]} <= {"sqlite_sequence"}
