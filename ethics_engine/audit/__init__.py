"""The rules as a whole, over every possible case: what can never be, what can but should not, and what could go."""

from .audit import audit_rules
from .findings import AcceptedRuleFinding, Audit, FindingKind, RuleFinding

__all__ = ["AcceptedRuleFinding", "Audit", "FindingKind", "RuleFinding", "audit_rules"]
