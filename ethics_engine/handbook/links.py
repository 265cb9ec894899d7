"""Links from one place of the handbook to another."""

from __future__ import annotations

from collections.abc import Iterable

from ethics_engine.model.citations import Citation, Citing
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.rendering.document import Line, Link, anchor, separated
from ethics_engine.text.sources import KINDS_IN_WORDS


def link(kind: Citing, name: str) -> Link:
    """To a rule, a term, a fact, a constraint or an action."""
    return Link(name, anchor(kind.value, name))


def links(kind: Citing, names: Iterable[str]) -> Line:
    """To several of one kind."""
    return separated((link(kind, name),) for name in names)


def to_rule(name: str) -> Line:
    """To a rule, or to the rule that has this exception."""
    rule = link(Citing.RULE, name.removesuffix(EXCEPTION))
    return ("the exception to ", rule) if name.endswith(EXCEPTION) else (rule,)


def to_passage(reference: str) -> Link:
    """To a passage in the index by source."""
    return Link(reference, anchor("source", reference))


def to_document(name: str) -> Link:
    """To a document in the bibliography."""
    return Link(name, anchor("document", name))


def resting(citations: Iterable[Citation]) -> Line:
    """What rests on a passage, by kind."""
    found = tuple(citations)
    return separated(
        (
            (f"{words}: ", *links(kind, [item.id for item in found if item.kind is kind]))
            for kind, words in _kinds(found)
        ),
        "; ",
    )


def _kinds(citations: tuple[Citation, ...]) -> list[tuple[Citing, str]]:
    among = {citation.kind for citation in citations}
    return [(kind, words) for kind, words in KINDS_IN_WORDS.items() if kind in among]
