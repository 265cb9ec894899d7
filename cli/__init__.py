"""The command `ethics`: parse, call the library, print."""

from .signals import ended_by_signals

with ended_by_signals():
    from .main import main

__all__ = ["main"]
