"""Article files found in folders and archives, read without unpacking to disk."""
