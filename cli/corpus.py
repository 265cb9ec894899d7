"""The decided cases that a command works on, and the topics they have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import click

import ethics_engine as ee
from ethics_engine.case_law.corpus import Corpus, ReportedCase, read_corpus
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.loading.by_name import DEFAULT_RULESET
from ethics_engine.suggestions import nearest


def corpus_of(paths: Collection[str], ruleset: ee.Ruleset, *, tests: bool = False) -> Corpus:
    """The cases that are asked for, else those that come with the bundled ruleset and its overlays; by topic.

    With `tests`, the terse ones of `kind: test` too.
    """
    corpus = every_case(paths, ruleset, tests=tests)
    return Corpus(tuple(_standing(corpus.cases, ruleset)), corpus.broken)


def every_case(paths: Collection[str], ruleset: ee.Ruleset, *, tests: bool = False) -> Corpus:
    """The same, with those of which a composition makes something else than was decided without its overlays."""
    if not paths and ruleset.base.name != DEFAULT_RULESET:
        raise click.UsageError(f"name the case files; the bundled cases are for {DEFAULT_RULESET}")
    corpus = read_corpus(paths or None, ruleset, tests=tests)
    return Corpus(tuple(sorted(corpus.cases, key=lambda entry: entry.topic)), corpus.broken)


def _standing(cases: Sequence[ReportedCase], ruleset: ee.Ruleset) -> Iterator[ReportedCase]:
    if not any(entry.inherited for entry in cases):
        yield from cases
        return
    from ethics_engine.case_law.case_tests import CaseTestResult, check_cases

    for entry, result in zip(cases, check_cases(cases, ruleset), strict=True):
        if not entry.inherited or (isinstance(result, CaseTestResult) and result.stands):
            yield entry


def sound_corpus(paths: Collection[str], ruleset: ee.Ruleset) -> Corpus:
    """The same, all of them sound: what is made of cases must not depend on which files can be read.

    Raises:
        CaseError: A file is broken.
    """
    corpus = corpus_of(paths, ruleset)
    if corpus.broken:
        raise CaseError(finding for file in corpus.broken for finding in file.findings)
    return corpus


def check_topics(topics: Iterable[str], known: Collection[str]) -> None:
    """Refuse topics that no case has."""
    findings = [
        Finding(Place("--topic"), f"no topic `{topic[:80]}`", nearest(topic, known) or f"use {', '.join(known)}")
        for topic in topics
        if topic not in known
    ]
    if findings:
        raise CaseError(findings)
