"""What a write changed: the facts from which `apply` derives everything that follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

from django.contrib.auth.base_user import AbstractBaseUser

from articles.core.article_content import ArticleContent
from articles.core.computed_from_content import Computed
from articles.core.text.problem_kinds import TEXT_KINDS, Problem
from articles.models import Article, Change, ImportRun

_CHANGED = Change.Kind.CHANGED


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The content that an article was given: what is computed from it, and the problems that
    become findings under `source_path` (in an import also those of reading the file)."""

    computed: Computed
    source_path: str
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A content that an editor saved: open conflicts that it settles are closed in their name."""

    content: ArticleContent
    actor: AbstractBaseUser | None


@dataclass(slots=True)
class ChangeSet:
    """The facts of one write or of several, keyed by article. Sets and mappings only grow: an
    effect may add facts for the effects behind it, and two change sets merge by `add`."""

    # Articles whose content was written, and those of them that a bulk insert made.
    texts: dict[int, WrittenText] = field(default_factory=dict)
    inserted: dict[int, Article] = field(default_factory=dict)
    # Articles that were made one by one: nothing is found in them yet, and no page names them.
    created: dict[int, Article] = field(default_factory=dict)
    # Answers whose twins must be elected anew, by digest.
    digests: set[str] = field(default_factory=set)
    # Articles that changed for the public, and how; the addresses of deleted ones.
    changed: dict[int, Change.Kind] = field(default_factory=dict)
    deleted: dict[int, str] = field(default_factory=dict)
    # Articles whose page shows something of another that came, went or moved.
    showing: set[int] = field(default_factory=set)
    # Titles that an indexable page has by the change, or has no more.
    titles: set[str] = field(default_factory=set)
    # Articles that came to their address, or became public or private there.
    placed: dict[int, Article] = field(default_factory=dict)
    # Old addresses: the article that each leads to from now on, or gone for good.
    redirected: dict[str, Article] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    # What search engines are told of: addresses, and articles if they are indexable in the end.
    announced: set[str] = field(default_factory=set)
    searchable: set[int] = field(default_factory=set)
    # Related questions to compute: from the text, from the links, from what leads to the article.
    texts_due: set[int] = field(default_factory=set)
    lists_due: set[int] = field(default_factory=set)
    inbound_due: set[int] = field(default_factory=set)
    # Articles that were taken for duplicates of one that is deleted.
    duplicates_due: set[int] = field(default_factory=set)
    # Names that an article was written or reviewed by until the change: lists of people lose it.
    credited: set[str] = field(default_factory=set)
    # What pages show besides articles, by name (`page_stamps`).
    stamps: set[str] = field(default_factory=set)
    agreements: dict[int, Agreement] = field(default_factory=dict)
    # For an import's findings.
    run: ImportRun | None = None
    finding_kinds: Iterable[str] = TEXT_KINDS

    def add(self, other: "ChangeSet") -> None:
        """Take over the facts of another change set."""
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(other, each.name)
            if each.name == "changed":
                self.note_changed(theirs)
                # What is known more exactly stays so: an article that moved has changed, too.
                mine.update((k, kind) for k, kind in theirs.items() if kind != _CHANGED)
            elif isinstance(mine, dict | set):
                mine.update(theirs)
        if other.run:
            # Its kinds are those of texts and more.
            self.run, self.finding_kinds = other.run, other.finding_kinds

    def note_changed(self, keys: Iterable[int]) -> None:
        """Note articles as changed for the public, unless more is known of them already."""
        for key in keys:
            self.changed.setdefault(key, _CHANGED)
