"""The real deliveries, replayed in their order, with editors at work between them: 80 changes
through the desk's forms, or as many as REPLAY_CHANGES says. Two deliveries that are made up follow,
in which the publisher corrects what editors have changed. REPLAY_SEEDS names other seeds than the
one of every run."""

import os
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from articles.core.source import SourceDocument, read_document
from articles.importer.run import Import
from articles.models import Article, Conflict
from tests.corpus.conftest import files_of
from tests.corpus.replay_editors import Editors
from tests.corpus.replay_oracle import Oracle
from tests.corpus.replay_publisher import Publisher

pytestmark = [pytest.mark.corpus, pytest.mark.django_db]

SEEDS = os.environ.get("REPLAY_SEEDS", "20250217").split(",")
CHANGES = int(os.environ.get("REPLAY_CHANGES", "80"))
FORMS = CHANGES // 5
CORRECTIONS = CHANGES // 3


def read(delivery: Path) -> dict[str, SourceDocument]:
    return {
        path: read_document(file.read_bytes(), path=path)
        for path, file in files_of(delivery).items()
    }


def changed_later(deliveries: list[Path]) -> list[dict[str, int | None]]:
    """Of each delivery, the paths that a later one holds, with the id that they have there."""
    later, seen = [], {}
    for delivery in reversed(deliveries):
        later.append(dict(seen))
        ids = {path: file.source_id for path, file in read(delivery).items()}
        seen |= ids
    return later[::-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_with_editors_at_work_nothing_is_lost_overwritten_or_blended(
    replayed_deliveries, admin_client, tmp_path, seed
):
    deliveries = replayed_deliveries
    oracle = Oracle(tmp_path)
    editors = Editors(admin_client, oracle, int(seed))
    publishers = [Publisher(tmp_path / f"corrected-{n}", int(seed) + n) for n in (1, 2)]

    def deliver(delivery):
        Import([str(delivery)], workers=2).run()
        for path, file in read(delivery).items():
            oracle.deliver(path, file)
        for publisher in publishers:
            publisher.deliver(files_of(delivery))
        editors.learn()
        for path in oracle.states:
            editors.see(path)
        editors.save_forms()

    pauses = len(deliveries) - 1
    for number, (delivery, later) in enumerate(
        zip(deliveries, changed_later(deliveries), strict=True)
    ):
        deliver(delivery)
        if number == pauses:
            break
        changing = sorted(path for path in later if path in oracle.states)
        corrected = [path for path in changing if oracle.states[path].base.source_id == later[path]]
        editors.work(changing, corrected, (CHANGES - FORMS) // pauses + 1)
        editors.bring_back(chance=0.3)
        editors.open_forms(changing, FORMS // pauses + 1)
    for publisher in publishers:
        edited = {
            path: state.live
            for path, state in oracle.states.items()
            if state.live != state.base.content
        }
        editors.open_forms(sorted(edited), FORMS // 4)
        deliver(publisher.correct(edited, CORRECTIONS))
    editors.bring_back()
    states = oracle.states.values()
    asked = Counter(name for state in states for name in state.collisions)
    print(dict(editors.did), "asked:", dict(asked), "held:", sum(each.is_held for each in states))  # noqa: T201
    assert_as_expected(oracle)
    assert sum(editors.did.values()) >= CHANGES


def assert_as_expected(oracle: Oracle) -> None:
    rows = Article.objects.select_related("subject").prefetch_related("related", "source_files")
    articles = {file.path: article for article in rows for file in article.source_files.all()}
    assert articles.keys() == oracle.states.keys()
    wrong = defaultdict(list)
    for path, state in oracle.states.items():
        live = articles[path].content()
        for name in live.__dataclass_fields__:
            value, expected = getattr(live, name), getattr(state.live, name)
            if name == "related" and isinstance(expected, frozenset):
                value = frozenset(value)
            if value != expected:
                wrong[name].append((path, value, expected))
        if articles[path].source_id != state.source_id:
            wrong["source_id"].append((path, articles[path].source_id, state.source_id))
    assert not wrong
    open_now = Conflict.objects.filter(closed_at=None).prefetch_related("article__source_files")
    asked = {(conflict.article.source_files.all()[0].path, conflict.field) for conflict in open_now}
    assert asked == {
        (path, name)
        for path, state in oracle.states.items()
        for name in ({"replacement"} if state.is_held else set()) | state.collisions
    }
