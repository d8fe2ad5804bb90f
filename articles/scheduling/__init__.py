"""Changes of articles that are due at a time: `due_changes` does them, `clock` in a running server,
`manage.py publish_due` where cron shall."""
