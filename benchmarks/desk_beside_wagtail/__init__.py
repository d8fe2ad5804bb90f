"""An editor's tasks at the site's desk and at Wagtail's, in one browser: clicks, seconds, words."""
