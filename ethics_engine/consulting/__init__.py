"""From facts to a determination."""

from .consult import Engine, consult, default_engine, prepare
from .session import Session

__all__ = ["Engine", "Session", "consult", "default_engine", "prepare"]
