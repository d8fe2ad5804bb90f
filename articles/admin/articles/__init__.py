"""Article form, article list, preview and related questions in the admin."""
