"""The git program, and addresses of repositories. Pure Python.

`program` runs it so that a repository that nobody here wrote can make it run nothing; `address`
reads what a person typed as the place of one.
"""
