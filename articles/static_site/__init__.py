"""The public site as files: `publication.Publication` writes every public answer into a folder that
any web server can serve, and afterwards what has changed. docs/publishing.md says how to use it.

This file imports nothing: worker processes load it before Django is ready."""
