"""Whether a ruleset answers for every passage of the documents that it declares complete."""

from __future__ import annotations

from ethics_engine.loading.diagnostics import Diagnostics
from ethics_engine.loading.parse_ruleset import LoadedRuleset
from ethics_engine.model.citations import citations


def check_marks(loaded: LoadedRuleset, report: Diagnostics) -> None:
    """Note every passage that is said not to be encoded and yet is cited."""
    for reference, resting in citations(loaded.ruleset).items():
        if resting and loaded.ruleset.passage[reference].not_encoded is not None:
            report.error(
                loaded.places["passage", reference],
                f"`{reference}` is marked `not_encoded`, but {resting[0].kind.value} `{resting[0].id}` cites it",
                "remove `not_encoded`, or the citation",
            )


def check_complete(loaded: LoadedRuleset, report: Diagnostics) -> None:
    """Note every passage of a complete document that went nowhere, once everything that could cite it was read."""
    if report.findings:
        return
    resting = citations(loaded.ruleset)
    for document in loaded.ruleset.documents:
        for passage in document.passages:
            if document.complete and not resting[passage.reference] and passage.not_encoded is None:
                report.error(
                    loaded.places["passage", passage.reference],
                    f"`{document.id}` is marked `complete`, but nothing cites `{passage.reference}`",
                    "cite it, or give the reason under `not_encoded`",
                )
