"""The search document of every written content."""

from articles.publishing.effects.changeset import ChangeSet
from articles.search.search_documents import add_documents, forget_documents, replace_documents


def follow(changes: ChangeSet) -> None:
    """Insert the documents of inserted articles, replace those of the others."""
    texts = {key: text.computed.search_text for key, text in changes.texts.items()}
    new = {key: text for key, text in texts.items() if key in changes.inserted}
    old = {key: text for key, text in texts.items() if key not in changes.inserted}
    if new:
        add_documents(new)
    if old:
        replace_documents(old)


def forget(key: int) -> None:
    """Remove the document of an article that is about to be deleted."""
    forget_documents([key])
