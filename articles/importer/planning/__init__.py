"""Decisions of an import, made before anything is written."""
