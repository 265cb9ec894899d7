"""The ethics of referral and termination, as rules that answer to decided cases.

import ethics_engine as ee

ruleset = ee.load_ruleset()
case = ee.new_case(ruleset, "may refer", {"practitioner_values_conflict": True})
print(ee.consult(ruleset, case).answer.sentence)
"""

from .consulting import Engine, Session, consult
from .errors import (
    CaseError,
    ContradictionError,
    EngineUnavailableError,
    EthicsError,
    Finding,
    InputError,
    Place,
    RulesetError,
)
from .loading import load_case, load_ruleset, new_case
from .model.case import Answer, Ask, Case, Question, Statement, Verdict
from .model.determination import Determination, Settledness
from .model.ruleset import Ruleset
from .model.status import Force, Status
from .reports import redacted, render

__all__ = [
    "Answer",
    "Ask",
    "Case",
    "CaseError",
    "ContradictionError",
    "Determination",
    "Engine",
    "EngineUnavailableError",
    "EthicsError",
    "Finding",
    "Force",
    "InputError",
    "Place",
    "Question",
    "Ruleset",
    "RulesetError",
    "Session",
    "Settledness",
    "Statement",
    "Status",
    "Verdict",
    "consult",
    "load_case",
    "load_ruleset",
    "new_case",
    "redacted",
    "render",
]
