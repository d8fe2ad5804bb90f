"""A scenario for each operation of publishing, in which it sets off every effect that it can.

Each takes `wrote`, which it clears once its library is made: what follows is the operation's.
"""

from dataclasses import replace

from articles import publishing
from articles.core.article_content import RelatedLink
from articles.core.computed_from_content import compute
from articles.core.merging import FieldConflict
from articles.core.source.compression import pack
from articles.core.topics import FoundTopic, Profile
from articles.models import (
    Article,
    Conflict,
    DuplicatePair,
    ImportRun,
    Page,
    Person,
    Redirect,
    Related,
    Rendering,
    Revision,
    SiteSettings,
    SourceFile,
    Subject,
    Topic,
)
from articles.publishing import Belonging, BulkItem, Cause, Collision, Delivered, MovedQuestion
from articles.publishing.effects import apply, run_end
from tests.factories import make_article, make_content, make_page, make_subject

EMPTY = pack(b"")
WAITING = "/learn/physics/questions/waited-for"
# An inspection finds something in it, for it breaks off; and it names an image.
IMAGE = f"![A fire](/media/images/{'0' * 32}-9x9.webp)"
BROKEN_OFF = f"{IMAGE} What is heat? It is a form of energy that moves from the hotter body to the"


def edited(article):
    links = (RelatedLink(WAITING, "Waited for"),)
    return replace(article.content(), answer=BROKEN_OFF, title="Edited", related=links)


def asked_elsewhere(article=None):
    """The article, whose question, or that of `make_content`, another page asks, too."""
    make_article("asks", title=article.title if article else make_content().title)
    return article


def with_twin(slug="one"):
    """An article that a later twin names as canonical, that another page shows, and whose question
    another one asks."""
    article = make_article(slug, answer="The same.")
    make_article(f"{slug}-twin", answer="The same.")
    make_article(f"{slug}-shows", related=[article.get_absolute_url()])
    return asked_elsewhere(article)


def conflict_about(article):
    before = article.content()
    theirs = replace(before, author="Somebody")
    run = ImportRun.objects.create()
    author = FieldConflict("author", before.author, before.author, theirs.author, theirs.author)
    publishing.open_conflicts([Collision(article.pk, before, before, theirs, None, (author,))], run)
    return theirs


def create(wrote):
    asked_elsewhere()
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
    article = asked_elsewhere(make_article())
    shows = make_article("shows", related=[article.get_absolute_url()])
    DuplicatePair.objects.create(one=article, other=shows, kind="near", score=0.9)
    wrote.clear()
    publishing.delete(article)


def erase(wrote):
    article = asked_elsewhere(make_article())
    shows = make_article("shows", related=[article.get_absolute_url()])
    DuplicatePair.objects.create(one=article, other=shows, kind="near", score=0.9)
    wrote.clear()
    publishing.erase(article, Cause(Revision.Kind.UNDONE))


def undelete(wrote):
    article = asked_elsewhere(make_article("waited-for", answer=BROKEN_OFF))
    make_article("shows", related=[WAITING])
    publishing.redirect_address("/old", article)
    publishing.delete(article)
    wrote.clear()
    publishing.undelete(Revision.objects.get(kind=Revision.Kind.DELETED))


def absorb(wrote):
    article, into = asked_elsewhere(make_article()), make_article()
    wrote.clear()
    publishing.absorb(article, into)


def choose_canonical(wrote):
    article, canonical = asked_elsewhere(make_article()), make_article()
    wrote.clear()
    publishing.choose_canonical(article, canonical)


def release_canonical(wrote):
    article, canonical = asked_elsewhere(make_article()), make_article()
    article = publishing.choose_canonical(article, canonical)
    wrote.clear()
    publishing.release_canonical(article)


def absorb_duplicate(wrote):
    third, into = make_article(), make_article()
    article = asked_elsewhere(make_article(related=[third.get_absolute_url()]))
    wrote.clear()
    publishing.absorb_duplicate(article, into)


def undo_absorption(wrote):
    article, into = asked_elsewhere(make_article(related=[WAITING])), make_article()
    publishing.absorb_duplicate(article, into)
    wrote.clear()
    publishing.undo_absorption(article)


def decide(wrote):
    article = with_twin()
    conflict_about(article)
    conflict = Conflict.objects.get()
    wrote.clear()
    publishing.decide(article, edited(article), {conflict: Conflict.Decision.THEIRS})


