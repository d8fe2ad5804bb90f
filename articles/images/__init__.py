"""The library's images: stored once under the digest of their bytes, found, and found unused.

`articles.core.images` has their names and forms; this keeps rows and files.
"""
