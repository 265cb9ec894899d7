"""Ask for what is not known: the fewest questions that settle the one that was put."""

from .experience import Experience
from .interview import Interview, Query, Reliance, Reply

__all__ = ["Experience", "Interview", "Query", "Reliance", "Reply"]
