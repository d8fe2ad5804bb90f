"""Backups: one archive of database and media, made while the site runs; checked, and restored."""
