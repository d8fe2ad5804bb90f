"""Accounts in the desk: rights and subjects, and the audit log."""
