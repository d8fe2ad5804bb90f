"""Writing topics: what an editor decides about one, and what `articles.topics` finds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.text import slugify

from articles.core.relatedness.signatures import pack
from articles.core.rendering import render
from articles.core.topics import FoundTopic, Profile, phrase_of
from articles.database.among import among
from articles.models import ArticleTopic, Subject, Topic, TopicAddress, TopicsFill
from articles.publishing.effects import ADDRESSES, ChangeSet, list_of
from articles.publishing.effects.topic_neighbours import pages_beside
from articles.publishing.operations.unit_of_work import operation

_LONGEST_SLUG = 100
# What pages of articles show of a topic.
_SHOWN = ("name", "slug", "is_hidden", "is_dropped")


class Belonging(NamedTuple):
    """An article's topics by their keys, the first first."""

    topics: tuple[int, ...]
    is_by_words: bool


class Placed(NamedTuple):
    """The articles that belong elsewhere by now, and those whose pages show it: themselves, and
    what stands next to them in a topic."""

    changed: set[int]
    shown: set[int]


@operation
def save_topic(topic: Topic) -> tuple[None, ChangeSet]:
    """Save a topic as the desk's form made it. One that has another name gets an address by it, and
    the old one leads there. One that was made, hidden or shown again changes what belongs where,
    which `fill_topics` sees to."""
    stored = Topic.objects.filter(pk=topic.pk).first()
    topic.introduction_html = _introduction_html(topic)
    if stored is None or stored.name != topic.name:
        topic.slug = _free_slug(topic.subject_id, topic.name, topic.pk)
    if not topic.phrases:
        topic.phrases = [list(phrase_of(topic.name))]
    if topic.is_pinned:
        topic.is_dropped = False
    topic.save()
    if stored and stored.slug != topic.slug:
        _lead(topic, stored.slug)
    if stored is None or stored.is_hidden != topic.is_hidden:
        _choose_again(topic.subject_id)
    changes = _changes_of(topic.subject)
    if stored is None or any(getattr(stored, each) != getattr(topic, each) for each in _SHOWN):
        changes.showing |= _members(topic)
    _announce(changes, *(each for each in (stored, topic) if each))
    return None, changes


@operation
def merge_topics(topic: Topic, into: Topic) -> tuple[None, ChangeSet]:
    """Let another topic of the subject have the articles, phrases and addresses of this one, which
    is no more. An article that belongs to both keeps the better of its places."""
    changes = _changes_of(topic.subject)
    changes.showing |= _members(topic) | _members(into)
    _announce(changes, topic, into)
    both = ArticleTopic.objects.filter(topic=into).values("article")
    better = ArticleTopic.objects.filter(topic=topic).exclude(article__in=both)
    better.update(topic=into)
    known = [list(phrase) for phrase in into.read_phrases()]
    into.phrases = known + [words for words in topic.phrases if words not in known]
    into.centre = b""
    into.is_dropped = False
    into.save()
    topic.old_addresses.update(topic=into)
    slug = topic.slug
    topic.delete()
    _lead(into, slug)
    _choose_again(into.subject_id)
    return None, changes


@operation
def add_topics(subject: Subject, found: Sequence[FoundTopic]) -> tuple[list[Topic], ChangeSet]:
    """Write new topics of a subject; return them."""
    topics = []
    for each in found:
        topic = Topic(
            subject=subject, slug=_free_slug(subject.pk, each.name, None), name=each.name[:100]
        )
        _take_profile(topic, each.profile)
        topic.save()
        topics.append(topic)
    return topics, _changes_of(subject)


@operation
def describe_topic(topic: Topic, profile: Profile) -> tuple[None, ChangeSet]:
    """Keep what was read of a topic that an editor made or merged; no page shows it."""
    _take_profile(topic, profile)
    topic.save(update_fields=["phrases", "centre", "usual_likeness"])
    return None, ChangeSet()


