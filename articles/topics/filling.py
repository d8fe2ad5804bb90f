"""Filling of topics, subject by subject: chosen once and whenever a subject has grown, and what has
changed since is put where it belongs.

What is due is read from the numbered changes that readers can see, so that no write has to note
anything for topics. Interrupted, the next run goes on: a subject's number is written last.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, Max, Q

from articles.core.relatedness.signatures import unpack
from articles.core.topics import (
    Described,
    Profile,
    choose_topics,
    profile_of,
    topics_by_texts,
    topics_by_words,
)
from articles.database.advisory_lock import Lock, lock_until_commit
from articles.database.among import among
from articles.database.retry import again_where_it_passes
from articles.models import ArticleTopic, Change, Subject, Topic, TopicsFill
from articles.models.index_status import IndexStatus
from articles.publishing import (
    Belonging,
    Placed,
    add_topics,
    describe_topic,
    drop_topics,
    set_belonging,
)
from articles.topics.described_articles import (
    articles_in,
    changed_since,
    linked_from,
    pages_of,
    read_to_choose,
)

# Below that a subject's list is three pages at most: topics would divide nothing.
FEWEST_ARTICLES = 60
# So much larger, and more topics are looked for.
_GROWTH_BEFORE_CHOOSING = 1.25
# A topic with fewer articles is not shown, and shown again when it has more.
_FEWEST_OF_A_TOPIC = 3

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Filled:
    """What was done: topics that are new, articles whose topics changed, topics that have become
    nearly empty or are no longer."""

    topics: int = 0
    articles: int = 0
    turned: int = 0


def fill_topics(*, is_all: bool = False, progress: Progress = lambda done, total: None) -> Filled:
    """Bring the topics of the listed subjects up to date; return what was done.

    Two queries a subject where nothing has changed. `is_all` looks at every article and for more
    topics; those that are there keep name and address all the same. Related questions have to be
    up to date: an article whose text they have not read yet belongs nowhere.
    """
    done = Filled()
    subjects = list(Subject.objects.listed())
    for number, subject in enumerate(subjects, start=1):
        _fill(subject, done, is_all=is_all)
        progress(number, len(subjects))
    return done


def count_due() -> int:
    """Return how many articles `fill_topics` would look at: those of subjects that have no topics
    yet and can have some, and what has changed in the others."""
    last = _last_number()
    numbers = dict(TopicsFill.objects.values_list("subject", "change_number"))
    due = 0
    for subject in Subject.objects.listed():
        number = numbers.get(subject.pk)
        if number is None:
            count = articles_in(subject).count()
            due += count if count >= FEWEST_ARTICLES else 0
        elif number != last:
            due += len(changed_since(subject, number))
    return due


def _fill(subject: Subject, done: Filled, *, is_all: bool) -> None:
    fill = TopicsFill.objects.filter(subject=subject).first() or TopicsFill(subject=subject)
    last = _last_number()
    if fill.change_number == last and fill.counted_articles and not is_all:
        return
    count = articles_in(subject).count()
    if count < FEWEST_ARTICLES and not fill.change_number:
        return
    is_whole = is_all or count >= fill.counted_articles * _GROWTH_BEFORE_CHOOSING
    keys = None if is_whole else changed_since(subject, fill.change_number)
    if is_whole:
        done.topics += _choose(subject, count)
        fill.counted_articles = count
    placed = [*_assign(subject, keys), _take_out(subject)]
    done.articles += len(set().union(*(each.changed for each in placed)))
    written = sum(len(each.shown) for each in placed)
    done.turned += drop_topics(subject, _nearly_empty(subject))
    fill.change_number = last
    _keep(fill, written)


def _choose(subject: Subject, count: int) -> int:
    """Describe the topics that have no profile, and add what may be added to them."""
    articles = read_to_choose(subject, count)
    for topic in subject.topics.filter(centre=b""):
        describe_topic(topic, profile_of(topic.pk, topic.read_phrases(), articles))
    known = [_profile(topic) for topic in subject.topics.order_by("pk")]
    return len(add_topics(subject, choose_topics(articles, known)))


def _assign(subject: Subject, keys: Sequence[int] | None) -> list[Placed]:
    """Put articles where they belong: first by their words, then, what no words speak for, by the
    topics of its related articles; return what changed, page by page."""
    profiles = [_profile(topic) for topic in subject.topics.filter(is_hidden=False).order_by("pk")]
    placed: list[Placed] = []
    wordless: list[int] = []
    for page in pages_of(subject, keys):
        belonging = {}
        for each in page:
            found = topics_by_words(each, profiles)
            if found:
                belonging[each.key] = Belonging(tuple(key for key, _ in found), True)
            else:
                wordless.append(each.key)
        placed.append(set_belonging(subject, belonging))
    by_texts = (_by_texts(page, profiles) for page in pages_of(subject, wordless))
    return [*placed, *(set_belonging(subject, belonging) for belonging in by_texts)]


def _by_texts(page: Sequence[Described], profiles: Sequence[Profile]) -> dict[int, Belonging]:
    links = linked_from([each.key for each in page])
    linked = {target for targets in links.values() for target in targets}
    rows = ArticleTopic.objects.filter(among("article_id", linked), is_by_words=True).order_by()
    topics: dict[int, list[int]] = {}
    for article, topic in rows.values_list("article", "topic"):
        topics.setdefault(article, []).append(topic)
    belonging = {}
    for each in page:
        votes = Counter(key for target in links[each.key] for key in topics.get(target, ()))
        found = topics_by_texts(each, profiles, votes)
        belonging[each.key] = Belonging(tuple(key for key, _ in found), False)
    return belonging


def _take_out(subject: Subject) -> Placed:
    """Take out of the subject's topics what it does not list any more, and of a hidden topic what
    was in it; return what changed."""
    is_here = Q(article__subject=subject, article__index_status=IndexStatus.INDEXABLE)
    rows = ArticleTopic.objects.filter(topic__subject=subject)
    gone = rows.exclude(is_here & Q(topic__is_hidden=False)).order_by()
    keys = gone.values_list("article", flat=True).distinct()
    left = {
        key: Belonging(topics, True)
        for key, topics in ((key, _topics_elsewhere(key, subject)) for key in list(keys))
    }
    return set_belonging(subject, left)


def _topics_elsewhere(article: int, subject: Subject) -> tuple[int, ...]:
    """The topics of an article that left the subject, in the one that it went to."""
    rows = ArticleTopic.objects.filter(article=article, topic__is_hidden=False)
    rows = rows.filter(
        topic__subject=F("article__subject"), article__index_status=IndexStatus.INDEXABLE
    )
    return tuple(rows.order_by("position").values_list("topic", flat=True))


def _nearly_empty(subject: Subject) -> list[int]:
    """The topics of a subject that have too few articles to be shown, pinned ones apart."""
    counted = subject.topics.filter(is_pinned=False).annotate(count=Count("article_topics"))
    return list(counted.filter(count__lt=_FEWEST_OF_A_TOPIC).values_list("pk", flat=True))


def _profile(topic: Topic) -> Profile:
    centre = unpack(bytes(topic.centre))
    return Profile(topic.pk, topic.read_phrases(), centre, topic.usual_likeness)


def _last_number() -> int:
    return Change.objects.aggregate(last=Max("number"))["last"] or 0


def _keep(fill: TopicsFill, written: int) -> None:
    """Write how far a subject is. Its own writes are numbered, too: where nobody else's stand
    between, they are not looked at again."""

    @transaction.atomic
    def keep() -> None:
        lock_until_commit(Lock.CHANGE_NUMBERS)
        last = _last_number()
        if last - fill.change_number == written:
            fill.change_number = last
        fill.save()

    again_where_it_passes(keep)
