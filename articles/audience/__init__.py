"""Readers' data: views, votes with notes, searches, and requests for unknown addresses.

This package alone writes these tables. It does not depend on HTTP and writes no article.
"""
