"""One case under several codes, laws and policies, each laid over the base."""

from .compare_codes import Cell, CodeComparison, ComparedRow, Side, compare_codes, in_force, side_of
from .formats import FORMATS, render, sections

__all__ = [
    "FORMATS",
    "Cell",
    "CodeComparison",
    "ComparedRow",
    "Side",
    "compare_codes",
    "in_force",
    "render",
    "sections",
    "side_of",
]
