"""From articles to files: select, write each in its file's own style, put into a folder or archive.

What the importer reads comes back byte for byte; where an editor changed a field, its lines differ.
"""
