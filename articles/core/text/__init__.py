"""Strings in, strings out: the scanner for code and mathematics, repairs, summaries, findings.

Pure Python without Django. Import from the modules; the package itself exports nothing.
"""