@operation
def set_belonging(subject: Subject, belonging: Mapping[int, Belonging]) -> tuple[Placed, ChangeSet]:
    """Let articles of a subject belong to these topics and no others, by their keys; return those
    of whom it is not so already. Pages of articles name their topics, and what comes before and
    behind in the first, so that these have changed.
    """
    Subject.objects.select_for_update(no_key=True).get(pk=subject.pk)
    stored: dict[int, list[tuple[int, bool]]] = {}
    rows = ArticleTopic.objects.filter(among("article_id", belonging)).order_by("position")
    for article, topic, is_by_words in rows.values_list("article", "topic", "is_by_words"):
        stored.setdefault(article, []).append((topic, is_by_words))
    changed = {
        article
        for article, (topics, is_by_words) in belonging.items()
        if stored.get(article, []) != [(topic, is_by_words) for topic in topics]
    }
    shown = changed | pages_beside(changed)
    ArticleTopic.objects.filter(among("article_id", changed)).delete()
    ArticleTopic.objects.bulk_create(
        ArticleTopic(
            article_id=article,
            topic_id=topic,
            position=position,
            is_by_words=belonging[article].is_by_words,
        )
        for article in sorted(changed)
        for position, topic in enumerate(belonging[article].topics, start=1)
    )
    shown |= pages_beside(changed)
    stamps = {list_of(subject.slug)} if changed else set()
    return Placed(changed, shown), ChangeSet(showing=set(shown), stamps=stamps)


@operation
def drop_topics(subject: Subject, dropped: Iterable[int]) -> tuple[int, ChangeSet]:
    """Let these topics of a subject, by their keys, be shown no more, and every other one be shown;
    return how many that changes. Addresses stay."""
    dropped = set(dropped)
    turned = [
        topic
        for topic in subject.topics.filter(is_hidden=False)
        if topic.is_dropped != (topic.pk in dropped)
    ]
    if not turned:
        return 0, ChangeSet()
    changes = _changes_of(subject)
    for topic in turned:
        topic.is_dropped = topic.pk in dropped
        topic.save(update_fields=["is_dropped"])
        changes.showing |= _members(topic)
        _announce(changes, topic)
    return len(turned), changes


def _changes_of(subject: Subject) -> ChangeSet:
    return ChangeSet(stamps={list_of(subject.slug), ADDRESSES})


def _announce(changes: ChangeSet, *topics: Topic) -> None:
    """Tell search engines of the pages of topics, where the subject is for them at all."""
    changes.announced |= {each.get_absolute_url() for each in topics if each.subject.is_listed}


def _members(topic: Topic) -> set[int]:
    return set(topic.article_topics.order_by().values_list("article", flat=True))


def _introduction_html(topic: Topic) -> str:
    return render(topic.introduction).html if topic.introduction.strip() else ""


def _take_profile(topic: Topic, profile: Profile) -> None:
    topic.phrases = [list(phrase) for phrase in profile.phrases]
    topic.centre = pack(profile.centre)
    topic.usual_likeness = profile.usual


def _choose_again(subject_id: int) -> None:
    TopicsFill.objects.filter(subject=subject_id).update(counted_articles=0)


def _lead(topic: Topic, slug: str) -> None:
    """Let an old address lead to a topic, and to the topic itself no old address."""
    TopicAddress.objects.update_or_create(
        subject_id=topic.subject_id, slug=slug, defaults={"topic": topic}
    )
    TopicAddress.objects.filter(subject=topic.subject_id, slug=topic.slug).delete()


def _free_slug(subject_id: int, name: str, key: int | None) -> str:
    """Return an address made of the name that no other topic of the subject has or had.

    "C++" and "C#" are not "C".
    """
    spelt = name.replace("+", " plus").replace("#", " sharp")
    wanted = slugify(spelt)[:_LONGEST_SLUG].strip("-_").replace("_", "-") or "topic"
    taken = {
        *Topic.objects.filter(subject=subject_id).exclude(pk=key).values_list("slug", flat=True),
        *TopicAddress.objects.filter(subject=subject_id)
        .exclude(topic=key)
        .values_list("slug", flat=True),
    }
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
