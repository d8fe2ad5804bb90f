"""Audits across the whole library: links and equal texts."""
