"""Uploaded files on their way into an archive, from a storage that fails at times."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage

from articles.backups import backup
from articles.backups.archive import Manifest, new_archive
from articles.object_storage import StorageUnavailable

NAME = "images/ab/boat.webp"


class Moody(InMemoryStorage):
    """Like a bucket: whether it answers is another thing each time. `fails` are its next times."""

    fails = 0

    def open_patiently(self, name):
        if Moody.fails:
            Moody.fails -= 1
            raise StorageUnavailable("Read timeout")
        return self.open(name)


@pytest.fixture
def archive(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "_WAITS_SECONDS", (0, 0))
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.Moody"}}
    default_storage.save(NAME, ContentFile(b"pixels"))
    manifest = Manifest("sqlite", "2026-03-04T05:06:07+00:00", [])
    with new_archive(tmp_path / "library.tar.gz", manifest) as writer:
        yield writer


@pytest.mark.parametrize("fails", [0, 1, 2])
def test_a_file_that_is_not_given_at_once_is_asked_for_again(archive, fails):
    Moody.fails = fails
    assert backup._add_medium(archive, NAME)
    assert archive.manifest.files[f"media/{NAME}"].bytes == 6


def test_what_a_storage_never_gives_ends_the_backup_by_name(archive):
    Moody.fails = 3
    with pytest.raises(StorageUnavailable, match=rf"{NAME} was asked for 3 times: Read timeout"):
        backup._add_medium(archive, NAME)


def test_a_file_that_is_gone_is_not_waited_for(archive):
    assert not backup._add_medium(archive, "images/ab/other.webp")


def test_a_file_that_cannot_be_read_is_named(archive):
    class Bad(io.BytesIO):
        def read(self, size=-1):
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match=r"media/a could not be read: .*Input/output"):
        archive.add("media/a", Bad(b"pixels"), 6)
    with pytest.raises(OSError, match="media/b has become shorter"):
        archive.add("media/b", io.BytesIO(b"pix"), 6)
