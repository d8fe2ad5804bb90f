"""Plain pages while they are written: the draft beside the live text, addresses that none may have,
what a new site may begin with, and saving over somebody else's version.

`articles.publishing` writes them; `articles/web/plain_page.py` shows them.
"""
