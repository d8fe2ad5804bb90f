"""Django models of the library, one module per noun."""

from articles.models.account_link import AccountLink
from articles.models.account_session import AccountSession
from articles.models.announcement import Announcement
from articles.models.article import Article
from articles.models.article_vector import ArticleVector
from articles.models.audit_entry import AuditEntry
    "CdnProgress",
