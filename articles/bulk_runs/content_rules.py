"""What the form of an article refuses, asked of a change that no form has seen. Pure."""

from datetime import date

from articles.core.article_content import FIELDS, MAX_LENGTHS, ArticleContent, changed_fields
from articles.models import Status

# As many as the form takes (articles/admin/articles/related_form.py).
MOST_RELATED = 100


def fault_of(before: ArticleContent, after: ArticleContent, *, status: str, today: date) -> str:
    """Return why an article may not become what it would; "" where it may. What does not change may
    be as it is: the form judges no untouched box either."""
    changed = changed_fields(before, after)
    for name in changed:
        label, most = FIELDS[name].label, MAX_LENGTHS.get(name)
        value = getattr(after, name)
        if most and len(value) > most:
            return f"“{label}” would have more than {most:,} characters"
        if isinstance(value, str) and "\0" in value:
            return f"“{label}” would hold a sign that no database keeps"
        if name in ("title", "answer") and not value.strip():
            return f"“{label}” would be empty"
    if "published_on" in changed and (reason := _date_fault(after, status, today)):
        return reason
    if "reviewed_on" in changed and after.reviewed_on and after.reviewed_on > today:
        return "the day of the review would be still to come"
    is_unsigned = after.reviewed_on and not after.reviewed_by.strip()
    if is_unsigned and {"reviewed_on", "reviewed_by"} & set(changed):
        return "a day of a review needs its reviewer"
    if "related" in changed and len(after.related) > MOST_RELATED:
        return f"it would have more than {MOST_RELATED} related questions"
    return ""


def _date_fault(after: ArticleContent, status: str, today: date) -> str:
    if after.published_on is None:
        return "a published article needs its date" if status == Status.PUBLISHED else ""
    return "its date would be still to come" if after.published_on > today else ""
