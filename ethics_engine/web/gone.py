"""What is asked for and is not here."""

from __future__ import annotations


class GoneError(Exception):
    """There is no such page, consult, case or quiz, or not any more."""
