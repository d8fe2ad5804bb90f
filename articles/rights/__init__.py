"""Who may do what: the roles and their groups, the subjects in which somebody works, and the
questions that the desk and the previews ask before they show or change anything.
"""

from articles.rights.page_policy import (
    may_add_pages,
    may_change_page,
    may_delete_page,
    may_draft_page,
    may_publish_pages,
    may_view_pages,
    may_write_pages,
)
from articles.rights.policy import (
    drafting_right,
    may_change,
    may_delete,
    may_draft,
    may_publish,
    may_redirect,
    may_review,
    may_see_doctor,
    may_see_images,
    may_undo_imports,
    may_upload_images,
    may_view,
    may_write,
)
from articles.rights.subject_scope import (
    Scope,
    is_within,
    scope_of,
    subject_keys,
    within,
    within_by_key,
    working_in,
)

__all__ = [
    "Scope",
    "drafting_right",
    "is_within",
    "may_add_pages",
    "may_change",
    "may_change_page",
    "may_delete",
    "may_delete_page",
    "may_draft",
    "may_draft_page",
    "may_publish",
    "may_publish_pages",
    "may_redirect",
    "may_review",
    "may_see_doctor",
    "may_see_images",
    "may_undo_imports",
    "may_upload_images",
    "may_view",
    "may_view_pages",
    "may_write",
    "may_write_pages",
    "scope_of",
    "subject_keys",
    "within",
    "within_by_key",
    "working_in",
]
