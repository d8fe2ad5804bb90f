"""What only the whole library can tell: questions put to all articles at once."""
