"""Undo of an import run."""
