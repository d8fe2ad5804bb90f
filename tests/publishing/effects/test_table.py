"""Which operation sets off which effect: a row an operation, a column an effect, `x` where the
effect writes. An operation or an effect without its cells fails, and so does a wrong cell."""

import inspect
import re
from dataclasses import replace

import pytest
from django.db import connection

from articles import publishing
from articles.core.article_content import RelatedLink
from articles.core.computed_from_content import compute
from articles.models import (
    Article,
    Conflict,
    ImportRun,
    Redirect,
    Related,
    Rendering,
    Revision,
    SiteSettings,
    Subject,
)
from articles.publishing import BulkItem, Cause, Collision, Delivered, MovedQuestion
from articles.publishing.effects import EFFECTS, apply, effect_order, run_end
from tests.factories import make_article, make_content, make_subject

pytestmark = pytest.mark.django_db

TABLE = """
                         renderings  search documents  findings  agreed conflicts  redirects  links  canonicals  relating queue  IndexNow outbox  change log
create                   x           x                 x         .                 x          x      x           x               x                x
revise                   x           x                 x         x                 .          .      x           x               x                x
restore                  x           x                 x         .                 .          .      x           x               x                x
revert                   x           x                 x         .                 .          .      x           x               x                x
publish                  .           .                 .         .                 x          .      x           x               x                x
unpublish                .           .                 .         .                 .          .      x           x               x                x
withdraw                 .           .                 .         .                 .          .      x           x               x                x
move                     .           .                 .         .                 x          x      .           .               x                x
delete                   .           .                 .         .                 x          .      .           x               x                x
erase                    .           .                 .         .                 .          .      .           x               x                x
undelete                 x           x                 x         .                 x          x      x           x               x                x
absorb                   .           .                 .         .                 x          .      x           x               x                x
decide                   x           x                 x         .                 .          .      x           x               x                x
open_conflicts           .           .                 .         .                 .          .      .           .               .                .
close_settled            .           .                 .         .                 .          .      .           .               .                .
save_redirect            .           .                 .         .                 .          .      .           .               .                x
remove_redirects         .           .                 .         .                 .          .      .           .               .                x
redirect_address         .           .                 .         .                 x          .      .           .               .                x
redirect_moved           .           .                 .         .                 x          .      x           x               x                x
save_subject             .           .                 .         .                 .          .      x           x               x                x
delete_subjects          .           .                 .         .                 .          .      .           .               x                .
save_site_settings       .           .                 .         .                 .          .      .           .               .                .
rerender                 x           x                 x         .                 .          .      .           .               .                .
rerender_introductions   .           .                 .         .                 .          .      .           .               .                .
create_articles          x           x                 x         .                 .          x      x           x               x                x
overwrite_articles       x           x                 x         .                 .          x      x           x               x                x
"""  # noqa: E501 - a table

HEADING, *LINES = TABLE.strip("\n").split("\n")
COLUMNS = re.split(r"\s{2,}", HEADING.strip())
ROWS = {
    line.split()[0]: {
        name for name, cell in zip(COLUMNS, line.split()[1:], strict=True) if cell == "x"
    }
    for line in LINES
}
WRITING_NOTHING = {"find_targets", "outdated", "write_file"}
WAITING = "/learn/physics/questions/waited-for"
# Its replies hold what an inspection finds: an answer that breaks off.
BROKEN_OFF = "What is heat? It is a form of energy that moves from the hotter body to the"


NUMBERS = "articles_change"


class Wrote(set):
    """The names of the effects that have written, and the tables written in each transaction."""

    def __init__(self):
        self.transactions = [[]]
        self.depth = 0

    def clear(self):
        super().clear()
        self.transactions = [[]]

    def watch(self, execute, sql, params, many, context):
        """Note the table of a statement; a test's transactions are savepoints."""
        if sql.startswith("SAVEPOINT"):
            self.depth += 1
        elif sql.startswith("RELEASE"):
            self.depth -= 1
        if self.depth == 0 and self.transactions[-1]:
            self.transactions.append([])
        if match := re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', sql):
            self.transactions[-1].append(match[1])
        return execute(sql, params, many, context)


