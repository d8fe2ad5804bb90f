"""Export of articles as files: select, write in the file's own style, store in a folder or archive.

An unchanged article gives the imported file byte for byte; an edited field changes its own lines
only.
"""
