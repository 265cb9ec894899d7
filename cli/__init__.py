"""The command `ethics`: parse, call the library, print."""

from .main import main

__all__ = ["main"]