@pytest.fixture
def wrote(monkeypatch, settings):
    settings.INDEXNOW_KEY = "key-of-this-site"
    names = Wrote()

    def watched(effect):
        def act(changes):
            def watch(execute, sql, params, many, context):
                found = execute(sql, params, many, context)
                # A change that meets no row is none; of an insert the count is not known yet.
                changes_rows = sql.startswith(("UPDATE", "DELETE")) and context["cursor"].rowcount
                if changes_rows or sql.startswith("INSERT"):
                    names.add(effect.name)
                return found

            with connection.execute_wrapper(watch):
                effect.act(changes)

        return effect._replace(act=act)

    monkeypatch.setattr(effect_order, "EFFECTS", tuple(map(watched, EFFECTS)))
    with connection.execute_wrapper(names.watch):
        yield names


def edited(article):
    links = (RelatedLink(WAITING, "Waited for"),)
    return replace(article.content(), answer=BROKEN_OFF, title="Edited", related=links)


def with_twin(slug="one"):
    """An article that a later twin names as canonical, and that another page shows."""
    article = make_article(slug, answer="The same.")
    make_article(f"{slug}-twin", answer="The same.")
    make_article(f"{slug}-shows", related=[article.get_absolute_url()])
    return article


def conflict_about(article):
    before = article.content()
    theirs = replace(before, author="Somebody")
    run = ImportRun.objects.create()
    merged = publishing_merge(before, theirs)
    publishing.open_conflicts([Collision(article.pk, before, before, theirs, None, merged)], run)
    return theirs


def publishing_merge(before, theirs):
    from articles.core.merging import FieldConflict  # noqa: PLC0415 - beside its one use

    return (FieldConflict("author", before.author, before.author, theirs.author),)


def create(wrote):
    make_article("waits", related=[WAITING])
    Redirect.objects.create(old_path=WAITING, is_gone=True)
    wrote.clear()
    publishing.create(
        make_subject(), "waited-for", make_content(answer=BROKEN_OFF), status="published"
    )


def revise(wrote):
    article = with_twin()
    theirs = conflict_about(article)
    wrote.clear()
    publishing.revise(article, replace(edited(article), author=theirs.author))


def restore(wrote):
    article = with_twin()
    after = publishing.revise(article, edited(article))
    wrote.clear()
    publishing.restore(after, Revision.objects.get(article_key=article.pk, version=1))


def revert(wrote):
    article = with_twin()
    after = publishing.revise(article, edited(article))
    wrote.clear()
    revision = Revision.objects.get(article_key=article.pk, version=1)
    publishing.revert(after, revision, Cause(Revision.Kind.UNDONE))


def publish(wrote):
    draft = publishing.unpublish(with_twin())
    Redirect.objects.create(old_path=draft.get_absolute_url(), is_gone=True)
    wrote.clear()
    publishing.publish(draft)


def unpublish(wrote):
    article = with_twin()
    wrote.clear()
    publishing.unpublish(article)


def withdraw(wrote):
    article = with_twin()
    wrote.clear()
    publishing.withdraw(article)


def move(wrote):
    article = make_article()
    make_article("waits", related=[WAITING])
    wrote.clear()
    publishing.move(article, make_subject(), "waited-for")


def delete(wrote):
    article = make_article()
    make_article("shows", related=[article.get_absolute_url()])
    wrote.clear()
    publishing.delete(article)


def erase(wrote):
    article = make_article()
    make_article("shows", related=[article.get_absolute_url()])
    wrote.clear()
    publishing.erase(article, Cause(Revision.Kind.UNDONE))


def undelete(wrote):
    article = make_article("waited-for", answer=BROKEN_OFF)
    make_article("shows", related=[WAITING])
    publishing.redirect_address("/old", article)
    publishing.delete(article)
    wrote.clear()
    publishing.undelete(Revision.objects.get(kind=Revision.Kind.DELETED))


def absorb(wrote):
    article, into = make_article(), make_article()
    wrote.clear()
    publishing.absorb(article, into)


def decide(wrote):
    article = with_twin()
    conflict_about(article)
    conflict = Conflict.objects.get()
    wrote.clear()
    publishing.decide(article, edited(article), {conflict: Conflict.Decision.THEIRS})


