"""Whether each norm is as strong as the words of the sources that its rule cites."""

from __future__ import annotations

from collections.abc import Iterable

from ethics_engine.loading.diagnostics import Diagnostics
from ethics_engine.loading.parse_ruleset import LoadedRuleset
from ethics_engine.model.rules import Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.sources import Passage, Said

_EXPLAIN = "or explain it with `strength_from: PASSAGE` or `strength_because: REASON`"
_REMEDY = f"cite a source that is as strong, {_EXPLAIN}"


def check_strength(loaded: LoadedRuleset, report: Diagnostics) -> None:
    """Note every norm that is stronger than all that its rule cites, or weaker than a law or code among it.

    A rule that names `strength_from` is compared with those passages alone. A rule that gives `strength_because` is
    taken at its word, unless there is nothing to explain. Only passages that state `said` are compared.
    """
    _unstated(loaded, report)
    for rule in loaded.ruleset.rules:
        found = _mismatch(rule, loaded.ruleset)
        place = loaded.places["rule", rule.id]
        if found is None and rule.strength_because is not None:
            report.warning(
                place,
                f"rule `{rule.id}` explains its strength, but is as strong as its sources",
                "remove `strength_because`",
            )
        elif found is not None and rule.strength_because is None:
            report.warning(place, *found)


def _mismatch(rule: Rule, ruleset: Ruleset) -> tuple[str, str] | None:
    """What is wrong with the strength of a rule, and the remedy."""
    cited = [ruleset.passage[reference] for reference in rule.strength_from or rule.sources]
    if not rule.norms or any(passage.said is None for passage in cited):
        return None
    norm = max(rule.norms, key=lambda norm: norm.modality.strength)
    most = _strongest(cited)
    if norm.modality.strength > _strength(most):
        says = "only describes" if most.said is Said.NONE else f"says {_said(most)}"
        message = f"rule `{rule.id}` says `{_in_brief(norm)}`, but its strongest source `{most.reference}` {says}"
        return message, f"{_weaker(most)}, {_REMEDY}"
    bound = [(passage, passage.authority) for passage in cited if passage.authority and passage.authority.binds]
    strictest, authority = max(bound, key=lambda one: _strength(one[0]), default=(None, None))
    if strictest and authority and norm.modality.strength < _strength(strictest):
        cited_as = f"the {authority.value} `{strictest.reference}`"
        message = f"rule `{rule.id}` says only `{_in_brief(norm)}`, but {cited_as} says {_said(strictest)}"
        return message, f"write a {_said(strictest)}, {_EXPLAIN}"
    return None


def _unstated(loaded: LoadedRuleset, report: Diagnostics) -> None:
    """Note each document with passages that rules cite and that do not state how strongly they put it."""
    cited = {reference for rule in loaded.ruleset.rules for reference in rule.sources}
    for document in loaded.ruleset.documents:
        place = loaded.places["source", document.id]
        passages = [passage for passage in document.passages if passage.reference in cited]
        if any(passage.authority is None for passage in passages):
            report.warning(
                place,
                f"`{document.id}` has no `authority`",
                "write what kind of text it is, for example `authority: article`",
            )
        unstated = [passage.reference for passage in passages if passage.said is None]
        if unstated:
            more = f" and {len(unstated) - 1} more that rules cite" if len(unstated) > 1 else ""
            report.warning(
                loaded.places["passage", unstated[0]],
                f"`{unstated[0]}`{more} do{'' if more else 'es'} not state how strongly the source puts it",
                "write `said: must`, `should`, `may` or `none`, by the source's own words",
            )


def _strongest(passages: Iterable[Passage]) -> Passage:
    return max(passages, key=_strength)


def _strength(passage: Passage) -> int:
    return Said.NONE.strength if passage.said is None else passage.said.strength


def _said(passage: Passage) -> str:
    return f"`{passage.said.value}`" if passage.said else ""


def _weaker(passage: Passage) -> str:
    return "drop the rule" if passage.said is Said.NONE else f"weaken it to {_said(passage)}"


def _in_brief(norm: Norm) -> str:
    return f"{norm.modality.value} {norm.action}"
