"""The first page, and the removal of a consult."""

from __future__ import annotations

from starlette.responses import Response

from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.rights import is_open_to
from ethics_engine.web.site import Site
from ethics_engine.web.words import name_of, question_of


def home(site: Site, request: PageRequest) -> Response:
    """Three doors, and the consults of this process that somebody may open."""
    open_to = [consult for consult in site.consults if is_open_to(consult, request.member)]
    consults = [(consult, question_of(consult, site.rules(consult)), name_of(consult)) for consult in open_to]
    titles = {name: offered.title for name, offered in site.overlays.items()}
    return shown("home.html", consults=consults, ruleset=site.ruleset, titles=titles)


def remove(site: Site, request: PageRequest) -> Response:
    """Ask whether a consult is to be removed, and remove it."""
    consult = site.consults.get(request.path["consult"])
    if request.sent:
        site.forget(consult.id)
        return then("/")
    return shown("remove.html", consult=consult, question=question_of(consult, site.rules(consult)))
