"""Background tasks in the admin."""
