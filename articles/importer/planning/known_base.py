"""The base that a file is merged over, where the last import's word alone would mislead: after a
refused replacement, and where an editor gave a related question its address of today."""

from collections.abc import Mapping
from dataclasses import replace

from articles.core.source.article_paths import article_path
from articles.importer.planning.decision import Known, with_moved_rows
from articles.importer.planning.prepare import Prepared
from articles.models import Article, Redirect, ReplacedFile

Found = dict[str, tuple[Known, Article | None]]


def with_refused_base(found: Found, batch: Mapping[str, Prepared]) -> Found:
    """Return what is known, where a file goes back to the id that the article has over the last
    file under that id: the one since was refused, and nothing of it is live. One query, none where
    no file does."""
    back = {
        path: known
        for path, (known, article) in found.items()
        if article
        and known.base is not None
        and known.source_id is not None
        and known.base_source_id != known.source_id == batch[path].document.source_id
    }
    if not back:
        return found
    changed = {}
    for file in ReplacedFile.objects.of_paths(back).order_by("import_run_id"):
        if file.source_id == back[file.path].source_id:
            changed[file.path] = file
    return found | {
        path: (
            replace(
                back[path],
                base=file.read_base(),
                base_source_id=file.source_id,
                base_run=file.import_run_id,
            ),
            found[path][1],
        )
        for path, file in changed.items()
    }


def with_rows_of_today(found: Found, batch: Mapping[str, Prepared]) -> Found:
    """Return what is known, the related questions of the base at the addresses that the article
    has them at, where an old one leads there. One query, none where no editor gave a row of a file
    another address."""
    asked = {}
    for path, (known, _) in found.items():
        if known.base is None or known.ours is None:
            continue
        theirs = batch[path].document.content
        said = {link.path for side in (known.base, theirs) for link in side.related}
        own = {link.path for link in known.ours.related}
        if said - own and own - said:
            asked[path] = said - own, own
    if not asked:
        return found
    led = _led({old for gone, _ in asked.values() for old in gone})
    changed = dict(found)
    for path, (gone, own) in asked.items():
        moved = {old: led[old] for old in gone if led.get(old) in own}
        if moved:
            known, article = found[path]
            base = with_moved_rows(known.base, moved)
            changed[path] = (
                replace(known, base=base, moved_rows=tuple(sorted(moved.items()))),
                article,
            )
    return changed


def _led(paths: set[str]) -> dict[str, str]:
    """{old address: where the article stands that it leads to}."""
    rows = Redirect.objects.filter(old_path__in=paths).exclude(article=None)
    return {
        old: article_path(subject, slug)
        for old, subject, slug in rows.values_list(
            "old_path", "article__subject__slug", "article__slug"
        )
    }
