"""Database state that planning needs: known files, articles and open replacements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Lookup, Q

from articles.core.source import READER_VERSION
from articles.core.source.article_paths import article_path, source_path
from articles.database.among import among
from articles.database.retry import Overtaken
from articles.importer.planning.corrections import agreed, corrections
from articles.importer.planning.decision import Known, said_by_file
from articles.importer.planning.known_base import with_refused_base, with_rows_of_today
from articles.importer.planning.own_exports import exported_digests
from articles.importer.planning.prepare import Prepared
from articles.models import Article, Conflict, ImportRun, KeptDelivery, SourceFile, Status
from articles.models.conflict import REPLACEMENT

_NOTHING_KNOWN = Known()


def known_digests() -> dict[str, str]:
    """Return {source path: sha256} of every file that this reader has read: an unchanged file
    then costs a hash. About 250 bytes a file. Where a later one is kept until its article comes
    back, the file that was read is not the last that came."""
    known = dict(
        SourceFile.objects.filter(reader_version=READER_VERSION).values_list("path", "sha256")
    )
    for path in KeptDelivery.objects.filter(settled_by=None).values_list("path", flat=True):
        known.pop(path, None)
    return known


def known_of(batch: Sequence[Prepared]) -> dict[str, tuple[Known, Article | None]]:
    """Return what is known of each file of the batch, by its source path.

    By the file's path first, so that a moved article is found by the file that made it; then by
    the address. Articles are locked where a transaction is open, so that nobody comes between;
    raises Overtaken where somebody came before the locks.
    """
    by_path = {path_of(prepared): prepared for prepared in batch}
    owners = dict(SourceFile.objects.filter(among("path", by_path)).values_list("path", "article"))
    by_id = _read([among("pk", [pk for pk in owners.values() if pk])])
    by_address = articles_at(
        (prepared.document.subject_slug, prepared.document.slug)
        for path, prepared in by_path.items()
        if path not in owners
    )
    articles = {
        path: by_id.get(owners[path])
        if path in owners
        else by_address.get((prepared.document.subject_slug, prepared.document.slug))
        for path, prepared in by_path.items()
    }
    files = _read_files(owners, by_path)
    holding = _holding(articles.values())
    moved_from = _moved_from(by_address.values())
    texts = _same_texts(
        [by_path[path].computed.digest for path, article in articles.items() if article is None]
    )
    exported = exported_digests(by_path)
    found = {}
    for path, article in articles.items():
        prepared, file = by_path[path], files.get(path)
        known = _known(file, article, prepared, holding)
        if article and file is None:
            known = replace(known, moved_from=moved_from.get(article.pk, ""))
        if article is None and (address := texts.get(prepared.computed.digest)):
            known = replace(known, same_text_at=address)
        # Of a deleted article, too, as long as anything is known of it.
        if prepared.sha256 in exported and not known.is_same_file and (article or file):
            known = replace(known, is_own_export=True)
        found[path] = known, article
    found = with_refused_base(found, by_path)
    return _with_corrections(with_rows_of_today(found, by_path), by_path)


def _with_corrections(
    found: dict[str, tuple[Known, Article | None]], by_path: dict[str, Prepared]
) -> dict[str, tuple[Known, Article | None]]:
    wanted = {
        known.article_id: fields
        for path, (known, _) in found.items()
        if (fields := agreed(path, known, said_by_file(by_path[path], known)))
    }
    if corrected := corrections(wanted):
        for path, (known, article) in found.items():
            if of_article := corrected.get(known.article_id):
                found[path] = replace(known, corrected=of_article), article
    return found


def _read_files(
    owners: dict[str, int | None], by_path: dict[str, Prepared]
) -> dict[str, SourceFile]:
    """The files behind the locks of their articles: what another import wrote while this one waited
    is the base of the merge. An older base would make its changes look like an editor's."""
    files = {file.path: file for file in SourceFile.objects.filter(among("path", by_path))}
    for path in by_path:
        file = files.get(path)
        if (path in owners) != (file is not None) or (file and file.article_id != owners[path]):
            raise Overtaken(owners.get(path) or file.article_id)
    return files


