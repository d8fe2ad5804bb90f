"""What is wrong with a site, in sentences that say how to mend it: for `manage.py doctor`, the
desk's page, and `/readyz`."""

from articles.doctor.checks import Check, Examined, Level, Problem, check, error, examine, warning

__all__ = ["Check", "Examined", "Level", "Problem", "check", "error", "examine", "warning"]
