"""Many cases at once: a caseload in a table, or cases from another program."""

from .screen import Screen

__all__ = ["Screen"]
