"""Show which facts a story may be about, and ask first about those that somebody ticks."""

from __future__ import annotations

import attrs
from starlette.responses import Response

from ethics_engine.interview.contradicted_denials import dangerous_facts
from ethics_engine.story_search import found_in_story
from ethics_engine.web.opaque_names import fact_named, opaque_name
from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.site import Site
from ethics_engine.web.words import question_of

_MOST = 10
"""How many facts are offered, beside dangers that come after them."""


def story(site: Site, request: PageRequest) -> Response:
    """Offer the facts whose words stand in the story, and every danger among them; nothing is taken from it unasked."""
    consult = site.consults.get(request.path["consult"])
    enactment = site.enactment(consult)
    dangers = dangerous_facts(enactment)
    found = [hit for hit in found_in_story(enactment.facts, consult.base.narrative) if hit.item.id not in consult.known]
    found = [hit for place, hit in enumerate(found) if place < _MOST or hit.item.id in dangers]
    if request.sent:
        names = [hit.item.id for hit in found]
        ticked = {fact_named(consult.id, name, names) for name in request.form.get("fact", ())}
        pending = tuple(name for name in names if name in ticked)
        kept = site.consults.change(attrs.evolve(consult, pending=pending), request.version)
        return then(kept.next_question)
    rows = [(opaque_name(consult.id, hit.item.id), hit.item.says, hit.words) for hit in found]
    return shown("story.html", consult=consult, question=question_of(consult, site.rules(consult)), rows=rows)
