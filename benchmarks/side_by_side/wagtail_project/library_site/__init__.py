"""A small site of Wagtail, for comparison (benchmarks/side_by_side/wagtail_site.py)."""
