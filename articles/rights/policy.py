"""What somebody may do with articles: each question in one place.

Each takes a user, of whom Django knows the rights, and an article; without one it asks whether
there may be any. What is not of the user's subjects (`articles/rights/subject_scope.py`) is out of
reach, whatever the rights; a superuser may everything.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Exists, Q

from articles.models import Article, Status
from articles.rights.subject_scope import is_within, named_by_account, scope_of

_DRAFTING = ("change_article", "change_draft")
# Plain pages are written with the same editor.
_ADDING = ("add_article", "add_page", "change_page")


def may_view(user: Any, article: Article | None = None) -> bool:
    """See an article in the desk, with its history."""
    return (_has(user, "view_article") or _has(user, "change_article")) and _reaches(user, article)


def may_change(user: Any, article: Article | None = None) -> bool:
    """Change an article itself: a public one takes the right to publish as well."""
    if not (_has(user, "change_article") and _reaches(user, article)):
        return False
    return not _is_public(article) or _has(user, "publish_article")


def may_publish(user: Any, article: Article | None = None) -> bool:
    """Change what readers see of an article: publish it, take it away, move it, plan that."""
    return _has(user, "change_article", "publish_article") and _reaches(user, article)


def may_delete(user: Any, article: Article | None = None) -> bool:
    """Delete an article; readers lose a public one."""
    if not (_has(user, "delete_article") and _reaches(user, article)):
        return False
    return not _is_public(article) or _has(user, "publish_article")


def may_draft(user: Any, article: Article | None = None) -> bool:
    """Write the draft of an article, show it to somebody, and discard it."""
    return any(_has(user, name) for name in _DRAFTING) and _reaches(user, article)


def may_write(user: Any, article: Article | None = None) -> bool:
    """Write anything: what a form asks while somebody types is for those alone."""
    if article is None:
        return any(_has(user, name) for name in (*_ADDING, *_DRAFTING))
    return may_draft(user, article)


def may_review(user: Any, article: Article | None = None) -> bool:
    """Decide about what is sent for review, by sending it back with a note; publishing it takes
    `may_publish` as well."""
    return _has(user, "review_article") and may_draft(user, article)


def may_see_images(user: Any) -> bool:
    """See the library of images, which is one for all subjects."""
    return any(_has(user, name) for name in ("view_image", "add_image", "change_image"))


def may_upload_images(user: Any) -> bool:
    """Bring an image into the library, to be named by texts."""
    return _has(user, "add_image")


def may_redirect(user: Any) -> bool:
    """Let an address lead somewhere. A redirect that leads to a draft is replaced, so that it takes
    both rights."""
    return _has(user, "add_redirect", "change_redirect", "publish_article")


def may_undo_imports(user: Any) -> bool:
    """Undo an import: it changes the run, and articles of every subject."""
    rights = ("change_importrun", "change_article", "publish_article")
    return _has(user, *rights) and _is_everywhere(user)


def may_see_deliveries(user: Any) -> bool:
    """See the deliveries of the desk, with the words of their files: of every subject."""
    return any(_has(user, f"{verb}_delivery") for verb in ("view", "add")) and _is_everywhere(user)


def may_deliver(user: Any) -> bool:
    """Bring a delivery, have it imported, and undone: it changes articles of every subject."""
    return _has(user, "add_delivery", "change_delivery") and may_undo_imports(user)


def may_see_tasks(user: Any) -> bool:
    """See what is done in the background."""
    return _has(user, "view_taskrun") and _is_everywhere(user)


def may_stop_task(user: Any, owner_key: int | None) -> bool:
    """Stop a task: one's own, or anybody's with the right to."""
    is_own = owner_key is not None and owner_key == user.pk
    return may_see_tasks(user) and (is_own or _has(user, "change_taskrun"))


def may_see_doctor(user: Any) -> bool:
    """See what is wrong with the site and its machine: whoever may change its settings."""
    return _has(user, "change_sitesettings")


def drafting_right(user: Any) -> Q | None:
    """Return `may_draft` as a condition on rows with an `article_key`, so that keeping a draft asks
    for the right in the statement that writes; None of a superuser, who needs none."""
    if user.is_superuser:
        return None
    return Q(_holds(user, *_DRAFTING)) & (
        Q(_holds(user, "every_subject")) | Q(named_by_account(user))
    )


def _is_everywhere(user: Any) -> bool:
    return scope_of(user) is None


def _has(user: Any, *codenames: str) -> bool:
    return user.has_perms([f"articles.{codename}" for codename in codenames])


def _reaches(user: Any, article: Article | None) -> bool:
    return article is None or is_within(user, article.subject_id)


def _is_public(article: Article | None) -> bool:
    return article is not None and article.status == Status.PUBLISHED


def _holds(user: Any, *codenames: str) -> Exists:
    rights = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return Exists(rights.filter(content_type__app_label="articles", codename__in=codenames))
