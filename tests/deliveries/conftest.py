"""Deliveries of a few files, and a worker for them."""

import zipfile

import pytest

from articles.deliveries import bring, keep_upload
from tests.factories import make_user
from tests.tasks.conftest import work_off  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()


def file_of(title, answer="It is what is asked for, and a little more.", **front):
    lines = [f"title: {title}", f"question: {title}", f"article_title: {title}"]
    lines += [f"{name}: {value}" for name, value in front.items()]
    return "\n".join(["---", *lines, "---", "", answer, ""])


def zipped(folder, files):
    """An archive of {name: text}."""
    path = folder / "delivery.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


@pytest.fixture
def bring_files(tmp_path, work_off):  # noqa: F811
    """Bring {name: text} as an upload; return the delivery as it is once it was read."""

    def bring_them(files, user=None):
        path = zipped(tmp_path, files)
        source = keep_upload("week.zip", [path.read_bytes()])
        user = user or make_user("head", is_superuser=True)
        delivery = bring("week.zip", str(source), is_upload=True, user=user)
        work_off()
        delivery.refresh_from_db()
        return delivery

    return bring_them
