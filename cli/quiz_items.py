"""The quiz items that a command works on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import ethics_engine as ee
from ethics_engine.case_law.corpus import Corpus, ReportedCase
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.text.plural import counted
from ethics_engine.text.provenance import edition_in_words

from .progress_bar import progress


def items_from(
    corpus: Corpus, ruleset: ee.Ruleset, kinds: Iterable[ItemKind] | None, topics: Iterable[str] | None
) -> tuple[Item, ...]:
    """The items that cases give, of these kinds and topics or of all; a terminal gets a note that it takes long."""
    from ethics_engine.quiz.items import families_touching

    wanted = None if topics is None else frozenset(topics)
    touched = families_touching(corpus.cases, wanted)
    cases = [entry for entry in corpus.cases if entry.case.id in touched]
    made = items_made(ruleset, cases, None if kinds is None else frozenset(kinds))
    return tuple(item for item in made if wanted is None or item.topic in wanted)


def items_made(
    ruleset: ee.Ruleset, cases: Sequence[ReportedCase], kinds: Collection[ItemKind] | None = None
) -> tuple[Item, ...]:
    """The items that all these cases give; a note on a terminal says that it takes a while."""
    from ethics_engine.quiz.items import items_of

    steps = len(ItemKind if kinds is None else kinds)
    with progress(steps, f"making questions of {counted(len(cases), 'case')}") as done:
        return items_of(ruleset, cases, kinds=kinds, progress=lambda kind: done(kind.value))


def named(ruleset: ee.Ruleset) -> str:
    """A ruleset by its name, version and content."""
    return edition_in_words(ruleset)
