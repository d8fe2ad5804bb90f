"""Numbers of the library by the day: written once a day, and read over weeks."""

from articles.figures.daily import DAYS_KEPT, note_today
from articles.figures.weeks import NAMES, Week, weeks_before

__all__ = ["DAYS_KEPT", "NAMES", "Week", "note_today", "weeks_before"]
