"""Files of articles as each change left them."""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from articles.core.source.article_paths import source_path
from articles.core.source.related_writer import Target
from articles.core.source.writer import Unwritable
from articles.database.batches import batches
from articles.exporter.article_bytes import File, files_of
from articles.exporter.git_changes import Change
from articles.models import Article, Revision, Status, Subject
from articles.models.source_file import counting_file
from articles.publishing import find_targets, write_file

_CHANGES_A_PAGE = 500


@dataclass(frozen=True, slots=True)
class State:
    """What a change made of the files: `gone` is a path that the article has left; `file` is None
    where there is none to be written; `answer` names the images."""

    gone: str
    file: File | Unwritable | None
    answer: str = ""


def states_of(changes: Sequence[Change]) -> Iterator[State]:
    """Yield what each change left, in order. The last version of an article is written as a folder
    export writes it; an earlier one in the style of the file that counts now, since of the bytes
    that came in only the last are kept. Eight queries for 500 changes."""
    for some in batches(list(changes), _CHANGES_A_PAGE):
        yield from _states_of_page(some)


def _states_of_page(changes: Sequence[Change]) -> Iterator[State]:
    keys = {change.article_key for change in changes}
    rows = Article.objects.filter(pk__in=keys).select_related("subject")
    articles = rows.prefetch_related("related", "source_files").in_bulk()
    revisions = _revisions_of(changes)
    subjects = Subject.objects.in_bulk(
        {row.subject_slug for row in revisions.values()}, field_name="slug"
    )
    targets = find_targets(articles.values()) if revisions else {}
    last = {change.article_key for change in changes if change.of_article not in revisions}
    written = [article for key, article in articles.items() if key in last]
    written = [article for article in written if article.status == Status.PUBLISHED]
    files = dict(zip((article.pk for article in written), files_of(written), strict=True))
    for change in changes:
        article = articles.get(change.article_key)
        revision = revisions.get(change.of_article)
        if article is None and (revision is None or not change.old_path):
            yield State(change.old_path, None)
        elif revision is not None:
            yield _earlier(change, article, revision, subjects, targets)
        else:
            yield _present(change, article, files.get(article.pk))


def _revisions_of(changes: Sequence[Change]) -> dict[tuple[int, int], Revision]:
    """What is left of the versions that the changes made; of the others' texts none is read."""
    keys = {change.article_key for change in changes}
    versions = {change.version for change in changes}
    wanted = {change.of_article for change in changes}
    left = Revision.objects.filter(article_key__in=keys, version__in=versions).order_by()
    found = [pk for pk, *of in left.values_list("pk", "article_key", "version") if (*of,) in wanted]
    rows = Revision.objects.filter(pk__in=found)
    return {(row.article_key, row.version): row for row in rows}


def _present(change: Change, article: Article, file: File | Unwritable | None) -> State:
    path = article.source_path
    if file is None:
        return State(_left(change, article.status, path), None)
    return State(change.old_path if change.old_path != path else "", file, article.answer)


def _earlier(
    change: Change,
    article: Article | None,
    revision: Revision,
    subjects: Mapping[str, Subject],
    targets: Mapping[int, Target],
) -> State:
    path = source_path(revision.subject_slug, revision.slug)
    if revision.status != Status.PUBLISHED:
        return State(_left(change, revision.status, path), None)
    if article is None:
        # Its file goes with the change that deleted it, by whoever did that.
        return State(change.old_path if change.old_path != path else "", None)
    then = copy.copy(article)
    subject = subjects.get(revision.subject_slug)
    then.subject = subject or Subject(slug=revision.subject_slug, name=revision.subject_slug)
    then.slug, then.status, then.source_id = revision.slug, revision.status, revision.source_id
    content = revision.content()
    source = counting_file(article.source_files.all(), path)
    gone = change.old_path if change.old_path != path else ""
    try:
        data = write_file(then, content, source=source, targets=targets)
    except Unwritable:
        # A later version of it can be written, or is reported at the end.
        return State(gone, None)
    is_own = source is None or source.read_bytes() != data
    moment = int(revision.created_at.timestamp())
    return State(gone, File(path, data, moment, is_own), content.answer)


def _left(change: Change, status: str, path: str) -> str:
    """The file of an article that is no more public goes; one that never was is not this site's to
    remove: a draft may be the publisher's."""
    if change.was_public or status == Status.WITHDRAWN:
        return change.old_path or path
    return change.old_path if change.old_path != path else ""


def own_files(states: Iterable[State]) -> Iterator[File]:
    """Yield the files, of which those that this site wrote are to be noted."""
    for state in states:
        if isinstance(state.file, File):
            yield state.file
