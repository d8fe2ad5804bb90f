"""Conflicts that an editor's save settles by itself."""

from articles.database.among import among
from articles.database.compiled_query import CompiledQuery
from articles.models import Conflict
from articles.publishing.effects.changeset import ChangeSet

_OPEN = CompiledQuery(
    lambda articles: Conflict.objects.open().filter(among("article_id", articles)), articles=list
)


def follow(changes: ChangeSet) -> None:
    """Close the open conflicts of the fields in which an article now says what the file said:
    there is nothing left to decide. A replacement is decided as a whole, by a person."""
    if not changes.agreements:
        return
    for conflict in _OPEN.instances(articles=changes.agreements):
        agreement = changes.agreements[conflict.article_id]
        if not conflict.is_replacement and conflict.is_agreed(agreement.content):
            one = Conflict.objects.filter(pk=conflict.pk)
            one.close(Conflict.Decision.EDITED, agreement.actor)
