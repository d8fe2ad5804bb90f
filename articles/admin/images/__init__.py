"""The desk's library of images: upload, search, where they are used, removal."""
