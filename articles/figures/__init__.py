"""Numbers of the library by the day: written once a day, and read over weeks."""

from articles.figures.daily import DAYS_KEPT, note_today
from articles.figures.weeks import NAMES, Week, last_weeks

__all__ = ["DAYS_KEPT", "NAMES", "Week", "last_weeks", "note_today"]