def held_for(article):
    """Another answer that a file offers for the article's address."""
    run = ImportRun.objects.create()
    path = article.source_path
    SourceFile.objects.create(
        path=path, sha256="", reader_version=1, article=article, first_run=run, data=EMPTY, base=b""
    )
    before, theirs = article.content(), make_content(answer=BROKEN_OFF)
    collision = Collision(article.pk, before, before, theirs, 7, source_path=path)
    publishing.open_conflicts([collision], run)
    return Conflict.objects.get()


def let_in_elsewhere(wrote):
    asked_elsewhere()
    make_article("waits", related=[WAITING])
    Redirect.objects.create(old_path=WAITING, is_gone=True)
    held = held_for(make_article())
    wrote.clear()
    publishing.let_in_elsewhere(held, "waited-for")


def make_room(wrote):
    make_article("waits", related=[WAITING])
    Redirect.objects.create(old_path=WAITING, is_gone=True)
    held = held_for(with_twin())
    wrote.clear()
    publishing.make_room(held, "waited-for")


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


def restore_redirects(wrote):
    article = make_article("b")
    wrote.clear()
    publishing.restore_redirects([Redirect(old_path="/old", article=article)])


def redirect_address(wrote):
    article = make_article()
    wrote.clear()
    publishing.redirect_address("/old", article)


def redirect_moved(wrote):
    article, absorbed = make_article(), asked_elsewhere(make_article())
    wrote.clear()
    publishing.redirect_moved([MovedQuestion(absorbed.get_absolute_url(), article, absorbed)])


def save_subject(wrote):
    asked_elsewhere(make_article())
    subject = Subject.objects.get()
    subject.is_listed = False
    wrote.clear()
    publishing.save_subject(subject)


def delete_subjects(wrote):
    subject = make_subject("empty")
    wrote.clear()
    publishing.delete_subjects([subject])


def topic_of(article, name="Light"):
    """A topic that an article belongs to."""
    topic = Topic(subject=article.subject, name=name)
    publishing.save_topic(topic)
    belonging = {article.pk: Belonging((topic.pk,), True)}
    publishing.set_belonging(article.subject, belonging)
    return topic


def save_topic(wrote):
    topic = topic_of(make_article())
    topic.name = "Light and colour"
    wrote.clear()
    publishing.save_topic(topic)


def merge_topics(wrote):
    topic, other = topic_of(make_article()), topic_of(make_article(), "Waves")
    wrote.clear()
    publishing.merge_topics(topic, other)


def add_topics(wrote):
    found = FoundTopic("Light", Profile(0, (("light",),), {1: 1.0}, 0.5))
    subject = make_subject()
    wrote.clear()
    publishing.add_topics(subject, [found])


def describe_topic(wrote):
    topic = topic_of(make_article())
    wrote.clear()
    publishing.describe_topic(topic, Profile(topic.pk, (("light",),), {1: 1.0}, 0.5))


def set_belonging(wrote):
    article, other = make_article(), make_article()
    topic = topic_of(article)
    wrote.clear()
    publishing.set_belonging(topic.subject, {other.pk: Belonging((topic.pk,), True)})


def drop_topics(wrote):
    topic = topic_of(make_article())
    wrote.clear()
    publishing.drop_topics(topic.subject, [topic.pk])


def person_named(name="Dr Jane Roe", **values):
    person = Person(slug="jane-roe", name=name, **values)
    publishing.save_person(person, ())
    return person


def save_person(wrote):
    make_article(author="Dr Jane Roe")
    person = person_named()
    person.job_title = "Physicist"
    wrote.clear()
    publishing.save_person(person, ())


def rerender_biographies(wrote):
    person = person_named(biography="What *is* she?")
    Person.objects.filter(pk=person.pk).update(biography_html="")
    wrote.clear()
    publishing.rerender_biographies()


def create_page(wrote):
    Redirect.objects.create(old_path="/about", article=make_article())
    wrote.clear()
    make_page()


def save_page(wrote):
    page = make_page()
    Redirect.objects.create(old_path="/about-us", article=make_article())
    content = replace(page.content(), title="About us")
    wrote.clear()
    publishing.save_page(page.pk, content, slug="about-us", status="published", expected_version=1)


def restore_page(wrote):
    page = make_page()
    content = replace(page.content(), text="Another text.")
    page = publishing.save_page(
        page.pk, content, slug="about", status="published", expected_version=1
    )
    wrote.clear()
    publishing.restore_page(page, page.revisions.get(), actor=None)


def delete_page(wrote):
    page = make_page(status="draft")
    wrote.clear()
    publishing.delete_page(page)


def rerender_pages(wrote):
    make_page()
    Page.objects.update(renderer_version=0, html="<p>As before.</p>")
    wrote.clear()
    publishing.rerender_pages()


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
