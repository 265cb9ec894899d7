"""Facts as a list: state one, change it, take it back, and review all that was stated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen
from starlette.responses import Response

from ethics_engine.case_law.decided_stories import facts_of_story
from ethics_engine.errors import ContradictionError
from ethics_engine.interview.sentences import relied_in_brief, relied_in_words
from ethics_engine.model.enactment import DONE, Enactment, done_fact
from ethics_engine.model.facts import Fact
from ethics_engine.story_search import found_in_story
from ethics_engine.text.lists import capital
from ethics_engine.vocabulary_search import search
from ethics_engine.web.fact_forms import FormError, ticked, value_in
from ethics_engine.web.gone import GoneError
from ethics_engine.web.ongoing_consult import FactOnPage, OngoingConsult
from ethics_engine.web.opaque_names import fact_named, opaque_name
from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.question_meaning import words_for
from ethics_engine.web.site import Site
from ethics_engine.web.words import (
    FactRow,
    denied_rows,
    group_of,
    label_of,
    place_of,
    question_of,
    stated_rows,
    topic_in_words,
)

STEPS = "Steps taken"
"""The heading under which steps are listed, by the topic of the rules that speak of them."""

OF_THE_STORY = "Your story may be about these"
"""The heading under which those stand whose words stand in the story."""

_MOST_CHARACTERS = 1_000
"""How long the words may be that are looked for."""


@frozen
class FactLine:
    """A fact in the list, with what was stated of it; empty if nothing was."""

    name: str
    label: str
    stated: str


def facts(site: Site, request: PageRequest) -> Response:
    """All facts by topic, or those that hold the words looked for."""
    consult = site.consults.get(request.path["consult"])
    enactment = site.enactment(consult)
    said = (*stated_rows(consult, enactment), *denied_rows(consult, enactment))
    stated = {row.fact.id: row.sentence for row in said}
    if request.sent:
        site.searches.put(consult.id, request.text("words")[:_MOST_CHARACTERS])
        return then(f"/c/{consult.id}/facts")
    words = site.searches.get(consult.id, str)
    steps = _topics_of_steps(enactment)
    groups: dict[str, dict[str, list[FactLine]]] = {}
    if not words and (of_story := facts_of_story(enactment.facts, consult.base.narrative, site.decided_stories)):
        groups[""] = {OF_THE_STORY: [_line(consult, hit.item, stated) for hit in of_story]}
    found = list(_found(enactment, words))
    if not words:
        found.sort(key=lambda fact: (fact.id.startswith(DONE), place_of(steps.get(fact.id, fact.topic))))
    for fact in found:
        topic = steps.get(fact.id, fact.topic)
        group = STEPS if fact.id.startswith(DONE) else group_of(topic)
        topics = groups.setdefault("" if words else group, {})
        if group == STEPS and (words or fact.id not in steps):
            heading = STEPS if words else "Other steps"
        else:
            heading = topic_in_words(topic, enactment.ruleset)
        topics.setdefault(heading, []).append(_line(consult, fact, stated))
    return shown(
        "facts.html",
        consult=consult,
        question=question_of(consult, site.rules(consult)),
        groups=groups,
        steps=STEPS,
        words=words,
        number=len(found),
    )


def _line(consult: OngoingConsult, fact: Fact, stated: Mapping[str, str]) -> FactLine:
    return FactLine(opaque_name(consult.id, fact.id), label_of(fact), stated.get(fact.id, ""))


def _topics_of_steps(enactment: Enactment) -> dict[str, str]:
    """For the fact of each step, the topic of the first rule that speaks of it."""
    topics: dict[str, str] = {}
    for rule in enactment.ruleset.rules:
        for norm in rule.norms:
            topics.setdefault(done_fact(norm.action), rule.topic)
    return topics


def one(site: Site, request: PageRequest) -> Response:
    """One fact: its question with what was stated; or take what a form says of it."""
    consult = site.consults.get(request.path["consult"])
    known = site.enactment(consult).fact
    name = fact_named(consult.id, request.path["fact"], known)
    if name is None:
        raise GoneError
    fact = known[name]
    if not request.sent:
        return _form(site, consult, fact, {})
    came_from = _after(request.text("then"), consult)
    if request.text("remove"):
        site.retract(consult, name, request.version)
        return then(came_from)
    try:
        value = value_in(request.form, fact)
        kept = site.state(consult, FactOnPage(name, value, request.text("reported_by")[:200]), request.version)
    except FormError as error:
        if error.name == "version":
            raise
        return _form(site, consult, fact, {error.name: str(error)}, status=422)
    except ContradictionError as error:
        found = "; ".join(finding.message for finding in error.findings)
        return _form(site, consult, fact, {"value": f"This contradicts what was stated: {found}."}, status=422)
    site.note_change(consult, kept, [name])
    return then(came_from)


def done(site: Site, request: PageRequest) -> Response:
    """State that steps are done, and show what the answer is then."""
    consult = site.consults.get(request.path["consult"])
    if not request.sent:
        return then(f"/c/{consult.id}")
    steps = [name for name in site.enactment(consult).fact if name.startswith(DONE)]
    facts = [fact_named(consult.id, name, steps) for name in request.form.get("step", ())]
    known = [fact for fact in facts if fact is not None]
    if not known:
        raise GoneError
    try:
        kept = site.state_done(consult, known, request.version)
    except ContradictionError as error:
        found = "; ".join(finding.message for finding in error.findings)
        message = f"This contradicts what was stated: {found}."
        return _form(site, consult, site.enactment(consult).fact[known[0]], {"value": message}, status=422)
    site.note_change(consult, kept, known)
    return then(kept.answer_address)


def asked(site: Site, request: PageRequest) -> Response:
    """The review where the interview has nothing more to ask."""
    return _review(site, request, finished=True)


def review(site: Site, request: PageRequest) -> Response:
    """The story and everything that was stated, each with a way to change it."""
    return _review(site, request, finished=False)


def _review(site: Site, request: PageRequest, *, finished: bool) -> Response:
    consult = site.consults.get(request.path["consult"])
    enactment = site.enactment(consult)

    def named(rows: Iterable[FactRow]) -> list[tuple[FactRow, str, str]]:
        return [(row, label_of(row.fact), opaque_name(consult.id, row.fact.id)) for row in rows]

    assumed = [(each.sentence, enactment.fact[each.fact]) for each in site.assumptions(consult)]
    listed = {fact.id for _, fact in assumed}
    unchecked = [
        (capital(relied_in_brief(item)), item.fact)
        for item in site.interview(consult).rests_on()
        if item.fact.id not in listed and relied_in_words(item) not in consult.confirmed
    ]

    def linked(rows: Iterable[tuple[str, Fact]]) -> list[tuple[str, str, str]]:
        return [(words, label_of(fact), opaque_name(consult.id, fact.id)) for words, fact in rows]

    return shown(
        "review.html",
        consult=consult,
        question=question_of(consult, site.rules(consult)),
        assumed=linked(assumed),
        unchecked=linked(unchecked),
        codes=[site.overlays[name].title if name in site.overlays else name for name in consult.base.under],
        rows=named(stated_rows(consult, enactment)),
        denied=named(denied_rows(consult, enactment)),
        shared=bool(site.members),
        finished=finished,
    )


def _form(site: Site, consult: OngoingConsult, fact: Fact, errors: dict[str, str], *, status: int = 200) -> Response:
    statement = consult.case(site.enactment(consult)).facts.get(fact.id)
    chosen, number = ticked(fact, statement.known if statement else None)
    return shown(
        "fact.html",
        status,
        consult=consult,
        question=question_of(consult, site.rules(consult)),
        fact=fact,
        label=label_of(fact),
        also=words_for(fact, site.rules(consult)),
        name=opaque_name(consult.id, fact.id),
        chosen=chosen,
        number=number,
        reported_by=statement.reported_by or "" if statement else "",
        stated=statement is not None,
        errors=errors,
    )


def _found(enactment: Enactment, words: str) -> Iterator[Fact]:
    """All facts; or those that have the words, the best first; or those that a sentence may be about."""
    if not words:
        yield from enactment.facts
        return
    ruleset = enactment.ruleset
    hits = search(ruleset, words)
    if hits and hits[0].every_word:
        names = [hit.id for hit in hits]
    else:
        names = [hit.item.id for hit in found_in_story(ruleset.facts, words)]
        names += [hit.item.id for hit in found_in_story(ruleset.steps, words)]
        names = names or [hit.id for hit in hits]
    for name in names:
        if fact := enactment.fact.get(name) or enactment.fact.get(done_fact(name)):
            yield fact


def _after(word: str, consult: OngoingConsult) -> str:
    """Where a form leads, by the word in it."""
    if word == "answer":
        return consult.answer_address
    places = {"facts": "/facts", "ask": "/ask"}
    return f"/c/{consult.id}{places.get(word, '/review')}"
