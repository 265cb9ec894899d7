"""Who may open a consult of an agency, and who is recused from it."""

from __future__ import annotations

import attrs
from starlette.responses import Response

from ethics_engine.web.gone import GoneError
from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.rights import RefusedError
from ethics_engine.web.site import Site
from ethics_engine.web.words import question_of

_LET_IN, _RECUSED = "let in", "recused"


def people(site: Site, request: PageRequest) -> Response:
    """Show who may open the consult; whoever began it, or a chair, changes that."""
    consult = site.consults.get(request.path["consult"])
    if not site.members:
        raise GoneError
    others = [member for member in site.members if member.name != consult.begun_by]
    decides = request.member.name == consult.begun_by or request.member.role.value == "chair"
    if not request.sent:
        return shown(
            "people.html",
            consult=consult,
            question=question_of(consult, site.rules(consult)),
            others=others,
            decides=decides,
        )
    if not decides:
        raise RefusedError("Only whoever began the consult, or a chair, says who may open it.")
    said = {member.name: request.text(f"member-{number}") for number, member in enumerate(others)}
    changed = attrs.evolve(
        consult,
        let_in=frozenset(name for name, word in said.items() if word == _LET_IN),
        recused=frozenset(name for name, word in said.items() if word == _RECUSED),
    )
    site.consults.change(changed, request.version)
    return then("/" if request.member.name in changed.recused else f"/c/{consult.id}/people")
