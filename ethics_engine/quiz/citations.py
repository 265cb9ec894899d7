"""Rules and sources as learners read them: rules by their ids, and what a source is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from ethics_engine.model.ruleset import Ruleset
from ethics_engine.text.sources import AUTHORITY_IN_WORDS

from .item import Item


@frozen
class Citations:
    """The sources that items rest on, in words; what is not among them goes by its name.

    Attributes:
        sources: The title of the document that a passage stands in and its authority, by the reference of the passage.
    """

    sources: Mapping[str, str] = field(factory=dict)

    def resting(self, item: Item) -> Iterator[str]:
        """What an answer rests on, in a line: the rules by id, and the sources. Empty if it rests on none.

        A document that the feedback of the right option names in full is not named again, but for its passages.
        """
        said = " ".join(item.option[letter].feedback for letter in item.key)
        rules = ", ".join(item.rules)
        sources = "; ".join(self._documents(item.sources, said))
        found = [f"{what}: {names}." for what, names in (("Rules", rules), ("Sources", sources)) if names]
        if found:
            yield " ".join(found)

    def _documents(self, references: Iterable[str], said: str) -> Iterator[str]:
        """Each document once, with the passages of it."""
        found: dict[str, list[str]] = {}
        for reference in references:
            found.setdefault(self.sources.get(reference, ""), []).append(reference)
        for title, passages in found.items():
            yield f"{title} ({', '.join(passages)})" if title and title not in said else ", ".join(passages)


def citations_of(ruleset: Ruleset, items: Iterable[Item]) -> Citations:
    """The sources of items, as a ruleset has them."""
    references = dict.fromkeys(name for item in items for name in item.sources)
    return Citations({name: _titled(ruleset, name) for name in references if name in ruleset.passage})


def _titled(ruleset: Ruleset, reference: str) -> str:
    passage = ruleset.passage[reference]
    document = ruleset.document[passage.document]
    authority = passage.authority or document.authority
    kind = AUTHORITY_IN_WORDS[authority] if authority else ""
    return document.title if kind in document.title.lower() else f"{document.title}, {kind}"
