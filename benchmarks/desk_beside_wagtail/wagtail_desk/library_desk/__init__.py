"""Wagtail's desk for the pages of library_site (benchmarks/side_by_side/wagtail_project)."""
