"""Contested cases: questions that have no key, scored against what a panel of practitioners answered."""

from .panel import Panel, read_panel
from .questions import SCALE, Question, is_contested, questions_of
from .scoring import Concordances, score

__all__ = ["SCALE", "Concordances", "Panel", "Question", "is_contested", "questions_of", "read_panel", "score"]
