"""What would have to be otherwise: the smallest changes of a case, and two determinations side by side."""

from .alterations import Edit, EditSet, Origin
from .comparison import SideBySide, compare
from .formats import FORMATS, render
from .goals import WAY_ON, Goal, OutcomeGoal, StatusGoal
from .outlook import CounterfactualReport, counterfactual_report, redacted
from .search import MinimalCounterfactuals
from .smallest import CounterfactualFinder, smallest_changes

__all__ = [
    "FORMATS",
    "WAY_ON",
    "CounterfactualFinder",
    "CounterfactualReport",
    "Edit",
    "EditSet",
    "Goal",
    "MinimalCounterfactuals",
    "Origin",
    "OutcomeGoal",
    "SideBySide",
    "StatusGoal",
    "compare",
    "counterfactual_report",
    "redacted",
    "render",
    "smallest_changes",
]
