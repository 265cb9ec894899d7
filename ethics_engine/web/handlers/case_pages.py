"""The decided cases: by topic, by words of their stories, and each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from starlette.responses import Response

from ethics_engine.model.case import Case
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.text.answers import question_in_words
from ethics_engine.web.gone import GoneError
from ethics_engine.web.ongoing_consult import OngoingConsult
from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.rule_names import place_of_rule
from ethics_engine.web.site import Site
from ethics_engine.web.words import held_without_names, place_of, stated_rows, topic_in_words

_MOST_CHARACTERS = 100
"""How long the words may be that are looked for."""


def cases(site: Site, request: PageRequest) -> Response:
    """The decided cases by topic, or those whose title and story hold the words looked for."""
    key = ("cases", request.member.name)
    if request.sent:
        site.searches.put(key, request.text("words")[:_MOST_CHARACTERS])
        return then("/cases")
    words = site.searches.get(key, str)
    looked_for = words.lower().split()

    def fits(case: Case) -> bool:
        text = f"{case.id} {case.title} {case.narrative}".lower()
        return all(word in text for word in looked_for)

    in_order = sorted(
        (entry for entry in site.corpus.cases if fits(entry.case)),
        key=lambda entry: (place_of(entry.topic), entry.topic),
    )
    topics = {
        topic_in_words(topic, site.ruleset): list(entries)
        for topic, entries in groupby(in_order, key=lambda entry: entry.topic)
    }
    return shown("cases.html", topics=topics, words=words, number=len(in_order), none=not site.corpus.cases)


def case(site: Site, request: PageRequest) -> Response:
    """A decided case: the story, what was stated and held, and why."""
    found = next((entry.case for entry in site.corpus.cases if entry.case.id == request.path["case"]), None)
    if found is None:
        raise GoneError
    shown_as = OngoingConsult("", 1, found)
    return shown(
        "case.html",
        case=found,
        question=question_in_words(PossibilityQuery(found.question, found.did, found.omitted), site.ruleset),
        rows=tuple(stated_rows(shown_as, site.enactment(shown_as))),
        held=held_without_names(found, site.ruleset),
        rules=tuple(_rules(found, site.ruleset)),
        sources=tuple((name, site.ruleset.passage[name].says) for name in found.sources),
    )


def _rules(case: Case, ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    """The rules on which a case was decided: where each stands in the handbook, and why it holds."""
    for name in dict.fromkeys(name.removesuffix(EXCEPTION) for name in (case.held.ratio if case.held else ())):
        if rule := ruleset.rule.get(name):
            yield place_of_rule(name, ruleset), rule.because