def open_conflicts(wrote):
    article = make_article()
    wrote.clear()
    conflict_about(article)


def close_settled(wrote):
    article = make_article()
    theirs = conflict_about(article)
    wrote.clear()
    publishing.close_settled({article.pk: Delivered(live=theirs, theirs=theirs)})
    assert Conflict.objects.get().closed_at


def save_redirect(wrote):
    article = make_article()
    wrote.clear()
    publishing.save_redirect(Redirect(old_path="/old", article=article))


def remove_redirects(wrote):
    redirect = Redirect.objects.create(old_path="/old", article=make_article())
    wrote.clear()
    publishing.remove_redirects([redirect])


def redirect_address(wrote):
    article = make_article()
    wrote.clear()
    publishing.redirect_address("/old", article)


def redirect_moved(wrote):
    article, absorbed = make_article(), make_article()
    wrote.clear()
    publishing.redirect_moved([MovedQuestion(absorbed.get_absolute_url(), article, absorbed)])


def save_subject(wrote):
    make_article()
    subject = Subject.objects.get()
    subject.is_listed = False
    wrote.clear()
    publishing.save_subject(subject)


def delete_subjects(wrote):
    subject = make_subject("empty")
    wrote.clear()
    publishing.delete_subjects([subject])


def save_site_settings(wrote):
    publishing.save_site_settings(SiteSettings())


def rerender(wrote):
    article = make_article(answer=BROKEN_OFF)
    Rendering.objects.update(renderer_version=0)
    article.search_document.delete()
    wrote.clear()
    publishing.rerender(Article.objects.all())


def rerender_introductions(wrote):
    make_subject("introduced", introduction="What *is* it?")
    publishing.rerender_introductions()


def create_articles(wrote):
    make_article("waits", related=[WAITING])
    content = make_content(answer=BROKEN_OFF, related=["/learn/physics/questions/waits"])
    items = [
        BulkItem(make_subject(), slug, None, content, compute(content))
        for slug in ("waited-for", "twin")
    ]
    wrote.clear()
    _, changes = publishing.create_articles(items)
    _apply_as_a_run(changes, wrote)


def overwrite_articles(wrote):
    article = with_twin()
    make_article("waited-for")
    article = (
        Article.objects.select_related("subject").prefetch_related("related").get(pk=article.pk)
    )
    content = edited(article)
    item = BulkItem(article.subject, article.slug, None, content, compute(content))
    wrote.clear()
    changes = publishing.overwrite_articles([article], [item], Cause(Revision.Kind.IMPORTED))
    _apply_as_a_run(changes, wrote)
    assert Related.objects.get(article=article).target.slug == "waited-for"


def _apply_as_a_run(changes, wrote):
    apply(changes, in_run=True)
    if run_end.resolve_all_links():
        wrote.add("links")
    run_end.elect_all(changes.digests)


def test_every_effect_has_its_column():
    assert [effect.name for effect in EFFECTS] == COLUMNS


def test_every_operation_has_its_row():
    functions = {
        name for name in publishing.__all__ if inspect.isfunction(getattr(publishing, name))
    }
    assert functions - WRITING_NOTHING == ROWS.keys()


def test_what_a_run_defers_is_done_at_its_end():
    assert [effect.name for effect in EFFECTS if effect.is_deferred] == list(run_end.DEFERRED)


@pytest.mark.parametrize("operation", ROWS)
def test_an_operation_sets_off_its_effects_and_no_others(
    operation, wrote, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        globals()[operation](wrote)
    assert wrote == ROWS[operation]


@pytest.mark.parametrize("operation", ROWS)
def test_nothing_is_written_behind_the_numbers(
    operation, wrote, django_capture_on_commit_callbacks
):
    """The lock that numbers changes is taken last: whoever holds it waits for no row."""
    with django_capture_on_commit_callbacks(execute=True):
        globals()[operation](wrote)
    for tables in wrote.transactions:
        if NUMBERS in tables:
            assert set(tables[tables.index(NUMBERS) :]) == {NUMBERS}
