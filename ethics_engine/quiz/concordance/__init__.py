"""Contested cases: questions that have no key, scored against what a panel of practitioners answered."""

from .panel import Panel, read_form, read_panel
from .questions import SCALE, ConcordanceForm, ConcordanceQuestion, form_of, is_contested
from .scoring import Concordances, score

__all__ = [
    "SCALE",
    "ConcordanceForm",
    "ConcordanceQuestion",
    "Concordances",
    "Panel",
    "form_of",
    "is_contested",
    "read_form",
    "read_panel",
    "score",
]
