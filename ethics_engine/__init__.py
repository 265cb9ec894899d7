"""The ethics of referral and termination, as rules that answer to decided cases.

    import ethics_engine as ee

    ruleset = ee.load_ruleset()
    case = ee.new_case(ruleset, "may refer", {"practitioner_values_conflict": True})
    print(ee.consult(ruleset, case).answer.sentence)

What is listed here is the whole public interface. It is imported when it is first used, so that a part that needs
little, such as the command, loads little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .version import __version__ as __version__

if TYPE_CHECKING:
    from .audit import audit_rules
    from .consultation import Engine, answer_page, consult
    from .consultation.report import redacted, render
    from .consultation.session import Session
    from .counterfactual import smallest_changes
    from .errors import (
        ArgumentError,
        CaseError,
        ContradictionError,
        EngineUnavailableError,
        EthicsError,
        Finding,
        InputError,
        Place,
        RulesetError,
    )
    from .explanation import why, why_not
    from .interview import Interview
    from .loading.by_name import load_case, load_ruleset, new_case
    from .model.answer_page import AnswerPage
    from .model.case import Answer, Ask, Case, Question, Statement, Verdict
    from .model.determination import Determination, Firmness
    from .model.ruleset import Ruleset
    from .model.status import Force, Status
    from .ruleset_diff import compare
    from .screening import CaseResult, Screen, consult_many
    from .vocabulary_search import SearchHit, search

# Each name stands three times, since type checkers read neither imports nor `__all__` that are computed. mypy misses a
# name that the imports above lack, and `tests/test_public.py` one that the table lacks.
_HOME = {
    ".audit": ("audit_rules",),
    ".counterfactual": ("smallest_changes",),
    ".ruleset_diff": ("compare",),
    ".screening": ("CaseResult", "Screen", "consult_many"),
    ".vocabulary_search": ("SearchHit", "search"),
    ".consultation": ("Engine", "answer_page", "consult"),
    ".consultation.session": ("Session",),
    ".errors": (
        "ArgumentError",
        "CaseError",
        "ContradictionError",
        "EngineUnavailableError",
        "EthicsError",
        "Finding",
        "InputError",
        "Place",
        "RulesetError",
    ),
    ".explanation": ("why", "why_not"),
    ".interview": ("Interview",),
    ".loading.by_name": ("load_case", "load_ruleset", "new_case"),
    ".model.answer_page": ("AnswerPage",),
    ".model.case": ("Answer", "Ask", "Case", "Question", "Statement", "Verdict"),
    ".model.determination": ("Determination", "Firmness"),
    ".model.ruleset": ("Ruleset",),
    ".model.status": ("Force", "Status"),
    ".consultation.report": ("redacted", "render"),
}

__all__ = [
    "Answer",
    "AnswerPage",
    "ArgumentError",
    "Ask",
    "Case",
    "CaseError",
    "CaseResult",
    "ContradictionError",
    "Determination",
    "Engine",
    "EngineUnavailableError",
    "EthicsError",
    "Finding",
    "Firmness",
    "Force",
    "InputError",
    "Interview",
    "Place",
    "Question",
    "Ruleset",
    "RulesetError",
    "Screen",
    "SearchHit",
    "Session",
    "Statement",
    "Status",
    "Verdict",
    "answer_page",
    "audit_rules",
    "compare",
    "consult",
    "consult_many",
    "load_case",
    "load_ruleset",
    "new_case",
    "redacted",
    "render",
    "search",
    "smallest_changes",
    "why",
    "why_not",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    for module, names in _HOME.items():
        if name in names:
            value = globals()[name] = getattr(import_module(module, __name__), name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
