"""The decided cases that a command works on, and the topics they have."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import click

import ethics_engine as ee
from ethics_engine.case_law.corpus import Corpus, read_corpus
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.loading.by_name import DEFAULT_RULESET
from ethics_engine.suggestions import nearest


def corpus_of(paths: Collection[str], ruleset: ee.Ruleset, *, tests: bool = False) -> Corpus:
    """The cases that are asked for, else those that come with the bundled ruleset; by topic.

    With `tests`, the terse ones of `kind: test` too.
    """
    if not paths and ruleset.name != DEFAULT_RULESET:
        raise click.UsageError(f"name the case files; the bundled cases are for {DEFAULT_RULESET}")
    corpus = read_corpus(paths or None, ruleset, tests=tests)
    return Corpus(tuple(sorted(corpus.cases, key=lambda entry: entry.topic)), corpus.broken)


def sound_corpus(paths: Collection[str], ruleset: ee.Ruleset) -> Corpus:
    """The same, all of them sound: what is made of cases must not depend on which files can be read.

    Raises:
        CaseError: A file is broken.
    """
    corpus = corpus_of(paths, ruleset)
    if corpus.broken:
        raise CaseError(finding for file in corpus.broken for finding in file.findings)
    return corpus


def check_topics(topics: Iterable[str], corpus: Corpus) -> None:
    """Refuse topics that no case has."""
    findings = [
        Finding(Place("--topic"), f"no topic `{topic[:80]}`", nearest(topic, corpus.topics) or _all(corpus))
        for topic in topics
        if topic not in corpus.topics
    ]
    if findings:
        raise CaseError(findings)


def _all(corpus: Corpus) -> str:
    return f"use {', '.join(corpus.topics)}"
