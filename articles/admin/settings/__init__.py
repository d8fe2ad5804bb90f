"""Site settings, subjects and redirects in the admin."""
