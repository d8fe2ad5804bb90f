"""Making one of several articles that say the same: by a canonical, or by absorbing the others with
all that hangs on them. Each can be taken back."""

from dataclasses import replace

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import F

from articles.core.article_content import RelatedLink
from articles.models import (
    Absorption,
    Article,
    ChosenCanonical,
    IndexStatus,
    Readership,
    Redirect,
    Revision,
    Status,
)
from articles.publishing.article_reads import locked
from articles.publishing.article_writes import Written, note_decision, overwrite, set_status
from articles.publishing.effects import ChangeSet
from articles.publishing.operations.absorb import TargetAway, absorb, hold_both
from articles.publishing.operations.unit_of_work import operation
from articles.publishing.revisions import Cause


class NoCanonical(Exception):
    """An article cannot be the canonical of another: search engines do not get it. Carries it."""

    def __init__(self, article: Article) -> None:
        super().__init__(article)
        self.article = article


class NotAbsorbed(Exception):
    """There is nothing to take back: the article was not absorbed, or was changed since. Carries
    it."""

    def __init__(self, article: Article) -> None:
        super().__init__(article)
        self.article = article


class AbsorbedFurther(Exception):
    """What an article was absorbed by was absorbed itself since: that comes first to be taken back.
    Carries the one in between."""

    def __init__(self, article: Article) -> None:
        super().__init__(article)
        self.article = article


@operation
def choose_canonical(
    article: Article, canonical: Article, *, actor: AbstractBaseUser | None = None
) -> Written:
    """Let search engines take another article, which has a text of its own, for this one: both stay
    as readers know them. Raises NoCanonical where the other is not in search engines by now."""
    hold_both(article, canonical)
    target = Article.objects.select_related("subject").filter(pk=canonical.pk).first()
    if target is None or target.index_status != IndexStatus.INDEXABLE:
        raise NoCanonical(target or canonical)
    current = locked(article)
    ChosenCanonical.objects.update_or_create(
        article=current, defaults={"canonical": target, "actor": actor}
    )
    reason = f"Canonical is {target.get_absolute_url()}"
    return note_decision(current, Cause(Revision.Kind.STATUS, actor, reason=reason))


@operation
def release_canonical(article: Article, *, actor: AbstractBaseUser | None = None) -> Written:
    """Let an article stand for itself again, as far as no copy of its text is elected."""
    current = locked(article)
    # What hangs together by the choice is settled together, so that its texts are asked before.
    chosen = ChosenCanonical.objects.filter(article=current)
    digests = set(chosen.values_list("canonical__content_digest", flat=True))
    if not chosen.delete()[0]:
        return current, ChangeSet()
    cause = Cause(Revision.Kind.STATUS, actor, reason="Canonical of its own again")
    current, changes = note_decision(current, cause)
    changes.digests |= digests
    return current, changes


@operation
def absorb_duplicate(
    article: Article, into: Article, *, actor: AbstractBaseUser | None = None
) -> Written:
    """Withdraw an article in favour of another, which gains its related questions and its votes;
    return the other. Raises TargetAway as `absorb` does."""
    hold_both(article, into)
    old = locked(article)
    if old.status != Status.PUBLISHED:
        raise TargetAway(old)
    old_paths = list(old.redirects.order_by("old_path").values_list("old_path", flat=True))
    _, changes = absorb.writing(old, into, actor=actor)
    current = locked(into)
    content = current.content()
    known = {link.path for link in content.related} | {
        current.get_absolute_url(),
        old.get_absolute_url(),
    }
    gained = tuple(link for link in old.content().related if link.path not in known)
    helpful, unhelpful = _move_votes(old.pk, into.pk)
    Absorption.objects.update_or_create(
        article=old,
        defaults={
            "into": current,
            "old_paths": old_paths,
            "related_paths": [link.path for link in gained],
            "helpful": helpful,
            "unhelpful": unhelpful,
            "actor": actor,
        },
    )
    reason = f"With the related questions of {old.get_absolute_url()}"
    written, more = _with_related(current, content.related + gained, actor, reason)
    changes.add(more)
    return written, changes


@operation
def undo_absorption(article: Article, *, actor: AbstractBaseUser | None = None) -> Written:
    """Publish an absorbed article again: the addresses that led to it lead to it, and the other
    gives back what it gained and still has. Raises NotAbsorbed, and AbsorbedFurther where what it
    gained has gone on to a third."""
    absorption = Absorption.objects.select_related("into").filter(article=article).first()
    if absorption is None:
        raise NotAbsorbed(article)
    hold_both(article, absorption.into)
    if Absorption.objects.filter(article=absorption.into).exists():
        raise AbsorbedFurther(absorption.into)
    current = locked(article)
    if current.status != Status.WITHDRAWN:
        raise NotAbsorbed(current)
    into = locked(absorption.into)
    content = into.content()
    gained = set(absorption.related_paths)
    kept = tuple(link for link in content.related if link.path not in gained)
    reason = f"No longer absorbed by {into.get_absolute_url()}"
    current, changes = set_status(
        current, Status.PUBLISHED, Cause(Revision.Kind.STATUS, actor, reason=reason)
    )
    still = Redirect.objects.filter(article=into, old_path__in=absorption.old_paths)
    changes.redirected = dict.fromkeys(still.values_list("old_path", flat=True), current)
    _give_back_votes(absorption)
    absorption.delete()
    reason = f"Without the related questions of {current.get_absolute_url()}"
    changes.add(_with_related(into, kept, actor, reason)[1])
    return current, changes


def _with_related(
    current: Article,
    links: tuple[RelatedLink, ...],
    actor: AbstractBaseUser | None,
    reason: str,
) -> Written:
    content = replace(current.content(), related=links)
    cause = Cause(Revision.Kind.EDITED, actor, reason=reason)
    return overwrite(current, content, cause, source_id=current.source_id)


def _move_votes(key: int, into: int) -> tuple[int, int]:
    """Add the votes of one article to those of another; return how many helped, and did not."""
    numbers = Readership.objects.filter(pk=key).values_list("helpful", "unhelpful").first()
    helpful, unhelpful = numbers or (0, 0)
    if helpful or unhelpful:
        Readership.objects.get_or_create(pk=into)
        Readership.objects.filter(pk=into).update(
            helpful=F("helpful") + helpful, unhelpful=F("unhelpful") + unhelpful
        )
        Readership.objects.filter(pk=key).update(
            helpful=F("helpful") - helpful, unhelpful=F("unhelpful") - unhelpful
        )
    return helpful, unhelpful


def _give_back_votes(absorption: Absorption) -> None:
    helpful, unhelpful = absorption.helpful, absorption.unhelpful
    kept = Readership.objects.filter(
        pk=absorption.into_id, helpful__gte=helpful, unhelpful__gte=unhelpful
    )
    if (helpful or unhelpful) and kept.update(
        helpful=F("helpful") - helpful, unhelpful=F("unhelpful") - unhelpful
    ):
        Readership.objects.filter(pk=absorption.article_id).update(
            helpful=F("helpful") + helpful, unhelpful=F("unhelpful") + unhelpful
        )
