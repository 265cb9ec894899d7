"""Rules and sources as learners read them: what a rule says, and what a source is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from ethics_engine.model.ruleset import Ruleset

from .item import Item


@frozen
class Citations:
    """The rules and sources that items rest on, in words; what is not among them goes by its name.

    Attributes:
        rules: What a rule says, by its id.

        sources: The title of the document that a passage stands in, by its reference.
    """

    rules: Mapping[str, str] = field(factory=dict)
    sources: Mapping[str, str] = field(factory=dict)

    def resting(self, item: Item) -> Iterator[str]:
        """What an answer rests on, a line each: the rules that its explanation does not say yet, and the sources."""
        said = " ".join(item.explanation.split())
        rules = [words for words in dict.fromkeys(self._rule(name) for name in item.rules) if words not in said]
        if rules:
            yield f"Rules: {' '.join(rules)}"
        if item.sources:
            yield f"Sources: {'; '.join(self._documents(item.sources))}"

    def _rule(self, name: str) -> str:
        return " ".join(self.rules.get(name, name).split())

    def _documents(self, references: Iterable[str]) -> Iterator[str]:
        """Each document once, with the passages of it."""
        found: dict[str, list[str]] = {}
        for reference in references:
            found.setdefault(self.sources.get(reference, ""), []).append(reference)
        for title, passages in found.items():
            yield f"{title} ({', '.join(passages)})" if title else ", ".join(passages)


def citations_of(ruleset: Ruleset, items: Iterable[Item]) -> Citations:
    """The rules and sources of items, as a ruleset has them."""
    known = tuple(items)
    rules = {name: "" for item in known for name in item.rules}
    sources = {name: "" for item in known for name in item.sources}
    titles = {document.id: document.title for document in ruleset.documents}
    return Citations(
        {name: ruleset.rule[name].because for name in rules if name in ruleset.rule},
        {name: titles[ruleset.passage[name].document] for name in sources if name in ruleset.passage},
    )
