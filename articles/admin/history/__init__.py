"""Revision history of an article, and deleted articles."""
