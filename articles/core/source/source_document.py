"""`SourceDocument`: what the reader finds in one file."""

from dataclasses import dataclass

from articles.core.article_content import ArticleContent
from articles.core.source.front_matter import Value
from articles.core.text.problem_kinds import Problem


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """What one file says. `subject_name` is the file's spelling; `source_id` is its `id`, which
    is no identity; `extra` holds unknown fields, as strings, mappings and lists of strings.

    `is_draft`: it is not to be published by itself, for it is marked so (`draft_keys` are the
    fields that do), or its date is missing or has not come. Of a file of another system
    `old_addresses` are paths that led to it, `mapping` says what was read from where (field, the
    file's own name, value). `is_placed_by_path`: it says no address itself.
    """

    subject_slug: str
    slug: str
    subject_name: str
    source_id: int | None
    content: ArticleContent
    extra: dict[str, Value]
    problems: tuple[Problem, ...]
    draft_keys: tuple[str, ...] = ()
    is_draft: bool = False
    old_addresses: tuple[str, ...] = ()
    mapping: tuple[tuple[str, str, str], ...] = ()
    is_placed_by_path: bool = False
