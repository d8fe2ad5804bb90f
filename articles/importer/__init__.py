"""Import of files: collect, prepare (in worker processes), plan, apply, report.

Importing this package must not import Django: the worker processes load it.
"""
