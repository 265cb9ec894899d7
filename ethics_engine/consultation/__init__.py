"""From facts to a determination."""

from .answer_page import answer_page
from .consult import Engine, EngineInput, consult, default_engine, engine_input_of

__all__ = ["Engine", "EngineInput", "answer_page", "consult", "default_engine", "engine_input_of"]
