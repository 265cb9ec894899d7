"""From facts to a determination."""

from .consultation import Brief, Engine, brief_of, consult, default_engine
from .session import Session

__all__ = ["Brief", "Engine", "Session", "brief_of", "consult", "default_engine"]
