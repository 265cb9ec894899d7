"""From facts to a determination."""

from .consultation import Engine, consult, default_engine
from .session import Session

__all__ = ["Engine", "Session", "consult", "default_engine"]
