"""Pages of what is done in bulk: chosen, planned, at work, undone."""
