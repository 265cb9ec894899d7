"""Rules as sentences."""

from __future__ import annotations

from collections.abc import Sequence

from ethics_engine.model.conditions import ALWAYS
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status

from .actions import action_phrase
from .conditions import condition_in_words
from .lists import clauses, listed, sentence
from .norms import actor


def rule_in_words(rule: Rule, ruleset: Ruleset) -> str:
    """A rule as one sentence: if what is the case, who must do what, unless what is the case."""
    when = "" if rule.when == ALWAYS else f"if {condition_in_words(rule.when, ruleset)}, "
    unless = "" if rule.unless is None else f", unless {condition_in_words(rule.unless, ruleset)}"
    return sentence(f"{when}{consequence_in_words(rule, ruleset)}{unless}")


def consequence_in_words(rule: Rule, ruleset: Ruleset) -> str:
    """What a rule says once it counts: who must, should or may do what, or which rules are overridden."""
    if not rule.norms:
        return clauses([f"{reference_in_words(other)} is overridden" for other in rule.overrides])
    speaking: dict[str, list[str]] = {}
    for (modality, action), norms in _norms(rule).items():
        said = f"{modality.value} {action_phrase(ruleset.action[action])}{_related(norms, ruleset)}"
        speaking.setdefault(actor(ruleset.action[action]), []).append(said)
    return clauses([f"{who} {clauses(said)}" for who, said in speaking.items()])


def norm_in_words(norm: Norm, ruleset: Ruleset) -> str:
    """One norm of a rule as a clause."""
    action = ruleset.action[norm.action]
    return f"{actor(action)} {norm.modality.value} {action_phrase(action)}{_related([norm], ruleset)}"


def norms_in_words(rule: Rule, ruleset: Ruleset) -> list[tuple[str, str]]:
    """What a rule says, as clauses with the action of each; one norm that comes before several acts is one clause."""
    return [
        (action, f"{actor(ruleset.action[action])} {modality.value} {action_phrase(ruleset.action[action])}{related}")
        for (modality, action), norms in _norms(rule).items()
        for related in [_related(norms, ruleset)]
    ]


def reference_in_words(name: str) -> str:
    """A rule, or the exception to one, by its name."""
    if name.endswith(EXCEPTION):
        return f"the exception to rule {name.removesuffix(EXCEPTION)}"
    return f"rule {name}"


def _norms(rule: Rule) -> dict[tuple[Modality, str], list[Norm]]:
    """What a rule says: the norms that speak alike of one action together."""
    said: dict[tuple[Modality, str], list[Norm]] = {}
    for norm in rule.norms:
        said.setdefault((norm.modality, norm.action), []).append(norm)
    return said


def _related(norms: Sequence[Norm], ruleset: Ruleset) -> str:
    """What the action of norms that speak alike of it comes before, and what it may be taken instead of."""
    instead = [f"to {action_phrase(ruleset.action[norm.instead_of])}" for norm in norms if norm.instead_of]
    even = f", even if it is advised {listed(instead, 'or')}" if instead else ""
    befores = [norm.before for norm in norms if norm.before]
    return f"{_before(norms[0].modality, norms[0].action, befores, ruleset)}{even}"


def _before(modality: Modality, action: str, befores: list[str], ruleset: Ruleset) -> str:
    """Where it must come before, the other action waits; where it should, this one only comes first in a plan."""
    if not befores:
        return ""
    who = actor(ruleset.action[action])
    later = [ruleset.action[name] for name in befores]
    comma = "," if "," in ruleset.action[action].label else ""
    if modality.status is not Status.REQUIRED:
        doing = [f"{'' if actor(other) == who else f'for {actor(other)} '}to {action_phrase(other)}" for other in later]
        return f"{comma} before going on {listed(doing, 'or')}"
    acts: dict[str, list[str]] = {}
    for other in later:
        acts.setdefault("they" if actor(other) == who else actor(other), []).append(action_phrase(other))
    waiting = [f"{whoever} may {listed(labels, 'or')}" for whoever, labels in acts.items()]
    return f"{comma} before {listed(waiting, 'or')}"
