"""Accounts in the desk: rights and subjects, the audit log, sessions, and links for a
password."""
