"""Show which facts a story may be about, and ask first about those that somebody ticks."""

from __future__ import annotations

import attrs
from starlette.responses import Response

from ethics_engine.case_law.decided_stories import facts_of_story
from ethics_engine.interview.contradicted_denials import dangerous_facts
from ethics_engine.story_search import found_in_story
from ethics_engine.web.opaque_names import fact_named, opaque_name
from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.site import Site
from ethics_engine.web.words import question_of


def story(site: Site, request: PageRequest) -> Response:
    """Offer the facts that the story is likely about, and dangers that it names; nothing is taken from it unasked."""
    consult = site.consults.get(request.path["consult"])
    enactment = site.enactment(consult)
    told, dangers = consult.base.narrative, dangerous_facts(enactment)
    likely = facts_of_story(enactment.facts, told, site.decided_stories)
    named = [hit for hit in found_in_story(enactment.facts, told) if hit.item.id in dangers]
    offered = {hit.item.id: hit for hit in (*named, *likely)}
    found = [hit for name, hit in offered.items() if name not in consult.known]
    found.sort(key=lambda hit: hit not in likely)
    if request.sent:
        names = [hit.item.id for hit in found]
        ticked = {fact_named(consult.id, name, names) for name in request.form.get("fact", ())}
        pending = tuple(name for name in names if name in ticked)
        kept = site.consults.change(attrs.evolve(consult, pending=pending), request.version)
        return then(kept.next_question)
    rows = [(opaque_name(consult.id, hit.item.id), hit.item.says, hit.words) for hit in found]
    return shown("story.html", consult=consult, question=question_of(consult, site.rules(consult)), rows=rows)
