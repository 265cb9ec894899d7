"""What would have to be otherwise: the smallest changes of a case, and two determinations side by side."""

from .alterations import Alteration, Change, Origin
from .comparison import Comparison, compare
from .formats import FORMATS, render
from .goals import WAY_ON, Goal, OutcomeGoal, StatusGoal
from .outlook import Outlook, outlook, redacted
from .search import Smallest
from .smallest import Changing, smallest_changes

__all__ = [
    "FORMATS",
    "WAY_ON",
    "Alteration",
    "Change",
    "Changing",
    "Comparison",
    "Goal",
    "Origin",
    "OutcomeGoal",
    "Outlook",
    "Smallest",
    "StatusGoal",
    "compare",
    "outlook",
    "redacted",
    "render",
    "smallest_changes",
]
