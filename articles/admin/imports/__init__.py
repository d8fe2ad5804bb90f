"""Import runs and their undo in the admin."""
