"""Many cases at once: a caseload in a table, or cases from another program."""

from .many_cases import CaseResult, consult_many
from .screen import Screen

__all__ = ["CaseResult", "Screen", "consult_many"]
