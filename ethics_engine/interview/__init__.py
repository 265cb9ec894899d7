"""Ask for what is not known: as few questions as it takes to answer the one that was put."""

from .base_rates import BaseRates
from .interview import Interview, Query, Reliance, Reply

__all__ = ["BaseRates", "Interview", "Query", "Reliance", "Reply"]
