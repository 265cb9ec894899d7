"""The quiz items that a command works on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import attrs

import ethics_engine as ee
from ethics_engine.case_law.corpus import Corpus, corpus_files
from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.loading.by_name import load_case
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.quiz.item_bank import ItemBank, kept_bank, made_bank
from ethics_engine.text.plural import counted
from ethics_engine.text.provenance import edition_in_words

from .corpus import corpus_of, sound_corpus
from .progress_bar import progress


def sound_bank(cases: Collection[str], ruleset: ee.Ruleset) -> ItemBank:
    """All items of the cases that are asked for, kept or made; a terminal is told where that takes a while.

    Raises:
        CaseError: A file of a case is broken.
    """
    files = _files(cases, ruleset)
    return kept_bank(ruleset, files) or _made(ruleset, sound_corpus(cases, ruleset), files)


def bank_and_broken(cases: Collection[str], ruleset: ee.Ruleset) -> tuple[ItemBank, Corpus]:
    """The same of the cases that are sound, and the corpus; an empty one if they were kept: none is broken then."""
    files = _files(cases, ruleset)
    kept = kept_bank(ruleset, files)
    if kept is not None:
        return kept, Corpus((), ())
    corpus = corpus_of(cases, ruleset)
    return _made(ruleset, corpus, files), corpus


def adjusted(bank: ItemBank, ruleset: ee.Ruleset, exclude: Path | None, own: Path | None) -> ItemBank:
    """The bank with the trainer's own items, and without those that are to be left out.

    Raises:
        InputError: One of the files cannot be read, or names what there is not.
    """
    from ethics_engine.quiz.own_items import read_excluded, read_own_items

    items = bank.items
    if own is not None:
        written = read_own_items(own, lambda case: _answer(case, bank, ruleset))
        taken = {item.id for item in items}
        twice = [item.id for item in written if item.id in taken]
        if twice:
            hint = "give your question another id"
            raise InputError(Finding(Place(str(own)), f"there is a question `{name}` already", hint) for name in twice)
        items = (*items, *written)
    if exclude is not None:
        left_out = read_excluded(exclude, [item.id for item in items])
        items = tuple(item for item in items if item.id not in left_out)
    topics = tuple(sorted({*bank.topics, *(item.topic for item in items)}))
    return attrs.evolve(bank, items=items, topics=topics)


def _answer(case: str, bank: ItemBank, ruleset: ee.Ruleset) -> str | None:
    """What the rules answer to a case of the bank, or one that is named by its file."""
    found = ee.consult(ruleset, load_case(bank.files.get(case, case), ruleset))
    return found.answer.value


def items_from(
    bank: ItemBank, kinds: Iterable[ItemKind] | None = None, topics: Iterable[str] | None = None
) -> tuple[Item, ...]:
    """The items of some kinds on some topics, or of all."""
    of_kinds = None if kinds is None else frozenset(kinds)
    on_topics = None if topics is None else frozenset(topics)
    return tuple(
        item
        for item in bank.items
        if (of_kinds is None or item.kind in of_kinds) and (on_topics is None or item.topic in on_topics)
    )


def _made(ruleset: ee.Ruleset, corpus: Corpus, files: Collection[Path]) -> ItemBank:
    from ethics_engine.quiz.items.build import MAKERS

    with progress(len(MAKERS), f"making questions of {counted(len(corpus.cases), 'case')}") as done:
        return made_bank(ruleset, corpus, files, lambda kind: done(kind.value))


def _files(cases: Collection[str], ruleset: ee.Ruleset) -> tuple[Path, ...]:
    """The files of the cases; none where one comes on standard input or cannot be found, for then nothing is kept."""
    return corpus_files(cases or None, ruleset)


def named(ruleset: ee.Ruleset) -> str:
    """A ruleset by its name, version and content."""
    return edition_in_words(ruleset)
