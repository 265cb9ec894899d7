"""What would have to be otherwise: the smallest changes of a case, and two determinations side by side."""

from .edits import Edit, EditSet, Origin
from .finder import CounterfactualFinder, smallest_changes
from .formats import FORMATS, render
from .goals import WAY_ON, Goal, OutcomeGoal, StatusGoal
from .report import CounterfactualReport, counterfactual_report, redacted
from .search import MinimalCounterfactuals
from .side_by_side import SideBySide, compare

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
