"""Where a thread reads, and that everything is written to the primary."""

import pytest
from django.db import connections

from articles.database import replica_reads
from articles.database.replica_reads import Reading, ReplicaRouter, reading_alias
from articles.models import Article, SiteSettings

router = ReplicaRouter()


@pytest.fixture
def reading(monkeypatch):
    """This thread as in a request that reads a replica."""
    reading = Reading("replica_1")
    monkeypatch.setattr(replica_reads._thread, "reading", reading)
    return reading


def test_without_a_word_everything_is_the_primarys():
    """An instance that came from a replica is never written there."""
    instance = Article()
    instance._state.db = "replica_1"
    assert router.db_for_read(Article, instance=instance) == "default"
    assert router.db_for_write(Article, instance=instance) == "default"


def test_what_a_request_has_written_it_reads(reading):
    assert router.db_for_read(Article) == "replica_1"
    assert router.db_for_write(Article) == "default"
    assert (router.db_for_read(Article), reading_alias()) == ("default", "default")


def test_what_a_process_remembers_is_read_from_the_primary(reading):
    assert router.db_for_read(SiteSettings) == "default"


@pytest.mark.django_db
def test_a_transaction_reads_what_it_has_written(reading):
    assert connections["default"].in_atomic_block
    assert router.db_for_read(Article) == "default"


def test_only_the_primary_is_migrated():
    assert router.allow_migrate("default", "articles")
    assert not router.allow_migrate("replica_1", "articles")
