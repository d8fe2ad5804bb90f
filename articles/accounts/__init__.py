"""Accounts of those who work in the desk: what was done with them (the audit log), their sessions,
and links by which somebody chooses a password."""