def _same_texts(digests: Sequence[str]) -> dict[str, str]:
    """The address of a published article for each digest that one has. What the run itself made,
    or one that died and that it finishes, is no older text."""
    if not digests:
        return {}
    unfinished = set(_unfinished_runs())
    # Status and run are looked at here: asked for them, SQLite reads the index of all published
    # articles instead of the few with one of the digests.
    rows = Article.objects.filter(among("content_digest", digests)).order_by("-pk")
    columns = ("content_digest", "subject__slug", "slug", "status", "created_by_run")
    return {
        digest: article_path(subject, slug)
        for digest, subject, slug, status, run in rows.values_list(*columns)
        if status == Status.PUBLISHED and run not in unfinished
    }


def _unfinished_runs() -> list[int]:
    """The runs under way, and those that died and whose paths no later run has read to the end.
    That another import has settled their twins and links does not finish them."""
    died = (ImportRun.State.RUNNING, ImportRun.State.INTERRUPTED)
    runs = list(ImportRun.objects.filter(state__in=died).values_list("pk", "sources"))
    if not runs:
        return []
    finished = ImportRun.objects.filter(state=ImportRun.State.FINISHED, pk__gt=min(runs)[0])
    done = list(finished.values_list("pk", "sources"))
    return [
        pk
        for pk, sources in runs
        if not any(after > pk and read == sources for after, read in done)
    ]


def _moved_from(articles: Iterable[Article]) -> dict[int, str]:
    """The path of the file that counts for each of the articles that have one: they stand at an
    address that is none of their files'."""
    keys = [article.pk for article in articles]
    if not keys:
        return {}
    files = SourceFile.objects.filter(among("article_id", keys)).order_by("pk")
    return dict(files.values_list("article", "path"))


def _holding(articles: Iterable[Article | None]) -> set[tuple[int, str]]:
    """The keys of the articles for which a replacement waits for a person, each with the path of
    the file that offers it ("": not noted)."""
    keys = [article.pk for article in articles if article]
    if not keys:
        return set()
    waiting = Conflict.objects.filter(
        among("article_id", keys), field=REPLACEMENT, closed_at__isnull=True
    )
    return set(waiting.values_list("article_id", "source_path"))


def articles_at(addresses: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Article]:
    """Return the articles at the addresses, (subject slug, slug), a query a subject."""
    slugs = defaultdict(list)
    for subject, slug in addresses:
        slugs[subject].append(slug)
    return {
        (subject, article.slug): article
        for subject, some in slugs.items()
        for article in _read([Q(subject__slug=subject), among("slug", some)]).values()
    }


def path_of(prepared: Prepared) -> str:
    """Return the source path of a prepared file: the address that it declares."""
    return source_path(prepared.document.subject_slug, prepared.document.slug)


def _read(where: Sequence[Lookup | Q]) -> dict[int, Article]:
    rows = Article.objects.filter(*where).select_related("subject").prefetch_related("related")
    if transaction.get_connection().in_atomic_block:
        # In one order, so that two imports do not wait for each other. The key stays, so that
        # rows which point to the article can be written meanwhile.
        rows = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
    return {article.pk: article for article in rows}


def _known(
    file: SourceFile | None,
    article: Article | None,
    prepared: Prepared,
    holding: set[tuple[int, str]],
) -> Known:
    known = _NOTHING_KNOWN
    if file is not None:
        known = Known(
            base=file.read_base(),
            base_source_id=file.source_id,
            is_same_file=file.sha256 == prepared.sha256,
        )
    if article is None:
        return known
    return replace(
        known,
        article_id=article.pk,
        version=article.version,
        address=article.get_absolute_url(),
        is_withdrawn=article.status == Status.WITHDRAWN,
        is_published=article.status == Status.PUBLISHED,
        is_holding=not holding.isdisjoint({(article.pk, ""), (article.pk, path_of(prepared))}),
        ours=article.content(),
        source_id=article.source_id,
    )
