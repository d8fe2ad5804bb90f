"""Signing in to the desk: its form, its limits, and the browsers that are known."""
