"""From facts to a determination."""

from .consult import Engine, EngineInput, consult, default_engine, engine_input
from .session import Session

__all__ = ["Engine", "EngineInput", "Session", "consult", "default_engine", "engine_input"]
