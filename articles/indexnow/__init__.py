"""Notification of search engines by the IndexNow protocol (indexnow.org).

Off unless INDEXNOW_KEY is set.
"""

from articles.indexnow.sending import LocalSite, NotConfigured, Sent, due_urls, send_due

__all__ = ["LocalSite", "NotConfigured", "Sent", "due_urls", "send_due"]
