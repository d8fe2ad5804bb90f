"""Mixins, form fields, widgets and diffs that several admin pages share."""
